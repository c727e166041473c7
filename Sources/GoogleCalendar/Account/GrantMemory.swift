public import CalendarSync
public import CivilTime

/// Keeps grants in memory, for one process: what it renews is lost when it ends, unless whoever made it stores it.
public actor GrantMemory: GrantKeeping {
    private var grants: [String: AccountGrant] = [:]
    private var renewals: [String: Task<Result<AccountGrant, ProviderFailure>, Never>] = [:]
    private let clock: @Sendable () -> Instant
    private let store: @Sendable (String, AccountGrant) -> Void

    /// - Parameter store: is told each renewed grant before anybody gets it.
    public init(clock: @escaping @Sendable () -> Instant, store: @escaping @Sendable (String, AccountGrant) -> Void = { _, _ in }) {
        self.clock = clock
        self.store = store
    }

    public func grant(
        of subject: String, stored: AccountGrant, refused: String?,
        renew: @Sendable (AccountGrant) async throws(ProviderFailure) -> AccountGrant
    ) async throws(ProviderFailure) -> AccountGrant {
        // Somebody signed in anew since.
        if let known = grants[subject], known.grantedAt < stored.grantedAt { grants[subject] = stored }
        while true {
            if let renewal = renewals[subject] {
                let outcome = await renewal.value
                // The first of those who waited clears the way.
                if renewals[subject] == renewal { renewals[subject] = nil }
                if case .failure(let failure) = outcome { throw failure }
                continue
            }
            let held = grants[subject] ?? stored
            if held.accessToken != refused, held.expires > clock() + .minutes(1) { return held }
            return try await renewed(subject, held, renew)
        }
    }

    private func renewed(
        _ subject: String, _ held: AccountGrant, _ renew: @Sendable (AccountGrant) async throws(ProviderFailure) -> AccountGrant
    ) async throws(ProviderFailure) -> AccountGrant {
        let (promise, fulfil) = AsyncStream.makeStream(of: Result<AccountGrant, ProviderFailure>.self)
        let waiting = Task { () -> Result<AccountGrant, ProviderFailure> in
            for await outcome in promise { return outcome }
            return .failure(ProviderFailure(.unreachable, "The renewal of the access to Google was cut short. It is tried again."))
        }
        renewals[subject] = waiting
        defer {
            fulfil.finish()
            renewals[subject] = nil
        }
        do throws(ProviderFailure) {
            let grant = try await renew(held)
            grants[subject] = grant
            store(subject, grant)
            fulfil.yield(.success(grant))
            return grant
        } catch {
            fulfil.yield(.failure(error))
            throw error
        }
    }
}
