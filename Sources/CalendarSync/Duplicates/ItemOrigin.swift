/// What an item's data says of where it comes from.
public struct ItemOrigin: Hashable, Sendable {
    /// Whether somebody else organises it, or anybody is invited; `nil` where that cannot be told.
    public var involvesOthers: Bool?
    /// Only its times are held, as its owner marked it private.
    public var isPrivate: Bool
    /// When it was made, as iCalendar writes it in UTC (RFC 5545 section 3.8.7.1); texts sort by time.
    public var created: String?

    public init(involvesOthers: Bool? = nil, isPrivate: Bool = false, created: String? = nil) {
        self.involvesOthers = involvesOthers
        self.isPrivate = isPrivate
        self.created = created
    }
}

/// A calendar that takes a deleted event back as it was.
public protocol ItemRestorer: CalendarWriter {
    /// Writes an item with the data that it had, unless something stands under its name.
    /// - Throws: `.alreadyExists` when the name is taken.
    func restore(_ item: RemoteItem) async throws(ProviderFailure) -> RemoteItem
}
