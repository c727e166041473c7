import CalendarSync

/// Joins the hrefs of an answer to the ids already in use: one resource keeps one id, however the server spells it this time.
struct MemberNames {
    let collection: DAVAddress
    private let known: [String: RemoteItem.ID]

    init(collection: DAVAddress, known: some Sequence<RemoteItem.ID>) {
        self.collection = collection
        self.known = Dictionary(known.map { (Self.key($0, in: collection), $0) }) { first, _ in first }
    }

    /// The id of a member that an answer names; nil for the collection itself, a collection within, and what is no address.
    func id(_ href: String, from answering: DAVAddress) -> RemoteItem.ID? {
        guard let address = answering.resolving(href), !address.path.hasSuffix("/"), !address.isSameResource(as: collection) else { return nil }
        let spelt = address.host == collection.host || address.host == answering.host ? address.path : address.text
        return known[Self.key(spelt, in: collection)] ?? spelt
    }

    /// Whether an href means the collection itself.
    func isCollection(_ href: String, from answering: DAVAddress) -> Bool {
        guard let address = answering.resolving(href) else { return false }
        return address.isSameResource(as: collection) || address.isSameResource(as: answering)
    }

    /// What every spelling of one member shares.
    static func key(_ id: RemoteItem.ID, in collection: DAVAddress) -> String {
        guard let address = collection.resolving(id) else { return id }
        return address.host == collection.host ? address.decodedPath : address.host + address.decodedPath
    }
}
