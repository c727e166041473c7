import Booking
import CivilTime
import RestShape

/// Graph's `bookingStaffMember`.
struct StaffItem: Extensible {
    var member: StaffMember
    var usesBusinessHours: Bool
    /// Of their own, also while the business's count.
    var hours: WeeklyHours
    var zone: String?
    var made: Instant?
    var changed: Instant?

    var extras: Extras {
        get { member.extras }
        set { member.extras = newValue }
    }

    init(_ member: StaffMember, of business: Business, ages: (first: Instant, last: Instant)? = nil) {
        self.member = member
        usesBusinessHours = member.hours == nil
        hours = member.hours ?? member.extras.value("workingHours", WorkHours.week) ?? business.hours
        zone = member.zone ?? business.zone
        (made, changed) = (ages?.first, ages?.last)
    }

    /// The member with all that was read.
    /// - Parameter given: what the body said.
    func member(of business: Business, given: Set<String>, zoneName: (String) -> String?) -> StaffMember {
        var member = member
        // Hours of one's own that come alone are meant to count.
        let usesBusinessHours = given.contains("workingHours") && !given.contains("useBusinessHours") ? false : usesBusinessHours
        member.hours = usesBusinessHours ? nil : hours
        if given.contains("workingHours") { member.extras.set("workingHours", hours, WorkHours.week) }
        if given.contains("timeZone") {
            let name = zone.flatMap(zoneName)
            // Who reads the business's zone and writes it back has not chosen one.
            if name != business.zone || member.zone != nil { member.zone = name }
        }
        return member
    }

    /// What the API calls the fields of a person.
    static let names = ["name": "displayName", "email": "emailAddress", "zone": "timeZone", "hours": "workingHours"]

    /// - Parameter isZone: whether a name is one of a zone.
    static func schema(isZone: @escaping @Sendable (String) -> Bool) -> ObjectSchema<StaffItem> {
        let zone = ValueShape<String>.string(1...80, form: .line).mapped(
            to: { isZone($0) ? $0 : nil }, from: { $0 }, remedy: "write a time zone such as Europe/Berlin")
        return ObjectSchema<StaffItem>(
            "bookingStaffMember", base: "bookingStaffMemberBase", fresh: { fresh },
            properties: [
                .readOnly("id", .string(maxLength: 100), get: { $0.member.id.rawValue }, isNullable: false),
                .stored("availabilityIsAffectedByPersonalCalendar", .boolean, usual: true, about: "Connected calendars always count."),
                .readOnly("createdDateTime", .dateTimeOffset, get: { $0.made }),
                Property("displayName", .string(1...200, form: .line), \.member.name, [.requiredOnCreate, .searchable]),
                Property(
                    nullable: "emailAddress", .string(maxLength: 254, form: .emailAddress), get: { $0.member.email.orNil },
                    set: { $0.member.email = $1 ?? "" }, [.searchable]),
                .extra("isEmailNotificationEnabled", .boolean, usual: true, about: "false: no mails about bookings go there."),
                .readOnly("lastUpdatedDateTime", .dateTimeOffset, get: { $0.changed }),
                .stored("membershipStatus", .enumeration(GraphEnums.bookingStaffMembershipStatus), usual: "active"),
                .stored("role", .enumeration(GraphEnums.bookingStaffRole), usual: "guest", about: "Who may do what, users decide."),
                Property("timeZone", zone, \.zone, about: "An IANA or Windows name; the business's when null."),
                Property("useBusinessHours", .boolean, \.usesBusinessHours),
                Property("workingHours", WorkHours.week, \.hours),
            ])
    }

    private static var fresh: StaffItem {
        let business = Business(id: Business.ID(""), slug: "", name: "", zone: "UTC", hours: WeeklyHours(), feedToken: "")
        return StaffItem(
            StaffMember(id: StaffMember.ID(""), business: business.id, resource: Resource.ID(""), name: "", feedToken: ""), of: business)
    }
}
