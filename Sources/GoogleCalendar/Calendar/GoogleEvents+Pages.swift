import CalendarSync
import Outbound

/// What a walk through all pages of a listing brought.
struct GoogleListing: Sendable {
    /// The latest word on each event, by id.
    var events: [RemoteItem.ID: GoogleEvent] = [:]
    /// The ids in the order in which they were first listed.
    var order: [RemoteItem.ID] = []
    /// Events that came twice, each time in another version: neither is to be believed.
    var contradicted: Set<RemoteItem.ID> = []
    /// Elements that are no events.
    var troubled: [ItemTrouble] = []
    /// `nextSyncToken` of the last page; a listing of one UID has none.
    var token: String?

    /// The items whose events were contradicted: an exception counts as its series where that is one of ours to read.
    func contradictedItems(_ isItem: (RemoteItem.ID) -> Bool) -> Set<RemoteItem.ID> {
        Set(
            contradicted.map { id in
                guard let master = events[id]?.recurringEventId, isItem(master) else { return id }
                return master
            })
    }

    fileprivate mutating func take(_ items: [Readable<GoogleEvent>]) throws(ProviderFailure) {
        for item in items {
            guard let event = item.value else {
                // Without an id nobody could tell what is missing.
                guard let id = item.id else { throw ProviderFailure.notAList }
                troubled.append(ItemTrouble(id: id, reason: "Google’s description of the event cannot be read."))
                continue
            }
            guard let held = events.updateValue(event, forKey: event.id) else {
                order.append(event.id)
                continue
            }
            if held.etag != event.etag { contradicted.insert(event.id) }
        }
    }
}

extension GoogleEvents {
    enum Pages: Sendable {
        case listing(GoogleListing)
        /// The sync or page token is not taken any more: only a whole listing helps.
        case expired
    }

    private static let maximumPages = 10_000

    /// Every page of a listing. The same parameters go with each page, and with every sync that begins from its end.
    func pages(_ filter: [(String, String)]) async throws(ProviderFailure) -> Pages {
        var listing = GoogleListing()
        var page: String?
        var seen: Set<String> = []
        let query = [("maxResults", "2500"), ("maxAttendees", "1"), ("singleEvents", "false"), ("timeZone", "UTC")] + filter
        for _ in 0..<Self.maximumPages {
            let answer = try await session.send(.GET, path(), query: query + (page.map { [("pageToken", $0)] } ?? []))
            if answer.status == 410 || (answer.status == 400 && ["syncToken", "pageToken"].contains(answer.location)) { return .expired }
            if answer.status == 404 {
                try await confirmCalendar()
                throw ProviderFailure(
                    .unreachable, "Google says that the calendar is not there, and lists it all the same. It is tried again later.",
                    retryAfter: answer.retryAfter ?? 60)
            }
            guard answer.isSuccess else { throw answer.failure(during: .reading) }
            guard let list: EventPage = answer.decoded(), list.kind == "calendar#events" else { throw ProviderFailure.notAList }
            try listing.take(list.items ?? [])
            guard let next = list.nextPageToken else {
                listing.token = list.nextSyncToken
                return .listing(listing)
            }
            guard seen.insert(next).inserted else {
                throw ProviderFailure(.invalidAnswer, "Google’s list of events turns in a circle. It is tried again later.")
            }
            page = next
        }
        throw ProviderFailure(.invalidAnswer, "Google’s list of events has no end. It is tried again later.")
    }
}

private struct EventPage: Decodable {
    var kind: String?
    var items: [Readable<GoogleEvent>]?
    var nextPageToken: String?
    var nextSyncToken: String?
}
