import Booking
import CivilTime
import Operations
import Persistence
import Texts
import WebShell

/// One request of somebody who is signed in, with everything that a handler needs.
struct Visit: Sendable {
    let kalends: Kalends
    let user: User
    let session: Session
    /// The business in view; lists and the calendar are of it.
    let business: Business
    let businesses: [Business]
    let texts: Texts
    let now: Instant
    /// The path as asked for, without its query.
    let path: String
    /// The values of the path's `{name}` parts.
    let parameters: [String: String]
    let query: Query
    /// What was sent; empty unless the request is a POST.
    let form: Query
    let address: String
    let userAgent: String

    var actor: Actor { .user(user.id) }

    /// The zone in which every time is shown and typed: the business's (B35).
    var zone: Zone { kalends.zone(named: business.zone) }

    /// A part of the path; the route table guarantees that it is there.
    func id<Subject>(_ name: String = "id") -> Identifier<Subject> { Identifier(parameters[name] ?? "") }

    func read<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await kalends.database.read(body)
    }

    /// The address to return to, when a form names one of ours.
    func back(or standard: String) -> String {
        let wanted = form.contains("back") ? form["back"] : query["back"]
        return LocalPath(wanted)?.text ?? standard
    }

    /// The same visit with another business in view, for pages about one of its things.
    func viewing(_ business: Business) -> Visit {
        Visit(
            kalends: kalends, user: user, session: session, business: business, businesses: businesses, texts: texts, now: now, path: path,
            parameters: parameters, query: query, form: form, address: address, userAgent: userAgent)
    }
}

/// One request of somebody who is not, or need not be, signed in.
struct Guest: Sendable {
    let kalends: Kalends
    let texts: Texts
    let now: Instant
    let parameters: [String: String]
    let query: Query
    let form: Query
    let address: String
    /// Whom limits count as one.
    let household: String
    let userAgent: String
    let isSignedIn: Bool
}

/// A path within the admin app, safe to send somebody to: one slash in front, no host, no backslash, no control characters.
struct LocalPath {
    let text: String

    init?(_ text: String) {
        guard text.utf8.count <= 2000, text == "/admin" || text.hasPrefix("/admin/") || text.hasPrefix("/admin?") else { return nil }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }), !text.contains("//"), !text.contains("..")
        else { return nil }
        self.text = text
    }
}
