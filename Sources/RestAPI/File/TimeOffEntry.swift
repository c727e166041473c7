import Booking
import CivilTime
import RestShape

/// Time off as a file tells it.
struct TimeOffEntry: Sendable {
    var start = Instant(secondsSinceEpoch: 0)
    var end = Instant(secondsSinceEpoch: 0)
    var reason = ""

    init() {}

    init(_ timeOff: TimeOff) { (start, end, reason) = (timeOff.span.start, timeOff.span.end, timeOff.reason) }

    /// `nil` where it ends before it starts.
    var timeOff: TimeOff? {
        Span(validating: start, end: end).map { TimeOff(id: TimeOff.ID(""), resource: Resource.ID(""), span: $0, reason: reason) }
    }

    static let schema = ObjectSchema<TimeOffEntry>(
        "timeOff", fresh: { TimeOffEntry() },
        properties: [
            Property("startDateTime", .dateTimeOffset, \.start, [.requiredOnCreate]),
            Property("endDateTime", .dateTimeOffset, \.end, [.requiredOnCreate]),
            Property("reason", .string(maxLength: 500), \.reason),
        ])

    static let list = ValueShape<[TimeOffEntry]>.collection(of: .object(schema), maxCount: 10_000)
}
