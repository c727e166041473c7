import CalendarSync

/// An item with the times that it takes.
typealias LaidOutItem = (item: RemoteItem, expansion: ItemExpansion)

/// Cuts what a read brought into parts that are each stored in a transaction of their own: few enough rows for a booking to wait for it,
/// many enough for the commit to be worth it.
enum ReadPortions {
    /// So many items are taken in one transaction.
    static let mostItems = 500
    /// So many times are stored in one transaction; an item alone may have more. A series without an end takes hundreds.
    static let mostOccurrences = 2_000

    /// In the order of the items; nothing for none.
    static func cut(_ items: [LaidOutItem]) -> [[LaidOutItem]] {
        var portions: [[LaidOutItem]] = []
        var occurrences = 0
        for item in items {
            let weight = item.expansion.occurrences.count
            if let last = portions.last, last.count < mostItems, occurrences + weight <= mostOccurrences {
                portions[portions.count - 1].append(item)
                occurrences += weight
            } else {
                portions.append([item])
                occurrences = weight
            }
        }
        return portions
    }

    /// Whether it is one portion at most.
    static func isSmall(_ items: [LaidOutItem]) -> Bool {
        items.count <= mostItems && items.reduce(0) { $0 + $1.expansion.occurrences.count } <= mostOccurrences
    }
}
