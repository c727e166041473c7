public import CivilTime

/// A recurrence rule without an event around it, to see what it means.
public struct BareRule: Sendable {
    /// Why a rule or its start is not understood; each names what to change.
    public enum Failure: Error, Hashable, Sendable {
        /// The rule cannot be followed (RFC 5545 section 3.3.10); the reason is a sentence.
        case rule(text: String, reason: String)
        /// The start is neither a date nor a time (RFC 5545 sections 3.3.4, 3.3.5).
        case start(text: String)
        /// Nobody knows the zone.
        case zone(name: String)
        /// A zone was named for a start that is a date or in UTC.
        case zoneNotNeeded(start: String)

        /// The failure for a person.
        public var sentence: String {
            switch self {
            case .rule(let text, let reason): "The rule “\(text)” is not understood: \(reason)"
            case .start(let text):
                "The start “\(text)” is not a date or time; write it as 20261121, 20261121T090000 or 20261121T090000Z."
            case .zone(let name): "The zone “\(name)” is not known; name one such as Europe/Berlin."
            case .zoneNotNeeded(let start):
                "The start “\(start)” is a date or in UTC, which has no zone; leave the zone out or change the start."
            }
        }
    }

    private let series: CalendarSeries
    /// The first start.
    public let start: EventTime

    /// The rule as RRULE writes it, with or without its name; the start as DTSTART does or as ISO 8601; a zone for a start on its clock.
    public init(rule: String, start: String, tzid: String?, zones: ZoneDatabase) throws(Failure) {
        let text = normalizedRule(rule.asciiUppercased.hasPrefix("RRULE:") ? String(rule.dropFirst(6)) : rule)
        let parsed: RecurrenceRule
        do throws(RecurrenceRule.Failure) {
            parsed = try RecurrenceRule(parsing: text)
        } catch {
            throw .rule(text: rule, reason: error.description)
        }
        if let tzid, zones.zone(tzid: tzid) == nil { throw .zone(name: tzid) }
        let parameters = tzid.map { [Parameter("TZID", $0)] } ?? []
        guard let time = EventTime(Property(name: "DTSTART", parameters: parameters, value: start)) else { throw .start(text: start) }
        if case .zoned = time {} else if tzid != nil { throw .zoneNotNeeded(start: start) }
        if time.isDate, parsed.frequency.isSubDaily {
            let failure = RecurrenceRule.Failure.malformed("FREQ=\(parsed.frequency.rawValue) of an all-day event")
            throw .rule(text: rule, reason: failure.description)
        }
        self.start = time
        let component = Component(
            "VEVENT", properties: [Property("UID", text: "rule"), time.property("DTSTART"), Property(name: "RRULE", value: text)])
        do throws(EventFailure) {
            series = CalendarSeries(uid: "rule", master: try CalendarEvent(component))
        } catch {
            throw .start(text: start)
        }
    }

    /// The occurrences within the window, or from the start on without one; no more than so many.
    ///
    /// `hasMore` says that there are further ones within the window, or may be, the rule being too costly to follow.
    public func occurrences(
        in window: Span?, limit: Int, context: ExpansionContext
    ) -> (occurrences: [Occurrence], hasMore: Bool, assumptions: [Finding]) {
        var listed: [Occurrence] = []
        let (hasMore, assumptions) = forEachOccurrence(in: window, limit: limit, context: context) { listed.append($0) }
        return (listed, hasMore, assumptions)
    }

    /// Calls the body with the same occurrences one by one, in order; what is held meanwhile does not grow with the window.
    public func forEachOccurrence<Failure: Error>(
        in window: Span?, limit: Int, context: ExpansionContext, _ body: (Occurrence) throws(Failure) -> Void
    ) throws(Failure) -> (hasMore: Bool, assumptions: [Finding]) {
        let window = window ?? Span(Zone.utc.startOfDay(.first), Zone.utc.startOfDay(.last))
        let context = ExpansionContext(zones: context.zones, floatingZone: context.floatingZone, maximumOccurrences: limit)
        var hasMore = false
        let result = try series.forEachOccurrence(in: window, context: context) { (occurrence) throws(Failure) in
            // Only a block for times that are not listed has no original start.
            if occurrence.recurrenceID == nil { hasMore = true } else { try body(occurrence) }
        }
        return (hasMore, result.assumptions)
    }
}
