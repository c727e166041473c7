import CalendarSync
import CivilTime
import Outbound

extension CalDAVCalendar {
    /// Fewer than this are downloaded at once: to find out which of them matter first would take longer.
    private static let fewest = 2 * batchSize

    func firstRead(
        known: [RemoteItem.ID: String], window: Span, handOver: @Sendable (ImportPortion) async throws -> Void
    ) async throws -> ChangeBatch {
        let names = MemberNames(collection: try collection, known: known)
        // Asked for before the listing: what changes in between is told twice rather than not at all.
        let state = try await state()
        let listing = try await listing(names)
        let wanted = listing.filter { !EntityTag.isSame($0.version, known[$0.id]) }
        guard wanted.count > Self.fewest else {
            return compared(state, listing, try await fetch(wanted, names), trustsTokens: true)
        }
        let near = try await members(in: window, names)
        let urgent = wanted.filter { near.contains($0.id) }
        let fetched = try await walk(
            urgent + wanted.filter { !near.contains($0.id) }, names, urgent: urgent.count, total: listing.count, handOver)
        return compared(state, listing, fetched, trustsTokens: true)
    }

    /// Downloads batch after batch; while one is read and handed over, the next is on its way. The last stays with what is returned.
    private func walk(
        _ members: [ListedMember], _ names: MemberNames, urgent: Int, total: Int, _ handOver: @Sendable (ImportPortion) async throws -> Void
    ) async throws -> FetchedMembers {
        var fetched = FetchedMembers()
        var size = BatchSize()
        var batch = Array(members.prefix(size.count))
        var asked = batch.count
        var current = try await multiget(batch)
        while true {
            size.learn(from: current?.response.body.count, about: batch.count)
            let following = Array(members[asked..<min(asked + size.count, members.count)])
            async let next = download(following)
            if try await !take(current, batch, names, &fetched) { size.reset() }
            guard !following.isEmpty else { break }
            let items = fetched.items
            fetched.items = []
            try await handOver(ImportPortion(items: items, total: total, completesWindow: asked >= urgent))
            current = try await next
            batch = following
            asked += following.count
        }
        return fetched
    }

    private func download(_ batch: [ListedMember]) async throws(ProviderFailure) -> DAVAnswer? {
        guard !batch.isEmpty else { return nil }
        return try await multiget(batch)
    }

    /// Which members have an event in a span, as far as the server tells; they are only read sooner for it.
    private func members(in span: Span, _ names: MemberNames) async throws(ProviderFailure) -> Set<RemoteItem.ID> {
        do throws(ProviderFailure) {
            let answer = try await sendToCollection(.REPORT, depth: 1, xml: DAVBody.query(in: span))
            guard answer.isSuccess else { return [] }
            return Set(try answer.multistatus().responses.flatMap(\.hrefs).compactMap { names.id($0, from: answer.address) })
        } catch {
            guard error.kind == .invalidAnswer || error.kind == .tooLarge else { throw error }
            return []
        }
    }
}
