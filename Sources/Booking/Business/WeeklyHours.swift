public import CivilTime

/// A stretch of opening on the day it starts, in minutes of local time; `end` past 24:00 reaches into the next day.
public struct OpeningRange: Hashable, Comparable, Sendable, Codable {
    /// Minutes after local midnight, 0..<1440.
    public let start: Int
    /// Minutes after the same midnight, start < end <= start + 1440.
    public let end: Int

    /// `nil` unless `0 <= start < 1440` and `start < end <= start + 1440`.
    public init?(start: Int, end: Int) {
        guard (0..<1440).contains(start), end > start, end <= start + 1440 else { return nil }
        self.start = start
        self.end = end
    }

    /// From one time of day to the next time of day that reads `end`: 22:00–06:00 crosses midnight, 00:00–00:00 is the whole day. `nil` for
    /// any other time to itself, which is more likely a slip than a day and a night.
    public init?(from start: TimeOfDay, to end: TimeOfDay) {
        let first = start.hour * 60 + start.minute
        let last = end.hour * 60 + end.minute
        guard first != last || first == 0 else { return nil }
        self.init(start: first, end: last > first ? last : last + 1440)
    }

    public static func < (left: Self, right: Self) -> Bool { (left.start, left.end) < (right.start, right.end) }
}

extension OpeningRange {
    private enum CodingKeys: String, CodingKey { case start, end }

    /// - Throws: `DecodingError` for minutes that are no range, so that damaged hours are never taken for other hours.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let (start, end) = (try container.decode(Int.self, forKey: .start), try container.decode(Int.self, forKey: .end))
        guard let range = OpeningRange(start: start, end: end) else {
            throw DecodingError.dataCorruptedError(
                forKey: .end, in: container, debugDescription: "Opening from minute \(start) to minute \(end) is no range of hours.")
        }
        self = range
    }
}

/// The hours of a usual week: ranges by the weekday on which they start. A day border means nothing to them.
public struct WeeklyHours: Hashable, Sendable, Codable {
    private var days: [Int: [OpeningRange]]

    public init(_ days: [Weekday: [OpeningRange]] = [:]) {
        self.days = [:]
        for (day, ranges) in days { self[day] = ranges }
    }

    /// The ranges that start on a day, in order; empty when closed.
    public subscript(day: Weekday) -> [OpeningRange] {
        get { days[day.rawValue] ?? [] }
        set { days[day.rawValue] = newValue.isEmpty ? nil : newValue.sorted() }
    }

    public var isEmpty: Bool { days.isEmpty }

    /// The same range on each of the days; a range that is none leaves them closed.
    public static func every(_ weekdays: [Weekday], _ range: OpeningRange?) -> WeeklyHours {
        var hours = WeeklyHours()
        for day in weekdays { hours[day] = range.map { [$0] } ?? [] }
        return hours
    }
}

extension WeeklyHours {
    private enum CodingKeys: String, CodingKey { case days }

    /// Reads `{"days":{"1":[{"start":540,"end":1020}]}}`, with Monday as 1.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init()
        for (number, ranges) in try container.decode([Int: [OpeningRange]].self, forKey: .days) {
            guard let day = Weekday(rawValue: number) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .days, in: container, debugDescription: "\(number) is no weekday from 1 to 7.")
            }
            self[day] = ranges
        }
    }
}

/// What replaces the weekly ranges that start on one date; no ranges means closed.
public struct DateOverride: Hashable, Sendable, Codable {
    public var date: CivilDate
    public var ranges: [OpeningRange]
    /// Why, for people who read the calendar: "Christmas Eve".
    public var note: String

    public init(date: CivilDate, ranges: [OpeningRange], note: String = "") {
        self.date = date
        self.ranges = ranges.sorted()
        self.note = note
    }
}
