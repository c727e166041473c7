import CalendarSync
import CivilTime
import Synchronization

/// A provider that lacks one safeguard.
struct CarelessProvider: CalendarProvider {
    let base: any CalendarProvider
    let lacks: Safeguard

    var kind: ProviderKind { base.kind }
    var authorization: (any AccountAuthorization)? { base.authorization }
    var push: (any CalendarPush)? { base.push }

    func discover(_ credentials: CalendarCredentials) async throws(ProviderFailure) -> DiscoveredAccount {
        try await base.discover(credentials)
    }

    func reader(of calendar: RemoteCalendar, with credentials: CalendarCredentials) -> any CalendarReader {
        CarelessReader(base: base.reader(of: calendar, with: credentials), lacks: lacks)
    }

    func writer(of calendar: RemoteCalendar, with credentials: CalendarCredentials) -> (any CalendarWriter)? {
        base.writer(of: calendar, with: credentials).map { CarelessWriter(base: $0, lacks: lacks) }
    }

    func keptPayload(of item: RemoteItem, keepsTitle: Bool, ownAddresses: [String]) -> String {
        base.keptPayload(of: item, keepsTitle: keepsTitle, ownAddresses: ownAddresses)
    }

    func expand(_ item: RemoteItem, in window: Span, for owner: CalendarOwner) -> ItemExpansion {
        base.expand(item, in: window, for: owner)
    }
}

private final class CarelessReader: CalendarReader {
    private let base: any CalendarReader
    private let lacks: Safeguard
    /// What the last read said or implied to be gone.
    private let doubted = Mutex<Set<RemoteItem.ID>>([])

    init(base: any CalendarReader, lacks: Safeguard) { (self.base, self.lacks) = (base, lacks) }

    func changes(since cursor: SyncCursor?, known: [RemoteItem.ID: String]) async throws(ProviderFailure) -> ChangeBatch {
        var batch = try await base.changes(since: cursor, known: known)
        if lacks == .sweep { batch.listing = nil }
        let gone = Set(batch.removed).union(batch.listing.map { Set(known.keys).subtracting($0) } ?? [])
        doubted.withLock { $0 = gone }
        return batch
    }

    func item(_ id: RemoteItem.ID) async throws(ProviderFailure) -> RemoteItem? {
        if lacks == .confirmation, doubted.withLock({ $0.contains(id) }) { return nil }
        return try await base.item(id)
    }
}

private struct CarelessWriter: CalendarWriter {
    let base: any CalendarWriter
    let lacks: Safeguard

    func changes(since cursor: SyncCursor?, known: [RemoteItem.ID: String]) async throws(ProviderFailure) -> ChangeBatch {
        try await base.changes(since: cursor, known: known)
    }

    func item(_ id: RemoteItem.ID) async throws(ProviderFailure) -> RemoteItem? { try await base.item(id) }

    func create(_ event: OutgoingEvent) async throws(ProviderFailure) -> RemoteItem {
        guard lacks == .generation, event.marker.generation > 1 else { return try await base.create(event) }
        var event = event
        event.uid = firstName(event.uid)
        return try await base.create(event)
    }

    func update(_ event: OutgoingEvent, at id: RemoteItem.ID, version: String?) async throws(ProviderFailure) -> RemoteItem {
        try await base.update(event, at: id, version: lacks == .precondition ? nil : version)
    }

    func delete(_ id: RemoteItem.ID, version: String?) async throws(ProviderFailure) {
        try await base.delete(id, version: lacks == .precondition ? nil : version)
    }

    func id(forUID uid: String) -> RemoteItem.ID { base.id(forUID: lacks == .generation ? firstName(uid) : uid) }

    /// Without the number of its making.
    private func firstName(_ uid: String) -> String {
        guard uid.hasPrefix("g"), let dash = uid.firstIndex(of: "-"), Int(uid[uid.index(after: uid.startIndex)..<dash]) != nil else {
            return uid
        }
        return String(uid[uid.index(after: dash)...])
    }
}
