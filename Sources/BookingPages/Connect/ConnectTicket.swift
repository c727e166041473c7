import CalendarSync
import CivilTime
import FoundationEssentials
import Operations
import Secrets
import WebShell

/// What somebody signed in with, between the two steps: sealed for their invitation, good for half an hour. Nothing is stored of it here.
struct ConnectTicket: Codable, Sendable {
    var kind: ProviderKind
    var address: String
    var user: String
    var password: String
    var expires: Int64

    init(_ kind: ProviderKind, _ credentials: CalendarCredentials, _ kalends: Kalends) {
        self.kind = kind
        (address, user, password) = (credentials.address, credentials.user, credentials.password)
        expires = (kalends.now + .minutes(30)).secondsSinceEpoch
    }

    /// `nil` for a ticket that is not ours, is of another invitation, or is past its time.
    init?(sealed: String, _ opened: OpenedInvitation, _ kalends: Kalends) {
        guard sealed.utf8.count <= 10_000, let bytes = kalends.secretKey.open(sealed, context: Self.context(opened)),
            let ticket = try? JSONDecoder().decode(ConnectTicket.self, from: Data(bytes)), ticket.expires > kalends.now.secondsSinceEpoch
        else { return nil }
        self = ticket
    }

    func sealed(_ opened: OpenedInvitation, _ kalends: Kalends) -> String {
        guard let data = try? JSONEncoder().encode(self) else { preconditionFailure("A ticket of texts can always be encoded.") }
        return kalends.secretKey.seal(Array(data), context: Self.context(opened))
    }

    var credentials: CalendarCredentials { CalendarCredentials(address: address, user: user, password: password) }

    /// What the first form needs to be shown again; never the password.
    var asked: Query {
        var query = Query()
        for (name, value) in [("address", address), ("user", user)] { query.set(name, value) }
        return query
    }

    private static func context(_ opened: OpenedInvitation) -> String { "connect-invited:\(opened.invitation.id)" }
}
