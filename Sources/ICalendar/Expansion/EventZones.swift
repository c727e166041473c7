import CivilTime

/// The zones that one calendar means by its TZIDs (RFC 5545 section 3.2.19): the tz database where the name is known there, else the
/// calendar's own rules. A class, as all series of the calendar share what was worked out.
final class EventZones {
    private let database: ZoneDatabase
    /// The first VTIMEZONE of each name.
    private let definitions: [String: Component]
    /// Further VTIMEZONEs of these names, which say otherwise.
    private let contradicting: [String: Component]
    /// The times that matter, and those for which own zones are worked out first.
    private let window: Span
    private let common: Span
    /// The times for which the series that is expanded needs zones.
    var needed: Span
    private var known: [String: Zone?] = [:]
    private var own: [String: OwnZone] = [:]
    /// Where the calendar says otherwise than the tz database, within the window.
    private var differences: [String: [Span]] = [:]
    /// What the calendar says otherwise than the tz database.
    private(set) var remarks: [Finding] = []
    private(set) var work: ZoneWork
    /// What the series may still cost.
    var effort: Effort

    /// The zones of the calendar for a window; what was spent on those of another calendar in the same text is not there any more.
    init(database: ZoneDatabase, definitions: [Component], window: Span, effort: Effort, work: ZoneWork = ZoneWork()) {
        self.database = database
        let named = definitions.compactMap { definition in definition.first("TZID").map { ($0.value.trimmed, definition) } }
        let definitions = Dictionary(named, uniquingKeysWith: { first, _ in first })
        self.definitions = definitions
        let further = definitions.count == named.count ? [] : named.filter { definitions[$0.0] != $0.1 }
        contradicting = Dictionary(further, uniquingKeysWith: { first, _ in first })
        self.window = window
        let age = OwnZone.thisAge
        common = Span(min(age.start, window.start), max(age.end, window.end + .days(400)))
        needed = window
        self.effort = effort
        self.work = work
    }

    /// Nil where neither the tz database nor the calendar knows the zone.
    func zone(_ tzid: String) -> Zone? {
        if let answer = known[tzid] { return answer }
        if own[tzid] == nil {
            if let zone = database.zone(tzid: tzid) ?? place(of: tzid) {
                known[tzid] = .some(zone)
                return zone
            }
            guard let observances = definitions[tzid].flatMap({ ZoneObservances($0) }) else {
                known[tzid] = .some(nil)
                return nil
            }
            own[tzid] = OwnZone(named: tzid, observances, covering: common, spending: &work)
        }
        return own[tzid]?.zone(covering: needed, spending: &work)
    }

    /// The place that the VTIMEZONE names.
    private func place(of tzid: String) -> Zone? {
        guard let definition = definitions[tzid] else { return nil }
        for name in ["X-LIC-LOCATION", "TZID-ALIAS-OF"] {
            if let location = definition.first(name)?.value.trimmed, let zone = database.zone(tzid: location) { return zone }
        }
        return nil
    }

    /// Whether what the calendar says of the zone has to be looked at with each of its times: ``remark(_:at:)``. Further VTIMEZONEs of the name
    /// are remarked at once.
    func isDisputed(_ tzid: String) -> Bool {
        guard !definitions.isEmpty, let definition = definitions[tzid] else { return false }
        if let found = differences[tzid] { return !found.isEmpty }
        if let other = contradicting[tzid] { remarks.append(contradiction(of: other, tzid: tzid)) }
        let found = spansOfDifference(tzid, definition)
        differences[tzid] = found
        return !found.isEmpty
    }

    private func spansOfDifference(_ tzid: String, _ definition: Component) -> [Span] {
        guard let zone = database.zone(tzid: tzid), let observances = ZoneObservances(definition) else { return [] }
        var described = OwnZone(named: tzid, observances, covering: window, spending: &work)
        guard let own = described.zone(covering: window, spending: &work) else { return [] }
        return zone.differences(from: own, within: window, spending: &work)
    }

    /// Remarks, once for each name, that the clock of the calendar's own rules is another one within the time.
    func remark(_ tzid: String, at time: Span) {
        guard let spans = differences[tzid], !spans.isEmpty, let definition = definitions[tzid] else { return }
        // The first one that ends after the time begins.
        var (low, high) = (0, spans.count)
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].end <= time.start { low = middle + 1 } else { high = middle }
        }
        guard low < spans.count, spans[low].start < time.end || spans[low].contains(time.start) else { return }
        differences[tzid] = []
        remarks.append(
            Finding(
                line: definition.sourceLine ?? 0,
                message:
                    """
                    The calendar’s own rules of the time zone “\(tzid.prefix(60))” differ from the tz database at \
                    \(max(spans[low].start, time.start)); the database is followed
                    """,
                rule: .timeZone))
    }
}

/// What is wrong with a further VTIMEZONE of a name, which says otherwise than the first.
func contradiction(of definition: Component, tzid: String) -> Finding {
    Finding(
        line: definition.sourceLine ?? 0,
        message: "The calendar has another VTIMEZONE “\(tzid.prefix(60))” before, which says otherwise; the first one counts",
        rule: .timeZone)
}

extension Zone {
    /// When the clocks of the two zones differ within the span, as far as the work allows to look.
    fileprivate func differences(from other: Zone, within span: Span, spending work: inout ZoneWork) -> [Span] {
        var found: [Span] = []
        var instant = span.start
        var (own, others) = (nextTransition(after: instant), other.nextTransition(after: instant))
        while instant < span.end, work.compareChange() {
            let next = min(own ?? span.end, others ?? span.end, span.end)
            if offset(at: instant) != other.offset(at: instant) {
                if let last = found.last, last.end == instant {
                    found[found.count - 1] = Span(last.start, next)
                } else {
                    found.append(Span(instant, next))
                }
            }
            if own == next { own = nextTransition(after: next) }
            if others == next { others = other.nextTransition(after: next) }
            instant = next
        }
        return found
    }
}
