public import Booking
public import CalendarSync
import CivilTime
import Persistence
import Secrets

/// Connects an account whose owner signs in at the provider's own page: sends people there, and takes what they come back with.
public struct SignInAccount: Sendable {
    /// What somebody signs in for.
    public struct Purpose: Hashable, Sendable, Codable {
        public var provider: ProviderKind
        public var resource: Resource.ID
        /// The account that is connected again; `nil` for a new one.
        public var account: CalendarAccount.ID?
        /// The invitation by which the person connects their own; `nil` when somebody does who is signed in here.
        public var invitation: ConnectionInvitation.ID?

        public init(
            provider: ProviderKind, resource: Resource.ID, account: CalendarAccount.ID? = nil, invitation: ConnectionInvitation.ID? = nil
        ) {
            self.provider = provider
            self.resource = resource
            self.account = account
            self.invitation = invitation
        }
    }

    /// What comes back from the provider's page.
    public struct Return: Hashable, Sendable {
        public var state: String
        public var code: String
        /// The provider's word for why there is no code; empty when there is one.
        public var error: String

        public init(state: String, code: String, error: String) {
            self.state = state
            self.code = code
            self.error = error
        }
    }

    /// Why a sign-in connected nothing.
    public struct Failure: Error, Hashable, Sendable {
        public enum Reason: Hashable, Sendable {
            /// Not begun here, or by another session.
            case notOurs
            case tooLate
            /// It came back before.
            case spent
            /// The person said no.
            case declined
            /// The provider's own word for what went wrong.
            case reported(String)
            /// Nothing came back with which the account could be opened.
            case nothingBrought
            case notTicked([AccountPermission])
            /// Another account than the one that is connected again, each by its name.
            case otherAccount(wanted: String, found: String)
            case refused(ProviderFailure)
        }

        public var reason: Reason
        /// What it was for; `nil` when that is not known.
        public var purpose: Purpose?

        public init(_ reason: Reason, _ purpose: Purpose? = nil) {
            self.reason = reason
            self.purpose = purpose
        }
    }

    /// A sign-in that begins.
    public struct Beginning: Hashable, Sendable {
        /// The provider's page.
        public var address: String
        public var permissions: [AccountPermission]
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// Prepares the way to the provider's page; stores nothing.
    /// - Parameter session: the stored hash of the session's token; the same one must bring the return.
    /// - Throws: `NotAllowed`, `NotFound` when the provider is not set up here, or the person or account is gone.
    public func begin(_ purpose: Purpose, session: String, actor: Actor) async throws -> Beginning {
        let authorization = try authorization(purpose.provider)
        let known = try await kalends.database.read { transaction in
            try require(actor, purpose, transaction)
            return try self.known(purpose, transaction)
        }
        let state = SignInState(purpose, now: kalends.now)
        let request = AuthorizationRequest(
            redirect: kalends.returnAddress(of: purpose.provider), state: state.sealed(session: session, key: kalends.secretKey),
            challenge: ProofKey.challenge(of: state.verifier), expectedEmail: known?.ownAddresses.first)
        return Beginning(address: authorization.authorizationAddress(for: request), permissions: authorization.permissions)
    }

    /// Takes what came back, and connects the account or renews its connection. Its calendars are chosen afterwards.
    /// - Throws: `Failure`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func finish(_ provider: ProviderKind, _ answer: Return, session: String, actor: Actor) async throws -> CalendarAccount {
        guard let state = SignInState(sealed: answer.state, session: session, key: kalends.secretKey), state.purpose.provider == provider
        else { throw Failure(.notOurs) }
        let purpose = state.purpose
        guard state.expires > kalends.now else { throw Failure(.tooLate, purpose) }
        let known = try await kalends.database.write { transaction in
            try require(actor, purpose, transaction)
            guard try transaction.spentStates.spend(hash: Token.hash(answer.state), expires: state.expires) else {
                throw Failure(.spent, purpose)
            }
            return try self.known(purpose, transaction)
        }
        if answer.error == "access_denied" { throw Failure(.declined, purpose) }
        guard answer.error.isEmpty else { throw Failure(.reported(answer.error), purpose) }
        guard !answer.code.isEmpty else { throw Failure(.nothingBrought, purpose) }
        let signedIn: AuthorizedAccount
        do {
            signedIn = try await authorization(provider).exchange(
                code: answer.code, verifier: state.verifier, redirect: kalends.returnAddress(of: provider))
        } catch let failure as ProviderFailure {
            throw Failure(.refused(failure), purpose)
        }
        let missing = signedIn.missing.filter(\.isRequired)
        guard missing.isEmpty else { throw Failure(.notTicked(missing), purpose) }
        if let known, known.user != signedIn.subject {
            throw Failure(.otherAccount(wanted: known.name, found: signedIn.email ?? signedIn.subject), purpose)
        }
        return try await kalends.keep(signedIn, for: purpose, actor: actor)
    }

    /// What a sign-in that comes back was begun for; `nil` for one that another session began, or that was not begun here.
    public func purpose(of state: String, session: String) -> Purpose? {
        SignInState(sealed: state, session: session, key: kalends.secretKey)?.purpose
    }

    /// Whoever was invited signs in for that invitation and no other; with the account that it is for, where it is for one.
    private func require(_ actor: Actor, _ purpose: Purpose, _ transaction: Transaction) throws {
        try transaction.requireConnecting(actor, purpose.resource, kalends.now)
        guard case .invited(let id) = actor else {
            if purpose.invitation != nil { throw NotAllowed() }
            return
        }
        guard purpose.invitation == id else { throw NotAllowed() }
        let renewed = try transaction.invitations.find(id)?.renews.flatMap { try transaction.accounts.find($0) }
        guard let renewed, renewed.isConnected else { return }
        guard purpose.account == renewed.id else { throw NotAllowed() }
    }

    private func authorization(_ provider: ProviderKind) throws -> any AccountAuthorization {
        guard let authorization = kalends.providers[provider]?.authorization else { throw NotFound("sign-in with \(provider.rawValue)") }
        return authorization
    }

    /// The account that is meant.
    private func known(_ purpose: Purpose, _ transaction: Transaction) throws -> CalendarAccount? {
        guard try transaction.resources.find(purpose.resource) != nil else { throw NotFound("person") }
        guard let id = purpose.account else { return nil }
        guard let account = try transaction.accounts.find(id), account.resource == purpose.resource, account.provider == purpose.provider
        else { throw NotFound("calendar account") }
        return account
    }
}

extension Kalends {
    /// Where a provider's page sends people back to; its operator enters it at the provider.
    public func returnAddress(of provider: ProviderKind) -> String { "\(settings.baseURL)/admin/oauth/\(provider.rawValue)" }
}
