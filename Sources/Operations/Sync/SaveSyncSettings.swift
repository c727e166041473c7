public import Booking
public import CalendarSync
import CivilTime
import Persistence

/// Changes what the sync does, for the organization or for one person: shows first what that comes to, and applies exactly that.
public struct SaveSyncSettings: Sendable {
    public struct Change: Hashable, Sendable {
        /// Whose; the organization's when `nil`.
        public var resource: Resource.ID?
        public var choices: SyncChoices
        /// Whether it reaches appointments that were made already (E-L7); otherwise it is for those to come (E14).
        public var reachesExisting: Bool

        public init(resource: Resource.ID?, choices: SyncChoices, reachesExisting: Bool) {
            self.resource = resource
            self.choices = choices
            self.reachesExisting = reachesExisting
        }
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// What the change would do; nothing is done.
    /// - Throws: `Invalid`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func preview(_ change: Change, actor: Actor) async throws -> SyncPlan {
        try check(change)
        return try await kalends.rehearse { transaction in try apply(change, actor, transaction) }
    }

    /// - Parameter agreed: the digest of the plan that was shown.
    /// - Throws: `PlanChanged` when another plan would be carried out than the one agreed on, `Invalid`, `NotAllowed`, `NotFound`,
    ///   `StoreFailure`.
    public func callAsFunction(_ change: Change, agreed digest: String, actor: Actor) async throws {
        try check(change)
        try await kalends.database.write { transaction in
            try apply(change, actor, transaction).require(digest)
        }
    }

    private func check(_ change: Change) throws {
        if let days = change.choices.readDays, !SyncChoices.readableDays.contains(days) {
            throw Invalid("readDays", "readDays")
        }
        if case .only(let services) = change.choices.sentServices, services.isEmpty { throw Invalid("sentServices", "sentServicesMissing") }
    }

    private func apply(_ change: Change, _ actor: Actor, _ transaction: Transaction) throws -> SyncPlan {
        try transaction.requireAdministrator(actor)
        if let resource = change.resource, try transaction.resources.find(resource) == nil { throw NotFound("person") }
        let concerned = Set(try transaction.calendars.all().map(\.resource)).filter { change.resource == nil || $0 == change.resource }
        let before = try Dictionary(uniqueKeysWithValues: concerned.map { ($0, try transaction.syncSettings.terms(of: $0).current) })
        let run = SyncRunBook(.settings, resource: change.resource, actor: actor, kalends, transaction)
        try store(change, concerned, actor, run, transaction)
        var (read, opened): ([String], [String]) = ([], [])
        for resource in concerned.sorted() {
            guard let old = before[resource] else { continue }
            let new = try transaction.syncSettings.terms(of: resource).current
            let followed = try kalends.follow(old, new, of: resource, transaction)
            (read, opened) = (read + followed.read, opened + followed.opened)
            if change.reachesExisting { try kalends.pushUpcoming(of: resource, run.stamp, transaction) }
            try kalends.rediagnose(accountsOf: resource, transaction)
        }
        return try SyncPlan(of: concerned, read: read, opened: opened, kalends, transaction)
    }

    private func store(
        _ change: Change, _ concerned: Set<Resource.ID>, _ actor: Actor, _ run: SyncRunBook, _ transaction: Transaction
    ) throws {
        let versions = try transaction.syncSettings.versions(of: change.resource)
        let last = versions.last
        if last?.choices ?? SyncChoices() == change.choices, !change.reachesExisting { return }
        try transaction.syncSettings.append(
            SyncChoicesVersion(
                number: (last?.number ?? 0) + 1, since: kalends.now, reachesExisting: change.reachesExisting,
                earlier: try earlier(concerned, transaction), choices: change.choices),
            of: change.resource)
        try run.note(.settings(before: versions, number: (last?.number ?? 0) + 1), resource: change.resource)
        try transaction.record(
            .changed, "sync:\(change.resource?.rawValue ?? "all")", by: actor, at: kalends.now, before: last?.choices ?? SyncChoices(),
            after: change.choices)
    }

    private func earlier(_ concerned: Set<Resource.ID>, _ transaction: Transaction) throws -> Set<Appointment.ID> {
        let made = try concerned.flatMap { try kalends.upcoming(of: $0, transaction) }.filter { $0.createdAt >= kalends.now }
        return Set(made.map(\.id))
    }
}

extension Kalends {
    func upcoming(of resource: Resource.ID, _ transaction: Transaction) throws -> [Appointment] {
        try transaction.staff.all(of: resource).flatMap { try transaction.appointments.upcoming(of: $0.id, from: now) }
    }

    /// Leaves the work of bringing a person's bookings ahead into step.
    /// - Parameter keeping: bookings whose events stay as somebody has changed them.
    func pushUpcoming(
        of resource: Resource.ID, _ run: RunStamp, keeping: Set<Appointment.ID> = [], _ transaction: Transaction
    ) throws {
        let change = AppointmentChange(kalends: self, transaction: transaction, now: now, run: run)
        for appointment in try upcoming(of: resource, transaction) where !keeping.contains(appointment.id) {
            try change.push(appointment, resource: resource)
        }
    }
}
