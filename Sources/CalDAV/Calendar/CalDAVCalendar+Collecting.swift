import CalendarSync
import Outbound

/// A member as a listing names it.
struct ListedMember: Hashable, Sendable {
    let id: RemoteItem.ID
    /// Nil where the server does not tell; then it has to be downloaded to know.
    let version: String?
}

/// What sync-collection reported (RFC 6578).
struct CollectedChanges: Sendable {
    private(set) var listed: [ListedMember] = []
    private(set) var removed: [RemoteItem.ID] = []
    private(set) var troubled: [ItemTrouble] = []

    /// A later page, or a later line of one, replaces what an earlier one said about the same member.
    mutating func list(_ member: ListedMember) {
        forget(member.id)
        listed.append(member)
    }

    mutating func remove(_ id: RemoteItem.ID) {
        forget(id)
        removed.append(id)
    }

    mutating func trouble(_ id: RemoteItem.ID, _ reason: String) {
        forget(id)
        troubled.append(ItemTrouble(id: id, reason: reason))
    }

    private var seen: Set<RemoteItem.ID> = []

    private mutating func forget(_ id: RemoteItem.ID) {
        guard !seen.insert(id).inserted else { return }
        listed.removeAll { $0.id == id }
        removed.removeAll { $0 == id }
        troubled.removeAll { $0.id == id }
    }
}

extension CalDAVCalendar {
    enum Collected: Sendable {
        case changes(CollectedChanges, token: String)
        /// The server does not know the token any more.
        case tokenInvalid
        /// The report failed in some other way.
        case refused
    }

    private static let maximumPages = 1_000

    /// Every change since the token. A page cut off with 507 hands out a token that is the place to go on from.
    func collected(since token: String, _ names: MemberNames) async throws(ProviderFailure) -> Collected {
        var changes = CollectedChanges()
        var token = token
        for _ in 0..<Self.maximumPages {
            let answer = try await sendToCollection(.REPORT, depth: 0, xml: DAVBody.syncCollection(token: token))
            guard answer.isSuccess else {
                return answer.namesCondition("D:valid-sync-token") || answer.status == 412 || answer.status == 409
                    ? .tokenInvalid : .refused
            }
            let page = try answer.multistatus()
            // Without a token nobody could go on from here.
            guard let next = page.syncToken else { return .refused }
            switch take(page, from: answer.address, names, into: &changes) {
            case .whole: return .changes(changes, token: next)
            case .refused: return .refused
            case .truncated where next == token: return .refused
            case .truncated: token = next
            }
        }
        throw ProviderFailure(.invalidAnswer, "The server’s list of changes has no end. It is tried again later.")
    }

    private enum PageEnd { case whole, truncated, refused }

    /// What the page says of the collection itself tells how it ends: 507 where the server cut it off (RFC 6578 section 3.6).
    private func take(_ page: Multistatus, from address: DAVAddress, _ names: MemberNames, into changes: inout CollectedChanges) -> PageEnd
    {
        var end = PageEnd.whole
        for response in page.responses {
            for href in response.hrefs {
                if names.isCollection(href, from: address) {
                    switch response.status {
                    case 507: end = .truncated
                    case nil, 200: break
                    default: return .refused
                    }
                    continue
                }
                guard let id = names.id(href, from: address) else { continue }
                switch response.status {
                case 404, 410: changes.remove(id)
                case nil, 200: changes.list(ListedMember(id: id, version: response.property("D:getetag")?.value))
                case .some(let status): changes.trouble(id, "The server reports the event with status \(status).")
                }
            }
        }
        return end
    }
}
