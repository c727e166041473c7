import Booking
import CivilTime
import RestShape

/// Graph's `bookingWorkHours`: the stretches of one weekday.
struct WorkHours: Hashable, Sendable {
    var day: Weekday?
    var slots: [WorkTimeSlot] = []

    private static let days: KeyValuePairs<String, Weekday> = [
        "sunday": .sunday, "monday": .monday, "tuesday": .tuesday, "wednesday": .wednesday, "thursday": .thursday, "friday": .friday,
        "saturday": .saturday,
    ]

    static let schema = ObjectSchema<WorkHours>(
        "bookingWorkHours", fresh: { WorkHours() },
        properties: [
            Property("day", .enumeration(GraphEnums.dayOfWeek, days), \.day, [.requiredOnCreate]),
            Property("timeSlots", .collection(of: .object(WorkTimeSlot.schema), maxCount: 12), \.slots),
        ])

    /// A week; a day may stand several times, and is closed when it does not stand there at all.
    static let week: ValueShape<WeeklyHours> = ValueShape<[WorkHours]>.collection(of: .object(schema), maxCount: 21).mapped(
        to: { week in
            var hours = WeeklyHours()
            for entry in week {
                guard let day = entry.day else { return nil }
                for slot in entry.slots {
                    guard let range = slot.range else { return nil }
                    hours[day].append(range)
                }
            }
            return hours
        },
        from: { hours in
            Weekday.allCases.map { day in WorkHours(day: day, slots: hours[day].map(WorkTimeSlot.init)) }
        },
        remedy: "write stretches of whole minutes that end at another time than they start, 00:00:00 to 00:00:00 for a whole day")
}

/// Graph's `bookingWorkTimeSlot`; one that ends before it starts ends on the next day.
struct WorkTimeSlot: Hashable, Sendable {
    var start = TimeOfDay.midnight
    var end = TimeOfDay.midnight

    init(start: TimeOfDay = .midnight, end: TimeOfDay = .midnight) { (self.start, self.end) = (start, end) }

    init(_ range: OpeningRange) {
        self.init(start: Self.time(range.start), end: Self.time(range.end))
    }

    static let schema = ObjectSchema<WorkTimeSlot>(
        "bookingWorkTimeSlot", fresh: { WorkTimeSlot() },
        properties: [
            Property("endTime", .timeOfDay, \.end, [.requiredOnCreate]),
            Property("startTime", .timeOfDay, \.start, [.requiredOnCreate]),
        ])

    /// `nil` for parts of a minute, and for no time at all. The last second of a day is how other programs write its end.
    var range: OpeningRange? {
        let isDayEnd = end.hour == 23 && end.minute == 59 && end.second == 59
        guard start.second == 0, end.second == 0 || isDayEnd else { return nil }
        return OpeningRange(from: start, to: isDayEnd ? .midnight : end)
    }

    private static func time(_ minute: Int) -> TimeOfDay { TimeOfDay(secondsSinceMidnight: minute % 1440 * 60) ?? .midnight }
}
