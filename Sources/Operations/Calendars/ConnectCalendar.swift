public import Booking
public import CalendarSync
import CivilTime
import Persistence
import Secrets
import Texts

/// Connects a person's calendar account: signs in, lists its calendars, and stores which is linked and which close time.
public struct ConnectCalendar: Sendable {
    public struct Request: Sendable {
        public var resource: Resource.ID
        public var provider: ProviderKind
        public var credentials: CalendarCredentials
        /// The calendar that bookings are written into (`RemoteCalendar.id`).
        public var linked: String?
        /// The calendars whose busy events close time.
        public var conflicts: Set<String>
        public var actor: Actor

        public init(
            resource: Resource.ID, provider: ProviderKind, credentials: CalendarCredentials, linked: String?, conflicts: Set<String>,
            actor: Actor
        ) {
            self.resource = resource
            self.provider = provider
            self.credentials = credentials
            self.linked = linked
            self.conflicts = conflicts
            self.actor = actor
        }
    }

    /// So long somebody waits in front of a page for a server that does not answer.
    private static let patience = Seconds(20)

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// Signs in and lists the calendars; stores nothing.
    /// - Throws: `Invalid`, `ProviderFailure`, `NotAllowed`.
    public func discover(
        _ provider: ProviderKind, _ credentials: CalendarCredentials, for resource: Resource.ID, actor: Actor
    ) async throws -> DiscoveredAccount {
        try await kalends.database.read { transaction in try transaction.requireConnecting(actor, resource, kalends.now) }
        guard !credentials.address.trimmed.isEmpty else { throw Invalid("address", "addressMissing") }
        guard credentials.address.utf8.count <= 2000 else { throw Invalid("address", "addressMalformed") }
        var tidied = credentials
        tidied.address = credentials.address.trimmed
        tidied.user = credentials.user.trimmed
        let provider = try kalends.provider(provider)
        guard provider.authorization == nil else { throw Invalid("kind", "choiceUnknown") }
        return try await look(provider, tidied)
    }

    /// Signs in again and stores the account with its choice; an account that is known already is taken up again, with every link it had.
    /// - Parameter digest: of the plan that was shown; `nil` where none was.
    /// - Throws: `PlanChanged` when another plan would be carried out, `Invalid`, `ProviderFailure`, `NotAllowed`, `NotFound`,
    ///   `StoreFailure`.
    public func callAsFunction(_ request: Request, agreed digest: String? = nil) async throws -> CalendarAccount {
        let found = try await discover(request.provider, request.credentials, for: request.resource, actor: request.actor)
        try check(request.linked, request.conflicts, found.calendars)
        return try await kalends.database.write { transaction in
            let closing = try transaction.calendars.all(of: request.resource).filter(\.closesTime)
            let account = try connect(request, found, transaction)
            if let digest { try plan(for: account, found, closing, transaction).require(digest) }
            return account
        }
    }

    /// What connecting would do to calendars; nothing is done.
    /// - Throws: `Invalid`, `ProviderFailure`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func preview(_ request: Request) async throws -> SyncPlan {
        let found = try await discover(request.provider, request.credentials, for: request.resource, actor: request.actor)
        try check(request.linked, request.conflicts, found.calendars)
        return try await kalends.rehearse { transaction in
            let closing = try transaction.calendars.all(of: request.resource).filter(\.closesTime)
            return try plan(for: try connect(request, found, transaction), found, closing, transaction)
        }
    }

    private func connect(_ request: Request, _ found: DiscoveredAccount, _ transaction: Transaction) throws -> CalendarAccount {
        try transaction.requireConnecting(request.actor, request.resource, kalends.now)
        guard try transaction.resources.find(request.resource) != nil else { throw NotFound("person") }
        let known = try self.known(
            request.provider, user: request.credentials.user, found, of: request.resource, transaction)
        let before = try known.map { try transaction.facts(of: $0) }
        let account = try store(request, found, over: known, transaction)
        let run = SyncRunBook(.connection, resource: account.resource, actor: request.actor, kalends, transaction)
        try run.noteChoice(of: account.resource) {
            try CalendarChoice(kalends: kalends, transaction: transaction, account: account, actor: request.actor, run: run.stamp)
                .apply(linked: request.linked, conflicts: request.conflicts, discovered: found.calendars)
        }
        // What could not be taken out of it while it was disconnected.
        try transaction.jobs.hasten(lane: kalends.lane(of: account.id), now: kalends.now)
        try transaction.recordConnection(
            known?.isConnected == true ? .credentialsRenewed : .calendarConnected, account, before: before, request.actor, kalends.now)
        try kalends.accept(by: request.actor, account, transaction)
        return account
    }

    /// Changes which calendars of a connected account are linked and which close time; asks the provider for the present list.
    /// - Parameter digest: of the plan that was shown; `nil` where none was.
    /// - Throws: `PlanChanged` when another plan would be carried out, and as `callAsFunction` does.
    public func change(
        _ id: CalendarAccount.ID, linked: String?, conflicts: Set<String>, agreed digest: String? = nil, actor: Actor
    ) async throws {
        let found = try await list(id, actor: actor)
        try check(linked, conflicts, found.calendars)
        try await kalends.database.write { transaction in
            let closing = try transaction.calendars.all(account: id).filter(\.closesTime)
            let account = try choose(id, linked, conflicts, found, actor, transaction)
            if let digest { try plan(for: account, found, closing, transaction).require(digest) }
        }
    }

    /// What another choice of calendars would do to them; nothing is done.
    public func previewChange(
        _ id: CalendarAccount.ID, linked: String?, conflicts: Set<String>, actor: Actor
    ) async throws -> SyncPlan {
        let found = try await list(id, actor: actor)
        try check(linked, conflicts, found.calendars)
        return try await kalends.rehearse { transaction in
            let closing = try transaction.calendars.all(account: id).filter(\.closesTime)
            return try plan(for: try choose(id, linked, conflicts, found, actor, transaction), found, closing, transaction)
        }
    }

    private func choose(
        _ id: CalendarAccount.ID, _ linked: String?, _ conflicts: Set<String>, _ found: DiscoveredAccount, _ actor: Actor,
        _ transaction: Transaction
    ) throws -> CalendarAccount {
        // Disconnected while its calendars were being listed: nothing may be read or written any more.
        guard var account = try transaction.accounts.find(id), account.isConnected else { throw NotFound("calendar account") }
        try transaction.requireConnecting(actor, account, kalends.now)
        let before = try transaction.facts(of: account)
        let more = found.ownAddresses.filter { !account.ownAddresses.contains($0) }
        if !more.isEmpty {
            account.ownAddresses += more
            try transaction.accounts.update(account)
            try transaction.readWhole(of: account.id)
        }
        let run = SyncRunBook(.choice, resource: account.resource, actor: actor, kalends, transaction)
        try run.noteChoice(of: account.resource) {
            try CalendarChoice(kalends: kalends, transaction: transaction, account: account, actor: actor, run: run.stamp)
                .apply(linked: linked, conflicts: conflicts, discovered: found.calendars)
        }
        try transaction.recordConnection(.calendarsChosen, account, before: before, actor, kalends.now)
        try kalends.accept(by: actor, account, transaction)
        return account
    }

    /// What is due once the choice is stored.
    /// - Parameter former: the calendars whose events closed time before.
    private func plan(
        for account: CalendarAccount, _ found: DiscoveredAccount, _ former: [ConnectedCalendar], _ transaction: Transaction
    ) throws -> SyncPlan {
        let unread = try transaction.calendars.all(account: account.id).filter { ($0.isLinked || $0.closesTime) && $0.readAt == nil }
        let gone = try transaction.calendars.all(account: account.id).filter { calendar in
            !found.calendars.contains { $0.id == calendar.remote.id }
        }
        let settings = try transaction.syncSettings.terms(of: account.resource).current
        var plan = try SyncPlan(
            of: [account.resource], read: settings.isOff ? [] : unread.map(\.remote.name),
            opened: settings.readsEvents ? try transaction.closingNoMore(former) : [], gone: Set(gone.map(\.id)), kalends, transaction)
        let linked = try transaction.calendars.linked(of: account.resource)
        plan.choice = SyncPlan.Choice(
            closing: try transaction.calendars.all(account: account.id).filter(\.closesTime).map(\.remote.name).sorted(),
            readDays: settings.readDays, linked: linked?.remote.name, isLinkedElsewhere: linked.map { $0.account != account.id } ?? false,
            sendsBookings: settings.sendsBookings, readsEvents: settings.readsEvents)
        return plan
    }

    /// The calendars of a connected account as its provider lists them now.
    public func list(_ id: CalendarAccount.ID, actor: Actor) async throws -> DiscoveredAccount {
        let account = try await kalends.database.read { transaction in
            guard let account = try transaction.accounts.find(id), account.isConnected else { throw NotFound("calendar account") }
            try transaction.requireConnecting(actor, account, kalends.now)
            return account
        }
        return try await look(try kalends.provider(account.provider), try kalends.credentials(of: account))
    }

    /// Signs in and lists the calendars while somebody waits for the page.
    private func look(_ provider: any CalendarProvider, _ credentials: CalendarCredentials) async throws -> DiscoveredAccount {
        let answer = await within(.seconds(Self.patience.count)) { () -> Result<DiscoveredAccount, ProviderFailure> in
            do throws(ProviderFailure) { return .success(try await provider.discover(credentials)) } catch { return .failure(error) }
        }
        guard let answer else {
            throw ProviderFailure(.unreachable, "The server has not answered within \(Self.patience.count) seconds. Try again in a moment.")
        }
        return try answer.get()
    }

    private func check(_ linked: String?, _ conflicts: Set<String>, _ calendars: [RemoteCalendar]) throws {
        if let linked {
            guard let calendar = calendars.first(where: { $0.id == linked }) else { throw Invalid("linked", "calendarUnknown") }
            guard calendar.access == .readWrite else { throw Invalid("linked", "calendarReadOnly", ["calendar": calendar.name]) }
        }
        guard conflicts.allSatisfy({ id in calendars.contains { $0.id == id } }) else { throw Invalid("conflicts", "calendarUnknown") }
        if linked == nil, conflicts.isEmpty { throw Invalid("conflicts", "calendarNotChosen") }
    }

    /// The same account, connected now or before.
    func known(
        _ provider: ProviderKind, user: String, _ found: DiscoveredAccount, of resource: Resource.ID, _ transaction: Transaction
    ) throws -> CalendarAccount? {
        try transaction.accounts.all(of: resource)
            .first { $0.provider == provider && $0.address == found.address && $0.user == user.trimmed }
    }

    private func store(_ request: Request, _ found: DiscoveredAccount, over known: CalendarAccount?, _ transaction: Transaction) throws
        -> CalendarAccount
    {
        var account =
            known
            ?? CalendarAccount(
                id: CalendarAccount.ID(kalends.newID()), resource: request.resource, provider: request.provider, name: found.name,
                address: found.address, user: request.credentials.user.trimmed, sealedSecret: "", ownAddresses: found.ownAddresses,
                createdAt: kalends.now)
        account.name = found.name
        if account.ownAddresses != found.ownAddresses { try transaction.readWhole(of: account.id) }
        account.ownAddresses = found.ownAddresses
        account.refusedSince = nil
        account.seal(request.credentials.password, with: kalends.secretKey)
        if known == nil { try transaction.accounts.insert(account) } else { try transaction.accounts.update(account) }
        try kalends.forgetRefusal(of: account.id, transaction)
        try InvitationBook(kalends: kalends, transaction: transaction).endAgain(account, by: request.actor)
        return account
    }
}

extension Transaction {
    /// The names of those calendars whose events close time no more.
    func closingNoMore(_ former: [ConnectedCalendar]) throws -> [String] {
        try former.filter { try calendars.find($0.id)?.closesTime != true }.map(\.remote.name)
    }
}

/// Reads a calendar, or all of them, without waiting for the next poll, and tries again what could not be written.
public struct SyncNow: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Parameter id: one calendar; all of them when `nil`.
    /// - Returns: how many calendars will be read; those of people whose sync is off are not.
    public func callAsFunction(_ id: ConnectedCalendar.ID? = nil, actor: Actor) async throws -> Int {
        try await kalends.database.write { transaction in
            try transaction.requireScheduler(actor)
            let calendars = try transaction.calendars.all().filter {
                try $0.isRead && (id == nil || $0.id == id) && !transaction.isSwitchedOff($0.resource)
            }
            for calendar in calendars {
                try kalends.enqueueReading(of: calendar, due: kalends.now, transaction)
                for job in try kalends.givenUpWrites(to: calendar, transaction) { try transaction.jobs.revive(job.id, now: kalends.now) }
                try transaction.jobs.hasten(lane: kalends.lane(of: calendar.account), now: kalends.now)
            }
            return calendars.count
        }
    }
}
