import CalendarSync
import Synchronization

/// Joins the hrefs of an answer to the ids already in use: one resource keeps one id, however the server spells it this time.
final class MemberNames: Sendable {
    let collection: DAVAddress
    private let known: [RemoteItem.ID: String]
    /// The known ids by what all their spellings share; worked out when a spelling is met that is not known, which is rare.
    private let bySharedName = Mutex<[String: RemoteItem.ID]?>(nil)

    init(collection: DAVAddress, known: [RemoteItem.ID: String]) {
        self.collection = collection
        self.known = known
    }

    /// The id of a member that an answer names; nil for the collection itself, a collection within, and what is no address.
    func id(_ href: String, from answering: DAVAddress) -> RemoteItem.ID? {
        guard let address = answering.resolving(href), !address.path.hasSuffix("/") else { return nil }
        let isHere = address.authority == collection.authority || address.host == collection.host || address.host == answering.host
        let spelt = isHere ? address.path : address.text
        if known[spelt] != nil { return spelt }
        if address.isSameResource(as: collection) { return nil }
        return idBySharedName(sharedName(of: spelt)) ?? spelt
    }

    /// Whether an href means the collection itself.
    func isCollection(_ href: String, from answering: DAVAddress) -> Bool {
        guard let address = answering.resolving(href) else { return false }
        return address.isSameResource(as: collection) || address.isSameResource(as: answering)
    }

    private func idBySharedName(_ name: String) -> RemoteItem.ID? {
        bySharedName.withLock { names in
            let joined = names ?? Dictionary(known.keys.map { (sharedName(of: $0), $0) }) { first, _ in first }
            names = joined
            return joined[name]
        }
    }

    /// What every spelling of one member shares.
    private func sharedName(of id: RemoteItem.ID) -> String {
        guard let address = collection.resolving(id) else { return id }
        return address.host == collection.host ? address.decodedPath : address.host + address.decodedPath
    }
}
