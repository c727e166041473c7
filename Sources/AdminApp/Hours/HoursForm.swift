import Booking
import CivilTime
import Texts
import WebShell

/// The weekly hours as rows of times, two or more ranges a day, so that they can be typed without a script.
struct HoursForm: Sendable {
    struct Slot: Sendable {
        var fromName: String
        var fromLabel: String
        var from: String
        var toName: String
        var toLabel: String
        var to: String
    }

    struct Day: Sendable {
        var name: String
        var id: String
        var slots: [Slot]
        var isClosed: Bool
        /// Said where a range reaches into the next day.
        var note: String?
        var fault: String?
    }

    var days: [Day]
    var fault: String?

    static let mostRanges = 6

    init(_ hours: WeeklyHours, texts: Texts, sent: Query?, faults: [FieldFault]) {
        days = Weekday.allCases.map { day in
            let ranges = hours[day]
            let name = texts.weekday(day)
            let count = min(Self.mostRanges, max(2, ranges.count + (ranges.count > 1 ? 1 : 0)))
            let slots = (0..<count).map { index in
                let fromName = Self.name(day, index, "from")
                let toName = Self.name(day, index, "to")
                let range = index < ranges.count ? ranges[index] : nil
                return Slot(
                    fromName: fromName, fromLabel: texts("adminHours.fromLabel", ["day": name, "number": String(index + 1)]),
                    from: sent?[fromName] ?? range.map { texts.time(minutes: $0.start) } ?? "", toName: toName,
                    toLabel: texts("adminHours.toLabel", ["day": name, "number": String(index + 1)]),
                    to: sent?[toName] ?? range.map { texts.time(minutes: $0.end % 1440) } ?? "")
            }
            return Day(
                name: name, id: "hours-\(day.rawValue)", slots: slots, isClosed: ranges.isEmpty,
                note: ranges.contains { $0.end > 1440 } ? texts["adminHours.intoNextDay"] : nil,
                fault: faults.first { $0.field == "hours-\(day.rawValue)" }?.sentence(in: texts))
        }
        fault = faults.first { $0.field == "hours" }?.sentence(in: texts)
    }

    static func read(_ reader: inout FormReader) -> WeeklyHours {
        var hours = WeeklyHours()
        for day in Weekday.allCases {
            var ranges: [OpeningRange] = []
            for index in 0..<mostRanges {
                guard
                    let pair = readRange(
                        &reader, from: name(day, index, "from"), to: name(day, index, "to"), field: "hours-\(day.rawValue)")
                else {
                    continue
                }
                // The same range typed twice is meant once.
                if !ranges.contains(pair) { ranges.append(pair) }
            }
            let sorted = ranges.sorted()
            if zip(sorted, sorted.dropFirst()).contains(where: { $0.end > $1.start }) {
                reader.fault("hours-\(day.rawValue)", "hoursOverlap")
            }
            hours[day] = ranges
        }
        return hours
    }

    /// One range of two typed times; `nil` when both are empty, `nil` with a fault when they cannot be read.
    static func readRange(_ reader: inout FormReader, from fromName: String, to toName: String, field: String) -> OpeningRange? {
        let from = reader.typed(fromName)
        let to = reader.typed(toName)
        if from.isEmpty, to.isEmpty { return nil }
        guard let start = TimeOfDay(iso8601: from), let end = TimeOfDay(iso8601: to == "24:00" ? "00:00" : to) else {
            reader.fault(field, "hoursMalformed")
            return nil
        }
        let range = OpeningRange(from: start, to: end)
        if range == nil { reader.fault(field, "hoursEmpty") }
        return range
    }

    private static func name(_ day: Weekday, _ index: Int, _ end: String) -> String { "hours-\(day.rawValue)-\(index)-\(end)" }
}

extension Texts {
    /// Minutes after midnight as a time: 570 is "09:30".
    func time(minutes: Int) -> String { time(TimeOfDay(secondsSinceMidnight: minutes % 1440 * 60) ?? .midnight) }

    /// Ranges in words: "09:00–12:00, 13:00–17:00", or "closed".
    func ranges(_ ranges: [OpeningRange]) -> String {
        ranges.isEmpty
            ? self["adminHours.closed"] : ranges.map { "\(time(minutes: $0.start))–\(time(minutes: $0.end))" }.joined(separator: ", ")
    }
}
