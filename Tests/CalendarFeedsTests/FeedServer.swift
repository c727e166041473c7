import CalendarFeeds
import CalendarSync
import CivilTime
import Host
import Outbound
import Synchronization
import Testing

/// A server that gives one answer after the other, of which the last one stays.
final class FeedServer: HTTPSending, Sendable {
    private let state = Mutex<(replies: [Result<OutboundResponse, OutboundFailure>], seen: [OutboundRequest])>(([], []))

    func answer(_ replies: Result<OutboundResponse, OutboundFailure>...) { state.withLock { $0.replies = replies } }
    var requests: [OutboundRequest] { state.withLock { $0.seen } }

    func send(_ request: OutboundRequest) async throws(OutboundFailure) -> OutboundResponse {
        let reply = state.withLock { state in
            state.seen.append(request)
            return state.replies.count > 1 ? state.replies.removeFirst() : state.replies.first
        }
        guard let reply else { throw .other(reason: "not in the script") }
        return try reply.get()
    }

    var provider: FeedProvider { FeedProvider(http: self, zones: SystemZones.database) }
    var reader: any CalendarReader {
        provider.reader(
            of: RemoteCalendar(id: "https://feeds.example.org/a.ics", name: "Feed", access: .readOnly),
            with: CalendarCredentials(address: "https://feeds.example.org/a.ics"))
    }
}

func ok(_ body: String, _ headers: [(String, String)] = [], movedTo: String? = nil) -> Result<OutboundResponse, OutboundFailure> {
    .success(
        OutboundResponse(
            status: 200, headers: headers.map { (name: $0.0, value: $0.1) }, body: Array(body.utf8), permanentRedirect: movedTo))
}

func status(_ status: Int, _ headers: [(String, String)] = []) -> Result<OutboundResponse, OutboundFailure> {
    .success(OutboundResponse(status: status, headers: headers.map { (name: $0.0, value: $0.1) }))
}

/// A feed of these events; the header lines stand before them.
func feed(_ events: String..., header: String = "") -> String {
    "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Other//EN\nX-WR-CALNAME:Holidays\\, mostly\n\(header)\(events.joined())END:VCALENDAR\n"
}

/// An hour from nine o'clock UTC of a day in November 2026.
func event(_ uid: String?, day: Int = 24, _ lines: String = "SUMMARY:Busy") -> String {
    """
    BEGIN:VEVENT
    \(uid.map { "UID:\($0)\n" } ?? "")DTSTART:202611\(day)T090000Z
    DTEND:202611\(day)T100000Z
    \(lines)
    END:VEVENT

    """
}

func versions(_ batch: ChangeBatch) -> [RemoteItem.ID: String] {
    Dictionary(batch.changed.map { ($0.id, $0.version ?? "") }) { first, _ in first }
}

func failure(_ body: () async throws -> Void) async throws -> ProviderFailure {
    do {
        try await body()
    } catch let failure as ProviderFailure {
        return failure
    }
    struct NoFailure: Error {}
    throw NoFailure()
}
