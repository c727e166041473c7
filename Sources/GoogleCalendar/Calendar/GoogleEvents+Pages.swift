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

    mutating func take(_ items: [Readable<GoogleEvent>]) throws(ProviderFailure) {
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

    /// Every page of a listing. The same parameters go with each page, and with every sync that begins from its end.
    func pages(_ filter: [(String, String)]) async throws(ProviderFailure) -> Pages {
        var listing = GoogleListing()
        var walk = GooglePageWalk(events: self, filter: filter)
        repeat {
            guard let items = try await walk.next() else { return .expired }
            try listing.take(items)
        } while !walk.isOver
        listing.token = walk.token
        return .listing(listing)
    }
}
