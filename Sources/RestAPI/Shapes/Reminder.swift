import CivilTime
import RestShape

/// Graph's `bookingReminder`.
struct Reminder: Hashable, Sendable {
    var message: String?
    var offset = Seconds.zero
    var recipients: String?

    static let schema = ObjectSchema<Reminder>(
        "bookingReminder", fresh: { Reminder() },
        properties: [
            Property("message", .string(maxLength: 4000), \.message),
            Property("offset", .duration(.zero ... .days(365)), \.offset, about: "So long before the start."),
            Property("recipients", .enumeration(GraphEnums.bookingReminderRecipients), \.recipients),
        ])

    static let list = ValueShape<[Reminder]>.collection(of: .object(schema), maxCount: 20)
}
