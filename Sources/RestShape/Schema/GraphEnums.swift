/// The enumerations of Graph Bookings (Microsoft Graph v1.0, *Enum values* of bookings and of the types that they use), with their
/// members in declared order.
public enum GraphEnums {
    /// How a price is meant.
    public static let bookingPriceType = EnumDefinition(
        "bookingPriceType",
        ["undefined", "fixedPrice", "startingAt", "hourly", "free", "priceVaries", "callUs", "notSet", "unknownFutureValue"])
    /// What a member of staff may do.
    public static let bookingStaffRole = EnumDefinition(
        "bookingStaffRole", ["guest", "administrator", "viewer", "externalGuest", "unknownFutureValue", "scheduler", "teamMember"])
    /// How far an invitation is.
    public static let bookingStaffMembershipStatus = EnumDefinition(
        "bookingStaffMembershipStatus", ["active", "pendingAcceptance", "rejectedByStaff", "unknownFutureValue"])
    /// Who is reminded.
    public static let bookingReminderRecipients = EnumDefinition(
        "bookingReminderRecipients", ["allAttendees", "staff", "customer", "unknownFutureValue"])
    /// Who may see the booking page.
    public static let bookingPageAccessControl = EnumDefinition(
        "bookingPageAccessControl", ["unrestricted", "restrictedToOrganization", "unknownFutureValue"])
    /// What a stretch of somebody's time is.
    public static let bookingsAvailabilityStatus = EnumDefinition(
        "bookingsAvailabilityStatus", ["available", "busy", "slotsAvailable", "outOfOffice", "unknownFutureValue"])
    /// When a service can be booked.
    public static let bookingsServiceAvailabilityType = EnumDefinition(
        "bookingsServiceAvailabilityType", ["bookWhenStaffAreFree", "notBookable", "customWeeklyHours", "unknownFutureValue"])
    /// How a question is answered.
    public static let answerInputType = EnumDefinition("answerInputType", ["text", "radioButton", "unknownFutureValue"])
    /// What kind of booking it is.
    public static let bookingType = EnumDefinition("bookingType", ["unknown", "standard", "reserved"])
    /// A day of the week, Sunday first.
    public static let dayOfWeek = EnumDefinition(
        "dayOfWeek", ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"])
    /// What a telephone number is for.
    public static let phoneType = EnumDefinition(
        "phoneType",
        ["home", "business", "mobile", "other", "assistant", "homeFax", "businessFax", "otherFax", "pager", "radio"])
    /// What a place is.
    public static let locationType = EnumDefinition(
        "locationType",
        [
            "default", "conferenceRoom", "homeAddress", "businessAddress", "geoCoordinates", "streetAddress", "hotel", "restaurant",
            "localBusiness", "postalAddress",
        ])
    /// Where a place's id comes from.
    public static let locationUniqueIdType = EnumDefinition(
        "locationUniqueIdType", ["unknown", "locationStore", "directory", "private", "bing"])

    /// All of them.
    public static let all = [
        bookingPriceType, bookingStaffRole, bookingStaffMembershipStatus, bookingReminderRecipients, bookingPageAccessControl,
        bookingsAvailabilityStatus, bookingsServiceAvailabilityType, answerInputType, bookingType, dayOfWeek, phoneType, locationType,
        locationUniqueIdType,
    ]
}
