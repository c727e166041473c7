public import CalendarSync
public import CivilTime
import ICalendar

extension ItemExpansion {
    /// The times that an item whose payload is iCalendar data (RFC 5545) takes in its owner's zone. An empty payload takes none; data that
    /// cannot be read takes none that is known, and a finding says so.
    public init(iCalendar payload: String, in window: Span, for owner: CalendarOwner) {
        guard !payload.isEmpty else {
            self.init()
            return
        }
        do throws(CalendarParseFailure) {
            let document = try CalendarDocument.parse(Array(payload.utf8))
            let context = ExpansionContext(zones: owner.zones, floatingZone: owner.zone, ownAddresses: Set(owner.ownAddresses))
            let expansion = document.occurrences(in: window, context: context)
            self.init(occurrences: expansion.occurrences.map(OutsideOccurrence.init), findings: expansion.findings)
        } catch {
            self.init(findings: [error.sentence])
        }
    }
}

extension OutsideOccurrence {
    fileprivate init(_ occurrence: Occurrence) {
        self.init(
            span: occurrence.span, isAllDay: occurrence.isAllDay, isBusy: occurrence.meaning.isBusy,
            title: occurrence.isPrivate ? nil : occurrence.summary, reason: occurrence.meaning.sentence)
    }
}
