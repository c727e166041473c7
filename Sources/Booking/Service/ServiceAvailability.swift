public import CivilTime

/// On which days and hours a service can be booked at all, within its people's own hours (Graph `bookingsAvailability` and
/// `bookingsAvailabilityWindow`).
public struct ServiceAvailability: Hashable, Sendable, Codable {
    /// What holds for a date.
    public enum Rule: Hashable, Sendable, Codable {
        /// Whenever its people are free.
        case whenStaffAreFree
        case notBookable
        /// Only within these hours.
        case weekly(WeeklyHours)
    }

    /// A rule for some dates.
    public struct Window: Hashable, Sendable, Codable {
        public var first: CivilDate
        /// The last date that it holds for.
        public var last: CivilDate
        public var rule: Rule

        public init(first: CivilDate, last: CivilDate, rule: Rule) {
            (self.first, self.last, self.rule) = (first, last, rule)
        }
    }

    /// For all dates of which no window says anything else.
    public var general: Rule
    /// The first one that holds for a date counts.
    public var windows: [Window]

    public init(general: Rule = .whenStaffAreFree, windows: [Window] = []) {
        self.general = general
        self.windows = windows
    }

    /// Whether it closes nothing.
    public var isPlain: Bool { general == .whenStaffAreFree && windows.isEmpty }

    func rule(on date: CivilDate) -> Rule { windows.first { $0.first <= date && date <= $0.last }?.rule ?? general }
}

/// A service's availability on the clock of its business.
public struct AvailabilityLimit: Hashable, Sendable {
    public var availability: ServiceAvailability
    public var zone: Zone

    public init(_ availability: ServiceAvailability, zone: Zone) {
        self.availability = availability
        self.zone = zone
    }

    /// What is left of opening times; each piece counts its starts from its own beginning.
    func limiting(_ opening: OpeningTimes) -> OpeningTimes {
        guard let first = opening.union.spans.first, let last = opening.union.spans.last else { return opening }
        let open = open(in: Span(first.start, last.end))
        return OpeningTimes(ranges: opening.ranges.flatMap { range in open.clamped(to: range).spans })
    }

    private func open(in window: Span) -> SpanSet {
        let (first, last) = (zone.date(at: window.start).dayNumber - 1, zone.date(at: window.end).dayNumber)
        var overrides: [DateOverride] = []
        for dayNumber in first...last {
            let date = CivilDate(dayNumber: dayNumber)
            switch availability.rule(on: date) {
            case .whenStaffAreFree:
                overrides.append(DateOverride(date: date, ranges: OpeningRange(start: 0, end: 1440).map { [$0] } ?? []))
            case .notBookable: overrides.append(DateOverride(date: date, ranges: []))
            case .weekly(let hours): overrides.append(DateOverride(date: date, ranges: hours[date.weekday]))
            }
        }
        return OpeningTimes(hours: WeeklyHours(), overrides: overrides, zone: zone, window: window).union
    }
}
