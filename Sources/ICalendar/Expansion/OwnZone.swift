import CivilTime

/// A zone of the calendar's own rules, worked out once, and anew only for times that it was not worked out for.
struct OwnZone {
    private let name: String
    private let observances: ZoneObservances
    private var found: (zone: Zone, covered: Span)?
    private var refused: Span?
    private var work = ZoneWork.ofZone

    init(named name: String, _ observances: ZoneObservances, covering common: Span, spending shared: inout ZoneWork) {
        self.name = name
        self.observances = observances
        if let zone = observances.endlessZone(named: name, spending: &shared, own: &work) {
            found = (zone, Self.allTimes)
            return
        }
        work = ZoneWork.ofZone
        found = workedOut(covering: common, spending: &shared)
        guard found == nil else { return }
        work = ZoneWork.ofZone
        found = workedOut(covering: Self.thisAge, spending: &shared)
    }

    /// The zone for the span. Nil where that costs too much, or the rules cannot be followed at all.
    mutating func zone(covering needed: Span, spending shared: inout ZoneWork) -> Zone? {
        if let found, found.covered.contains(needed) { return found.zone }
        if let refused, needed.contains(refused) { return nil }
        let wanted = found.map { Span(min($0.covered.start, needed.start), max($0.covered.end, needed.end)) } ?? needed
        // Half as much more, so that events that are further and further away do not each work it out anew.
        let margin = min(Seconds.seconds(Int(wanted.duration.count / 2)), Self.longestMargin)
        let grown =
            workedOut(covering: wanted.padded(before: margin, after: margin), spending: &shared)
            ?? workedOut(covering: wanted, spending: &shared)
        guard let grown else {
            refused = needed
            return nil
        }
        found = grown
        return grown.zone
    }

    private mutating func workedOut(covering span: Span, spending shared: inout ZoneWork) -> (zone: Zone, covered: Span)? {
        observances.zone(named: name, within: span, spending: &shared, own: &work).map { ($0, span) }
    }

    private static let longestMargin = Seconds.days(2_000 * 366)
    private static let allTimes = Span(Instant(secondsSinceEpoch: .min), Instant(secondsSinceEpoch: .max))
    /// 1970 to 2100, in which most events lie.
    static let thisAge = Span(Instant(secondsSinceEpoch: 0), Instant(secondsSinceEpoch: 4_102_444_800))
}
