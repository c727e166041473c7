import Booking
import CivilTime
import RestShape

extension AppointmentItem {
    /// - Parameter isZone: whether a name is one of a zone.
    static func schema(isZone: @escaping @Sendable (String) -> Bool) -> ObjectSchema<AppointmentItem> {
        let moment = ValueShape<DateTimeTimeZone>.dateTimeTimeZone(knows: isZone)
        let buffer = ValueShape<Seconds>.duration(.zero ... .hours(12))
        return ObjectSchema<AppointmentItem>(
            "bookingAppointment", fresh: { AppointmentItem() },
            properties: [
                .readOnly("id", .string(maxLength: 100), get: { $0.id }, isNullable: false),
                .stored("additionalInformation", .string(maxLength: 4000)),
                .stored("anonymousJoinWebUrl", .string(maxLength: 2000, form: .webAddress)),
                .stored("appointmentLabel", .string(maxLength: 200)),
                .readOnly("createdDateTime", .dateTimeOffset, get: { $0.made }),
                Property("customerEmailAddress", .string(maxLength: 254, form: .emailAddress), \.customer.email, [.searchable]),
                Property("customerName", .string(maxLength: 200, form: .line), \.customer.name, [.searchable]),
                Property("customerNotes", .string(maxLength: 4000), \.customer.notes, [.singleOnly]),
                Property("customerPhone", .string(maxLength: 40), \.customer.phone),
                Property("customerTimeZone", .string(maxLength: 80, form: .line), \.customer.zone, about: "An IANA or Windows name."),
                Property(
                    "customers", CustomerInformation.list, \.customers, about: "Counts before the properties that begin with customer."),
                Property("duration", .duration(.minutes(1) ... .days(1)), \.duration, about: "Where endDateTime is not given."),
                Property("endDateTime", moment, \.end),
                .readOnly("filledAttendeesCount", .int32(0...100_000), get: { $0.filled }),
                .extra("isCustomerAllowedToManageBooking", .boolean, usual: nil, about: "false closes the manage link."),
                Property("isLocationOnline", .boolean, \.isOnline),
                Property("joinWebUrl", .string(maxLength: 2000, form: .webAddress), \.joinURL, about: "Ours, where a calendar makes one."),
                .readOnly("lastUpdatedDateTime", .dateTimeOffset, get: { $0.changed }),
                Property(
                    "maximumAttendeesCount", .int32(1...Int32(Service.mostAttendees)), \.places,
                    about: "As the service says, unless it is told here; 1 stays 1."),
                .extra("optOutOfCustomerEmail", .boolean, usual: false, about: "true: the customer is not written to."),
                Property("postBuffer", buffer, \.postBuffer),
                Property("preBuffer", buffer, \.preBuffer),
                Property("price", Price.amount, \.price.amount),
                Property("priceType", .enumeration(GraphEnums.bookingPriceType), \.price.type),
                .stored("reminders", Reminder.list, usual: [], [.singleOnly]),
                .readOnly("selfServiceAppointmentId", .string(maxLength: 100), get: { $0.selfServiceID }),
                Property("serviceId", .string(1...100, form: .line), \.service, [.requiredOnCreate]),
                Property("serviceLocation", Place.shape, \.place),
                Property("serviceName", .string(maxLength: 200, form: .line), \.serviceName, [.searchable]),
                Property("serviceNotes", .string(maxLength: 4000), \.staffNotes, [.singleOnly]),
                .stored("smsNotificationsEnabled", .boolean, usual: false),
                Property(
                    "staffMemberIds", .collection(of: .string(1...100, form: .line), maxCount: 50), \.staff,
                    about: "Whoever has the least to do, when it is left out."),
                Property("startDateTime", moment, \.start, [.requiredOnCreate]),
            ])
    }
}
