import CalendarSync
import CivilTime

/// A calendar at one of the stand-ins.
struct CalendarKey: Hashable, Sendable, CustomStringConvertible {
    let provider: ProviderKind
    /// Google's id, or the path at the CalDAV server.
    let id: String

    init(_ provider: ProviderKind, _ id: String) { (self.provider, self.id) = (provider, id) }

    init(_ calendar: RemoteCalendar, _ provider: ProviderKind) {
        self.init(provider, provider == .google ? calendar.id : String(calendar.id.dropFirst(Surroundings.host.count)))
    }

    /// As `RemoteCalendar.id` spells it.
    var remoteID: String { provider == .google ? id : Surroundings.host + id }
    var description: String { id }
}

/// An event as it really stands at a stand-in.
struct TrueEvent: Sendable {
    let calendar: CalendarKey
    /// As our provider names it.
    let id: String
    let uid: String
    let marker: EventMarker?
    let span: Span
    let isAllDay: Bool
    let title: String
    let notes: String
    var isCalledOff = false
    /// Somebody let it take place on this and the two following days.
    var isSeries = false

    /// The times that it takes.
    var spans: [Span] { isSeries ? (0..<3).map { span.shifted(by: .days($0)) } : [span] }
}

/// What somebody can connect: an account, and the calendars in it that bookings may be written into.
struct Slot: Sendable {
    let resource: String
    let provider: ProviderKind
    let user: String
    /// Whether the person has ever connected it.
    var isKnown = false
}
