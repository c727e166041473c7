import CalendarSync

extension GoogleEvents {
    func changes(since cursor: SyncCursor?, known: [RemoteItem.ID: String]) async throws(ProviderFailure) -> ChangeBatch {
        guard let cursor = GoogleCursor(cursor), !cursor.isListingDue else { return try await whole(known) }
        guard case .listing(let listing) = try await pages([("syncToken", cursor.token)]), let token = listing.token else {
            return try await whole(known)
        }
        let touched = TouchedEvents(listing, known: known)
        // Each series that has to be read by itself costs two requests; a whole listing, one for every 2,500 events.
        if touched.seriesToRead.count > max(1, (known.count / 2_500 + 1) / 2) { return try await whole(known) }
        var batch = ChangeBatch(removed: touched.removed, troubled: listing.troubled)
        for series in touched.complete { add(series, to: &batch, known) }
        for id in touched.seriesToRead {
            // It may have been deleted since.
            guard let master = try await event(id), !master.isCancelled else {
                batch.removed.append(id)
                continue
            }
            add(master.isSeries ? try await series(master) : GoogleSeries(master), to: &batch, known)
        }
        let told = Set(touched.complete.map(\.master.id))
        let doubtful = listing.contradictedItems { known[$0] != nil || told.contains($0) }
        try await settle(doubtful.subtracting(touched.seriesToRead), in: &batch, known)
        batch.cursor = cursor.next(token, hadTrouble: !batch.troubled.isEmpty).value
        return batch
    }

    /// Lists the whole calendar. What is held and not listed was swept away while nobody looked.
    private func whole(_ known: [RemoteItem.ID: String]) async throws(ProviderFailure) -> ChangeBatch {
        guard case .listing(let listing) = try await pages([]) else { throw ProviderFailure.brokenOff }
        return try await compared(listing, known)
    }

    /// What a whole listing comes to.
    func compared(_ listing: GoogleListing, _ known: [RemoteItem.ID: String]) async throws(ProviderFailure) -> ChangeBatch {
        guard let token = listing.token else { throw ProviderFailure.brokenOff }
        var batch = ChangeBatch(troubled: listing.troubled)
        let all = Self.grouped(listing.order.compactMap { listing.events[$0] })
        for series in all { add(series, to: &batch, known) }
        batch.listing = Set(all.map(\.master.id)).union(listing.troubled.map(\.id))
        let listed = batch.listing ?? []
        try await settle(listing.contradictedItems(listed.contains).intersection(listed), in: &batch, known)
        var cursor = GoogleCursor(token: token)
        if !batch.troubled.isEmpty { cursor = cursor.next(token, hadTrouble: true) }
        batch.cursor = cursor.value
        return batch
    }

    /// Everything that stands under the UID of a series: its master and the occurrences that differ.
    func series(_ master: GoogleEvent) async throws(ProviderFailure) -> GoogleSeries {
        guard let uid = master.iCalUID else { return GoogleSeries(master) }
        guard case .listing(let listing) = try await pages([("iCalUID", uid), ("showDeleted", "true")]) else {
            throw ProviderFailure(.unreachable, "Google broke off its list of events. It is tried again in a moment.", retryAfter: 10)
        }
        let events = listing.order.compactMap { listing.events[$0] }
        let current = events.first { $0.id == master.id && !$0.isCancelled } ?? master
        return GoogleSeries(current, exceptions: events.filter { $0.recurringEventId == master.id })
    }

    /// Events that came twice in different versions are asked for by themselves.
    private func settle(
        _ ids: Set<RemoteItem.ID>, in batch: inout ChangeBatch, _ known: [RemoteItem.ID: String]
    ) async throws(ProviderFailure) {
        for id in ids.sorted() {
            batch.changed.removeAll { $0.id == id }
            batch.removed.removeAll { $0 == id }
            if let item = try await item(id) {
                if item.version != known[id] { batch.changed.append(item) }
            } else if known[id] != nil {
                batch.removed.append(id)
            }
        }
    }

    /// Adds what is not known yet, our own echo is left out.
    private func add(_ series: GoogleSeries, to batch: inout ChangeBatch, _ known: [RemoteItem.ID: String]) {
        let id = series.master.id
        if let version = series.version, known[id] == version { return }
        batch.changed.removeAll { $0.id == id }
        guard let item = RemoteItem(series) else {
            batch.troubled.append(ItemTrouble(id: id, reason: "The event has no time that can be read."))
            return
        }
        batch.changed.append(item)
    }

    /// Events of a whole listing, exceptions with their masters. An occurrence whose series is not shown to us is an event of its own.
    static func grouped(_ events: [GoogleEvent]) -> [GoogleSeries] {
        let masters = events.filter { $0.recurringEventId == nil && !$0.isCancelled }
        let ids = Set(masters.map(\.id))
        var exceptions: [RemoteItem.ID: [GoogleEvent]] = [:]
        var orphans: [GoogleEvent] = []
        for event in events {
            guard let master = event.recurringEventId else { continue }
            if ids.contains(master) {
                exceptions[master, default: []].append(event)
            } else if !event.isCancelled {
                orphans.append(event)
            }
        }
        return masters.map { GoogleSeries($0, exceptions: $0.isSeries ? exceptions[$0.id] ?? [] : []) } + orphans.map { GoogleSeries($0) }
    }
}

extension ProviderFailure {
    static var brokenOff: ProviderFailure {
        ProviderFailure(
            .unreachable, "Google broke off its list of events and wants it to be asked for anew. It is tried again in a moment.",
            retryAfter: 10)
    }
}
