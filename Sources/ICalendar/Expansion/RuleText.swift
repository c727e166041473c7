import CivilTime

/// A rule without what producers add to it by mistake: spaces and lower case, empty parts.
func normalizedRule(_ text: String) -> String {
    let bytes = text.utf8.lazy.filter { $0 > .space }.map(\.asciiUppercased)
    return String(decoding: Array(bytes), as: UTF8.self).split(separator: ";").joined(separator: ";")
}

/// The text of a rule, made to fit the event that it belongs to.
struct RuleText {
    /// The rule as it is followed.
    let text: String
    private let parts: [Substring: Substring]

    /// Whole-day events need an UNTIL that is a date (RFC 5545 section 3.3.10): one that is a time is read as its date.
    init(_ text: String, fitting shape: EventShape) {
        let written = normalizedRule(text).split(separator: ";")
        parts = Self.parts(written)
        let last = shape.isAllDay ? Self.lastDate(Self.until(parts), in: shape.dayZone) : nil
        let kept = last == nil ? written : written.filter { !$0.hasPrefix("UNTIL=") }
        self.text = (kept + (last.map { ["UNTIL=" + $0.calendarText[...]] } ?? [])).joined(separator: ";")
    }

    private static func parts(_ written: [Substring]) -> [Substring: Substring] {
        let pairs = written.compactMap { part -> (Substring, Substring)? in
            let sides = part.split(separator: "=", maxSplits: 1)
            return sides.count == 2 ? (sides[0], sides[1]) : nil
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// Whether the rule may put occurrences at other times of day than the start's.
    var isFinerThanDaily: Bool {
        ["HOURLY", "MINUTELY", "SECONDLY"].contains(parts["FREQ"] ?? "")
            || ["BYHOUR", "BYMINUTE", "BYSECOND"].contains { parts[$0] != nil }
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
