import CalendarItems
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
        let kept = document.components.map { $0.withInheritedPrivacy().withoutPrivateText() }
        return kept == document.components
            ? String(decoding: data, as: UTF8.self) : String(decoding: kept.flatMap { $0.serialized() }, as: UTF8.self)
    }
}
