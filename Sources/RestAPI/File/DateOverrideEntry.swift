import Booking
import CivilTime
import RestShape

/// The hours of one date, as a file tells them.
enum DateOverrideEntry {
    private static let ranges: ValueShape<[OpeningRange]> = ValueShape<[WorkTimeSlot]>
        .collection(of: .object(WorkTimeSlot.schema), maxCount: 24).mapped(
            to: { slots in
                let ranges = slots.compactMap(\.range)
                return ranges.count == slots.count ? ranges.sorted() : nil
            },
            from: { $0.map(WorkTimeSlot.init) },
            remedy: "write stretches of whole minutes that end at another time than they start, 00:00:00 to 00:00:00 for a whole day")

    static let schema = ObjectSchema<DateOverride>(
        "dateOverride", fresh: { DateOverride(date: .first, ranges: []) },
        properties: [
            Property("date", .date, \.date, [.requiredOnCreate]),
            Property("timeSlots", ranges, \.ranges, about: "Closed that day when empty."),
            Property("note", .string(maxLength: 10_000), \.note),
        ])

    static let list = ValueShape<[DateOverride]>.collection(of: .object(schema), maxCount: 1_000)
}
