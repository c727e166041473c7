import CalendarSync

/// What a list of changes comes to: items that it tells in full, series that have to be read by themselves, and what is gone.
struct TouchedEvents: Sendable {
    private(set) var complete: [GoogleSeries] = []
    /// Ids of masters.
    private(set) var seriesToRead: [RemoteItem.ID] = []
    /// A claim: it is verified by asking for the very event.
    private(set) var removed: [RemoteItem.ID] = []

    init(_ listing: GoogleListing, known: [RemoteItem.ID: String]) {
        let events = listing.order.compactMap { listing.events[$0] }
        var exceptions: [RemoteItem.ID: [GoogleEvent]] = [:]
        for event in events { if let master = event.recurringEventId { exceptions[master, default: []].append(event) } }
        for event in events where event.recurringEventId == nil {
            let own = exceptions.removeValue(forKey: event.id) ?? []
            if event.isCancelled {
                removed.append(event.id)
                removed += own.map(\.id).filter { known[$0] != nil }
            } else if event.isSeries, known[event.id].flatMap(SeriesVersion.init) != nil || listing.contradicted.contains(event.id) {
                // It had exceptions before, which are not told again.
                seriesToRead.append(event.id)
            } else {
                complete.append(GoogleSeries(event, exceptions: event.isSeries ? own : []))
                removed += own.map(\.id).filter { known[$0] != nil }
            }
        }
        for (master, own) in exceptions.sorted(by: { $0.key < $1.key }) { take(own, of: master, known) }
    }

    /// Exceptions that come without their master, which did not change.
    private mutating func take(_ exceptions: [GoogleEvent], of master: RemoteItem.ID, _ known: [RemoteItem.ID: String]) {
        if known[master] != nil {
            seriesToRead.append(master)
            removed += exceptions.map(\.id).filter { known[$0] != nil }
            return
        }
        for exception in exceptions {
            if exception.isCancelled {
                if known[exception.id] != nil { removed.append(exception.id) }
            } else {
                complete.append(GoogleSeries(exception))
            }
        }
    }
}
