public import CalendarSync
public import CivilTime
public import Persistence
public import Secrets

/// Keeps the grants of accounts in the database, sealed as passwords are: whichever node renews one, all of them go on with it.
///
/// One account of the provider has one grant, whoever connected it: whoever signs in with it anew brings the grant of all.
public struct KeptGrants: GrantKeeping {
    private let provider: ProviderKind
    private let database: Database
    private let secretKey: SecretKey
    private let clock: @Sendable () -> Instant
    private let pace: Pace

    /// Longer than any renewal takes: whoever has the turn and is dead loses it then.
    static let turn = Seconds(45)
    private static let pause = Duration.milliseconds(100)
    private static let mostPauses = 300

    public init(_ provider: ProviderKind, database: Database, secretKey: SecretKey, clock: @escaping @Sendable () -> Instant) {
        self.init(provider, database: database, secretKey: secretKey, clock: clock, pace: Pace())
    }

    init(_ provider: ProviderKind, database: Database, secretKey: SecretKey, clock: @escaping @Sendable () -> Instant, pace: Pace) {
        self.provider = provider
        self.database = database
        self.secretKey = secretKey
        self.clock = clock
        self.pace = pace
    }

    private enum Finding: Sendable {
        case good(AccountGrant)
        /// To be renewed, and it is our turn.
        case mine(AccountGrant)
        case theirs
    }

    public func grant(
        of subject: String, stored: AccountGrant, refused: String?,
        renew: @Sendable (AccountGrant) async throws(ProviderFailure) -> AccountGrant
    ) async throws(ProviderFailure) -> AccountGrant {
        if isGood(stored, refused) { return stored }
        let holder = Token.random(bytes: 12)
        for _ in 0..<Self.mostPauses {
            switch try await look(subject, stored, refused, holder) {
            case .good(let grant): return grant
            case .mine(let held): return try await renewed(subject, held, refused, holder, renew)
            case .theirs: try await wait()
            }
        }
        throw ProviderFailure(
            .unreachable, "The access to the account is being renewed elsewhere, and that takes long. It is tried again.", retryAfter: 10)
    }

    private func isGood(_ grant: AccountGrant, _ refused: String?) -> Bool {
        grant.accessToken != refused && grant.expires > clock() + .minutes(1)
    }

    private func look(
        _ subject: String, _ stored: AccountGrant, _ refused: String?, _ holder: String
    ) async throws(ProviderFailure) -> Finding {
        let now = clock()
        return try await store { transaction in
            let kept = try newest(of: subject, transaction)
            let held = kept.map { $0.grantedAt < stored.grantedAt ? stored : $0 } ?? stored
            if isGood(held, refused) { return .good(held) }
            let isMine = try transaction.grantRenewals.take(provider, subject, holder: holder, now: now, until: now + Self.turn)
            return isMine ? .mine(held) : .theirs
        }
    }

    /// What the provider hands out is kept before anybody uses it: it may have retired what was there.
    private func renewed(
        _ subject: String, _ held: AccountGrant, _ refused: String?, _ holder: String,
        _ renew: @Sendable (AccountGrant) async throws(ProviderFailure) -> AccountGrant
    ) async throws(ProviderFailure) -> AccountGrant {
        let fresh: AccountGrant
        do throws(ProviderFailure) {
            fresh = try await renew(held)
        } catch {
            let kept = try await store { transaction in
                try transaction.grantRenewals.release(provider, subject, holder: holder)
                return try newest(of: subject, transaction)
            }
            // Somebody signed in anew meanwhile, or a turn that was lost brought one all the same.
            if let kept, kept != held, isGood(kept, refused) { return kept }
            throw error
        }
        return try await store { transaction in
            try transaction.grantRenewals.release(provider, subject, holder: holder)
            guard let kept = try newest(of: subject, transaction) else { return fresh }
            guard kept == held || kept.grantedAt < fresh.grantedAt else { return kept }
            for account in try holders(of: subject, transaction).map(\.account) {
                var account = account
                account.seal(fresh.text, with: secretKey)
                try transaction.accounts.update(account)
            }
            return fresh
        }
    }

    private func newest(of subject: String, _ transaction: Transaction) throws -> AccountGrant? {
        try holders(of: subject, transaction).map(\.grant).max { ($0.grantedAt, $0.expires) < ($1.grantedAt, $1.expires) }
    }

    private func holders(of subject: String, _ transaction: Transaction) throws -> [(account: CalendarAccount, grant: AccountGrant)] {
        try transaction.accounts.all(provider, user: subject).compactMap { account in
            account.secret(with: secretKey).flatMap(AccountGrant.init(text:)).map { (account, $0) }
        }
    }

    private func store<Value: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws(ProviderFailure) -> Value {
        do {
            return try await Kalends.insist(on: database, body)
        } catch {
            throw ProviderFailure(.unreachable, "The access to the account could not be looked up or kept: \(error). It is tried again.")
        }
    }

    private func wait() async throws(ProviderFailure) {
        do { try await pace.pause(Self.pause) } catch {
            throw ProviderFailure(.unreachable, "Kalends was stopped while the access to the account was being renewed.")
        }
    }
}
