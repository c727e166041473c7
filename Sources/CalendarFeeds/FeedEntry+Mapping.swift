import CalendarSync
import CivilTime
import ICalendar

extension RemoteItem {
    /// An entry as an item: its data is a calendar of its own, without alarms and attachments, and without what a private event says.
    init(_ entry: FeedEntry, in document: CalendarDocument, namesByContent: Bool, zones: ZoneDatabase) {
        let timeZones = entry.timeZones(in: document)
        let components = entry.components.map { component in
            var kept = component.withoutPrivateText()
            kept.remove("ATTACH")
            kept.components.removeAll { $0.name == "VALARM" }
            return kept
        }
        let calendar = Component.calendar(events: timeZones + components)
        let data = calendar.serialized()
        self.init(
            id: namesByContent ? entry.contentID : entry.uid, version: entry.version(timeZones: timeZones, ignoringUID: namesByContent),
            uid: entry.uid, fields: EventFields(data, zones: zones), payload: String(decoding: data, as: UTF8.self))
    }
}

extension EventFields {
    /// The fields of a calendar that holds a single event; nil for any other.
    fileprivate init?(_ data: [UInt8], zones: ZoneDatabase) {
        guard let document = try? CalendarDocument.parse(data), let (event, span) = document.singleEvent(zones: zones) else { return nil }
        self.init(
            span: span, isAllDay: event.isAllDay, title: event.summary ?? "", notes: event.notes ?? "", location: event.location ?? "")
    }
}

extension ItemExpansion {
    /// The times an item takes in the owner's zone; data that cannot be read takes none that is known, and says so.
    init(of item: RemoteItem, in window: Span, for owner: CalendarOwner) {
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
