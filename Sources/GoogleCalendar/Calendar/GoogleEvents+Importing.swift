import CalendarSync
import CivilTime

extension GoogleEvents {
    /// A calendar that fits on one page comes as it is; of a larger one what touches the window is listed by itself as soon as there is a second.
    func firstRead(
        known: [RemoteItem.ID: String], window: Span, handOver: @Sendable (ImportPortion) async throws -> Void
    ) async throws -> ChangeBatch {
        var listing = GoogleListing()
        var known = known
        var walk = GooglePageWalk(events: self, filter: [])
        var isFirst = true
        while true {
            guard let items = try await walk.next() else { throw ProviderFailure.brokenOff }
            try listing.take(items)
            if walk.isOver { break }
            if isFirst { try await hand(try await series(in: window), &known, completesWindow: true, handOver) }
            isFirst = false
            // A series is whole only at the end of the list: what differs from its rule may come on any page.
            let single = items.compactMap(\.value).filter { event in
                event.recurringEventId == nil && !event.isSeries && !event.isCancelled && !listing.contradicted.contains(event.id)
            }
            try await hand(single.map { GoogleSeries($0) }, &known, completesWindow: false, handOver)
        }
        listing.token = walk.token
        return try await compared(listing, known)
    }

    /// What touches a span: events, and series with those exceptions that lie in it. One whose series is not shown comes with the whole list.
    private func series(in span: Span) async throws(ProviderFailure) -> [GoogleSeries] {
        let filter = [("timeMin", span.start.description), ("timeMax", span.end.description)]
        guard case .listing(let listing) = try await pages(filter) else { throw ProviderFailure.brokenOff }
        return Self.grouped(listing.order.compactMap { listing.contradicted.contains($0) ? nil : listing.events[$0] })
            .filter { $0.master.recurringEventId == nil }
    }

    private func hand(
        _ series: [GoogleSeries], _ known: inout [RemoteItem.ID: String], completesWindow: Bool,
        _ handOver: @Sendable (ImportPortion) async throws -> Void
    ) async throws {
        var items: [RemoteItem] = []
        for one in series {
            let id = one.master.id
            // What has no time that can be read is set aside with the whole list.
            guard one.version == nil || known[id] != one.version, let item = RemoteItem(one) else { continue }
            known[id] = one.version ?? ""
            items.append(item)
        }
        if !items.isEmpty || completesWindow { try await handOver(ImportPortion(items: items, completesWindow: completesWindow)) }
    }
}
