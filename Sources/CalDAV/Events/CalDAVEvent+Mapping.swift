import CalendarSync
import CivilTime
import ICalendar

/// The property of an event of ours that says which appointment it is for.
let markerName = "X-KALENDS-APPOINTMENT"

extension RemoteItem {
    /// An item from its data. A member without events, a task say, becomes an item that takes no time, so that it is not fetched again.
    init(id: RemoteItem.ID, version: String?, document: CalendarDocument, data: [UInt8], zones: ZoneDatabase) {
        let parts = document.components.flatMap(\.components).filter { $0.name != "VTIMEZONE" }
        let events = parts.filter { $0.name == "VEVENT" || $0.name == "VFREEBUSY" }
        let marker = events.lazy.compactMap { $0.first(markerName).flatMap { EventMarker(text: $0.text) } }.first
        let single = document.singleEvent(zones: zones)
        self.init(
            id: id, version: version, uid: (events + parts).lazy.compactMap { $0.first("UID")?.text }.first ?? id, marker: marker,
            fields: single.map { EventFields($0.event, $0.span, hidesText: $0.event.isPrivate && marker == nil) },
            payload: events.isEmpty ? "" : Self.payload(document, data, isOurs: marker != nil))
    }

    /// The data to keep. Of an outside event that is private only its times are kept; ours we know anyway.
    private static func payload(_ document: CalendarDocument, _ data: [UInt8], isOurs: Bool) -> String {
        guard !isOurs else { return String(decoding: data, as: UTF8.self) }
        let kept = document.components.map { $0.withoutPrivateText() }
        return kept == document.components
            ? String(decoding: data, as: UTF8.self) : String(decoding: kept.flatMap { $0.serialized() }, as: UTF8.self)
    }
}

extension EventFields {
    fileprivate init(_ event: CalendarEvent, _ span: Span, hidesText: Bool) {
        self.init(
            span: span, isAllDay: event.isAllDay, title: hidesText ? "" : event.summary ?? "", notes: hidesText ? "" : event.notes ?? "",
            location: hidesText ? "" : event.location ?? "")
    }
}

extension ItemExpansion {
    /// The times an item takes in the owner's zone; data that cannot be read takes none that is known, and says so.
    init(of item: RemoteItem, in window: Span, for owner: CalendarOwner) {
        guard !item.payload.isEmpty else {
            self.init()
            return
        }
        do throws(CalendarParseFailure) {
            let document = try CalendarDocument.parse(Array(item.payload.utf8))
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
