import CivilTime

/// A rule without what producers add to it by mistake: spaces and lower case.
func normalizedRule(_ text: String) -> String {
    text.asciiUppercased.filter { !$0.isWhitespace }
}

/// The text of a rule, made to fit the event that it belongs to.
struct RuleText {
    /// The rule as it is followed.
    let text: String
    private let parts: [Substring: Substring]

    /// Whole-day events need an UNTIL that is a date, and parts finer than a day are to be ignored there (RFC 5545 section 3.3.10).
    /// Elsewhere such a part that only repeats the start's time of day says nothing.
    init(_ text: String, fitting shape: EventShape) {
        let written = normalizedRule(text).split(separator: ";")
        var parts = Self.parts(written)
        let isDaily = !Self.finerFrequencies.contains(parts["FREQ"] ?? "")
        var dropped: Set<Substring> = []
        for (name, value) in Self.clockParts(of: shape) where isDaily && parts[name] != nil {
            if let value, parts[name].flatMap({ Int($0) }) != value { continue }
            dropped.insert(name)
            parts[name] = nil
        }
        self.parts = parts
        let last = shape.isAllDay ? Self.lastDate(Self.until(parts), in: shape.dayZone) : nil
        if last != nil { dropped.insert("UNTIL") }
        let kept = written.filter { part in !dropped.contains { part.hasPrefix($0 + "=") } }
        self.text = (kept + (last.map { ["UNTIL=" + $0.calendarText[...]] } ?? [])).joined(separator: ";")
    }

    private static let finerFrequencies: Set<Substring> = ["HOURLY", "MINUTELY", "SECONDLY"]

    private static func parts(_ written: [Substring]) -> [Substring: Substring] {
        let pairs = written.compactMap { part -> (Substring, Substring)? in
            let sides = part.split(separator: "=", maxSplits: 1)
            return sides.count == 2 ? (sides[0], sides[1]) : nil
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// The parts finer than a day and the value with which they say nothing; nil for any.
    private static func clockParts(of shape: EventShape) -> [(Substring, Int?)] {
        guard case .clock(let start, _, _) = shape.form else { return [("BYHOUR", nil), ("BYMINUTE", nil), ("BYSECOND", nil)] }
        return [("BYHOUR", start.time.hour), ("BYMINUTE", start.time.minute), ("BYSECOND", start.time.second)]
    }

    /// Whether the rule may put occurrences at other times of day than the start's.
    var isFinerThanDaily: Bool {
        Self.finerFrequencies.contains(parts["FREQ"] ?? "") || ["BYHOUR", "BYMINUTE", "BYSECOND"].contains { parts[$0] != nil }
    }

    /// The last date that UNTIL allows, if it can be read.
    func lastDate(in zone: Zone) -> CivilDate? { Self.lastDate(Self.until(parts), in: zone) }

    private static func until(_ parts: [Substring: Substring]) -> EventTime? {
        parts["UNTIL"].flatMap { EventTime(Property(name: "UNTIL", value: String($0))) }
    }

    /// An UNTIL in UTC is met in two meanings, the owner's date at that instant and the date as it is written: the later one counts.
    private static func lastDate(_ until: EventTime?, in zone: Zone) -> CivilDate? {
        switch until {
        case .date(let date): date
        case .floating(let civil), .zoned(let civil, _): civil.date
        case .utc(let instant): max(zone.date(at: instant), Zone.utc.date(at: instant))
        case nil: nil
        }
    }
}
