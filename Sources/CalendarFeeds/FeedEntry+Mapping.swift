import CalendarItems
import CalendarSync
import CivilTime
import ICalendar

extension RemoteItem {
    /// An entry as an item: its data is a calendar of its own, which says what the feed says of all its events, without alarms and
    /// attachments, and without what a private event says.
    init(_ entry: FeedEntry, in document: CalendarDocument, namesByContent: Bool, zones: ZoneDatabase) {
        let timeZones = entry.timeZones(in: document)
        let components = entry.components.map { component in
            var kept = component.withoutPrivateText()
            kept.remove("ATTACH")
            kept.components.removeAll { $0.name == "VALARM" }
            return kept
        }
        let calendar = Component.calendar(events: timeZones + components, extra: entry.calendarProperties)
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
        self.init(event, span)
    }
}
