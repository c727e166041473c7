import CalendarSync
import CivilTime
import Persistence
import Texts

extension RemoteItem {
    /// Whether it is a test item of ours: it bears its own name as its marker. A copy that somebody makes has another name, and is theirs.
    var isProbe: Bool { uid.hasPrefix(Probe.prefix) && marker?.appointment == uid }
}

extension Probe {
    static let prefix = "kalends-probe-"

    var uid: String { Self.prefix + id }

    /// The event to write: a quarter of an hour more than a year ago, where nobody looks and nothing can be booked.
    func event(_ kalends: Kalends, language: String) -> OutgoingEvent {
        let texts = Texts(language: language)
        let day = madeAt - .days(400)
        let start = Instant(secondsSinceEpoch: day.secondsSinceEpoch / 900 * 900)
        return OutgoingEvent(
            uid: uid, marker: EventMarker(appointment: uid, generation: 1),
            fields: EventFields(
                span: Span(start: start, duration: .minutes(15)), title: texts["diagnosis.probeTitle"], notes: texts["diagnosis.probeNotes"]
            ),
            sequence: 0, stamp: madeAt, url: "\(kalends.settings.baseURL)/admin/calendars")
    }
}
