import Booking
import CalendarSync
import CivilTime
import FoundationEssentials
import Secrets

/// What goes to the provider's page and comes back: sealed for the session that began, so that nobody else can bring it, with the secret
/// that proves that both ends of the sign-in are the same (RFC 7636).
struct SignInState: Codable, Sendable {
    var purpose: SignInAccount.Purpose
    var verifier: String
    var expires: Instant

    /// Long enough for a second factor and a look for the telephone.
    static let lifetime = Seconds.minutes(30)

    init(_ purpose: SignInAccount.Purpose, now: Instant) {
        self.purpose = purpose
        verifier = ProofKey.random()
        expires = now + Self.lifetime
    }

    /// `nil` for what is not ours or was begun by another session.
    init?(sealed: String, session: String, key: SecretKey) {
        guard sealed.utf8.count <= 4_000, let bytes = key.open(sealed, context: Self.context(session)),
            let state = try? JSONDecoder().decode(SignInState.self, from: Data(bytes))
        else { return nil }
        self = state
    }

    func sealed(session: String, key: SecretKey) -> String {
        guard let data = try? JSONEncoder().encode(self) else { preconditionFailure("A state of texts can always be encoded.") }
        return key.seal(Array(data), context: Self.context(session))
    }

    private static func context(_ session: String) -> String { "sign-in:\(session)" }
}
