import CalendarSync

extension CalDAVCalendar {
    func changes(since cursor: SyncCursor?, known: [RemoteItem.ID: String]) async throws(ProviderFailure) -> ChangeBatch {
        let names = MemberNames(collection: try collection, known: known)
        if let cursor = CalDAVCursor(cursor), !cursor.isComparisonDue {
            switch cursor.feed {
            case .token(let token):
                switch try await collected(since: token, names) {
                case .changes(let changes, let token):
                    let fetched = try await fetch(changes.listed.filter { !EntityTag.isSame($0.version, known[$0.id]) }, names)
                    return batch(
                        fetched, removed: changes.removed, troubled: changes.troubled,
                        cursor: cursor.next(.token(token), hadTrouble: !(fetched.troubled + changes.troubled).isEmpty))
                case .tokenInvalid:
                    break
                case .refused:
                    // Not to be relied on: until the next comparison is due, go by the collection's tag.
                    return try await comparison(known, names, trustsTokens: false)
                }
            case .tag(let tag):
                if try await state().tag == tag { return ChangeBatch(cursor: cursor.next(.tag(tag), hadTrouble: false).value) }
                return try await comparison(known, names, trustsTokens: false, reads: cursor.reads + 1)
            case .none:
                return try await comparison(known, names, trustsTokens: false, reads: cursor.reads + 1)
            }
        }
        return try await comparison(known, names, trustsTokens: true)
    }

    /// Lists the whole calendar and downloads what differs from what is known.
    private func comparison(
        _ known: [RemoteItem.ID: String], _ names: MemberNames, trustsTokens: Bool, reads: Int = 0
    ) async throws(ProviderFailure) -> ChangeBatch {
        // Asked for before the listing: what changes in between is told twice rather than not at all.
        let state = try await state()
        let listing = try await listing(names)
        let fetched = try await fetch(listing.filter { !EntityTag.isSame($0.version, known[$0.id]) }, names)
        return compared(state, listing, fetched, trustsTokens: trustsTokens, reads: reads)
    }

    /// What a list of everything comes to, with the downloads that it asked for.
    func compared(
        _ state: CollectionState, _ listing: [ListedMember], _ fetched: FetchedMembers, trustsTokens: Bool, reads: Int = 0
    ) -> ChangeBatch {
        let feed: CalDAVCursor.Feed =
            if trustsTokens, let token = state.token { .token(token) } else if let tag = state.tag { .tag(tag) } else { .none }
        var cursor = CalDAVCursor(feed, reads: reads)
        if !fetched.troubled.isEmpty { cursor = CalDAVCursor(feed, reads: reads).next(feed, hadTrouble: true) }
        var batch = batch(fetched, removed: [], troubled: [], cursor: cursor)
        batch.listing = Set(listing.map(\.id)).subtracting(batch.removed)
        return batch
    }

    private func batch(
        _ fetched: FetchedMembers, removed: [RemoteItem.ID], troubled: [ItemTrouble], cursor: CalDAVCursor
    ) -> ChangeBatch {
        ChangeBatch(changed: fetched.items, removed: removed + fetched.removed, cursor: cursor.value, troubled: troubled + fetched.troubled)
    }
}
