import CalendarSync
import Outbound

/// A walk through the pages of a listing, one request a page.
struct GooglePageWalk {
    private static let maximumPages = 10_000

    let events: GoogleEvents
    private let query: [(String, String)]
    private var page: String?
    private var seen: Set<String> = []
    /// Whether the last page was read.
    private(set) var isOver = false
    /// `nextSyncToken` of the last page; a listing of one UID has none.
    private(set) var token: String?

    /// - Parameter filter: further parameters, which go with each page.
    init(events: GoogleEvents, filter: [(String, String)]) {
        self.events = events
        query = [("maxResults", "2500"), ("maxAttendees", "1"), ("singleEvents", "false"), ("timeZone", "UTC")] + filter
    }

    /// The events of the next page; nil when the sync or page token is not taken any more.
    mutating func next() async throws(ProviderFailure) -> [Readable<GoogleEvent>]? {
        let answer = try await events.session.send(.GET, events.path(), query: query + (page.map { [("pageToken", $0)] } ?? []))
        if answer.status == 410 || (answer.status == 400 && ["syncToken", "pageToken"].contains(answer.location)) { return nil }
        if answer.status == 404 {
            try await events.confirmCalendar()
            throw ProviderFailure(
                .unreachable, "Google says that the calendar is not there, and lists it all the same. It is tried again later.",
                retryAfter: answer.retryAfter ?? 60)
        }
        guard answer.isSuccess else { throw answer.failure(during: .reading) }
        guard let list: EventPage = answer.decoded(), list.kind == "calendar#events" else { throw ProviderFailure.notAList }
        guard let next = list.nextPageToken else {
            isOver = true
            token = list.nextSyncToken
            return list.items ?? []
        }
        guard seen.insert(next).inserted else {
            throw ProviderFailure(.invalidAnswer, "Google’s list of events turns in a circle. It is tried again later.")
        }
        guard seen.count < Self.maximumPages else {
            throw ProviderFailure(.invalidAnswer, "Google’s list of events has no end. It is tried again later.")
        }
        page = next
        return list.items ?? []
    }
}

private struct EventPage: Decodable {
    var kind: String?
    var items: [Readable<GoogleEvent>]?
    var nextPageToken: String?
    var nextSyncToken: String?
}
