import CalendarSync
import CivilTime
import ICalendar

/// Reads one feed.
struct FeedReader: CalendarReader {
    let address: String
    let client: FeedClient
    let zones: ZoneDatabase

    /// Fewer than this many lost names at once say nothing about a publisher's habits.
    private static let fewestForHabit = 3

    func changes(since cursor: SyncCursor?, known: [RemoteItem.ID: String]) async throws(ProviderFailure) -> ChangeBatch {
        let held = FeedCursor(cursor)
        guard case .feed(let feed) = try await client.download(address, unless: held) else { return ChangeBatch(cursor: cursor) }
        let entries = FeedEntry.entries(in: feed.document)
        var next = FeedCursor()
        if entries.isEmpty, !known.isEmpty, held?.wasEmpty != true {
            // Publishers answer so when they are out of order. Nothing that would make the next read cheap is kept: it has to look again.
            next.wasEmpty = true
            next.namesByContent = held?.namesByContent ?? false
            return ChangeBatch(cursor: next.value)
        }
        next.entityTag = feed.entityTag
        next.lastModified = feed.lastModified
        next.digest = feed.digest
        next.namesByContent = held?.namesByContent == true || hasChangedAllNames(entries, known)
        // Two entries of one content are one event under two made-up UIDs; the first stands for both.
        var listing: Set<RemoteItem.ID> = []
        let items = entries.map { RemoteItem($0, in: feed.document, namesByContent: next.namesByContent, zones: zones) }
            .filter { listing.insert($0.id).inserted }
        return ChangeBatch(changed: items.filter { $0.version != known[$0.id] }, listing: listing, cursor: next.value)
    }

    func item(_ id: RemoteItem.ID) async throws(ProviderFailure) -> RemoteItem? {
        guard case .feed(let feed) = try await client.download(address) else {
            throw ProviderFailure(.invalidAnswer, "The server answered that nothing has changed, though it was not asked that.")
        }
        for entry in FeedEntry.entries(in: feed.document) where entry.uid == id || entry.contentID == id {
            return RemoteItem(entry, in: feed.document, namesByContent: entry.uid != id, zones: zones)
        }
        return nil
    }

    /// Not one known name is left, and there are as many as to be no accident: the publisher makes them up anew.
    private func hasChangedAllNames(_ entries: [FeedEntry], _ known: [RemoteItem.ID: String]) -> Bool {
        known.count >= Self.fewestForHabit && entries.count >= Self.fewestForHabit && !entries.contains { known[$0.uid] != nil }
    }
}
