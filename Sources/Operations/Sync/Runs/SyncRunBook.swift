import Booking
import CalendarSync
import CivilTime
import Persistence

/// Keeps what one run does, in the transaction that does it. The run is stored with its first effect: what does nothing is no run.
final class SyncRunBook {
    private let kalends: Kalends
    let transaction: Transaction
    /// Made when it is first needed: most readings do nothing by themselves.
    private lazy var run = make()
    private let make: () -> SyncRun
    private(set) var isBegun = false

    init(
        _ kind: SyncRun.Kind, resource: Resource.ID?, actor: Actor, undoes: SyncRun.ID? = nil, _ kalends: Kalends,
        _ transaction: Transaction
    ) {
        (self.kalends, self.transaction) = (kalends, transaction)
        make = {
            SyncRun(
                id: SyncRun.ID(kalends.newID()), kind: kind, at: kalends.now, actor: actor.text, resource: resource, undoes: undoes)
        }
    }

    var id: SyncRun.ID { run.id }

    /// The run where it has done something.
    var begun: SyncRun.ID? { isBegun ? run.id : nil }

    /// What the work that it leaves bears.
    var stamp: RunStamp { RunStamp(id: run.id, leavesEdits: run.kind == .undo) }

    /// The same where it has done something.
    var begunStamp: RunStamp? { isBegun ? stamp : nil }

    func begin() throws {
        if isBegun { return }
        isBegun = true
        try transaction.syncRuns.insert(run)
    }

    @discardableResult
    func note(
        _ change: RunEffect.Change, resource: Resource.ID? = nil, calendar: ConnectedCalendar.ID? = nil,
        appointment: Appointment.ID? = nil, outcome: RunEffect.Outcome = .done
    ) throws -> Int64 {
        try begin()
        return try transaction.syncRuns.append(
            RunEffect(
                run: run.id, at: kalends.now, resource: resource, calendar: calendar, appointment: appointment, change: change,
                outcome: outcome))
    }

    func note(_ change: RunEffect.Change, _ link: Link) throws {
        try note(change, resource: link.resource, calendar: link.calendar, appointment: link.appointment)
    }
}

/// What work bears that a run left to a worker.
struct RunStamp: Hashable, Sendable {
    var id: SyncRun.ID
    /// Nothing that somebody has changed meanwhile is taken away.
    var leavesEdits: Bool
}

extension Transaction {
    /// What the log gives as the cause of a run's work; `nil` for work of no run that was kept.
    func cause(of run: SyncRun.ID?) throws -> SyncLogEntry.Cause? {
        try run.flatMap { try syncRuns.find($0) }?.kind.cause
    }

    /// Keeps what a worker did for a run. A run that was never stored did nothing by itself, and what is written is no part of one; one that
    /// was tidied away is not kept any longer.
    /// - Returns: the run, if it is kept.
    @discardableResult
    func note(
        _ change: RunEffect.Change, of link: Link, in run: SyncRun.ID?, at now: Instant, outcome: RunEffect.Outcome = .done
    ) throws -> SyncRun.ID? {
        guard let run, try syncRuns.find(run) != nil else { return nil }
        try syncRuns.append(
            RunEffect(
                run: run, at: now, resource: link.resource, calendar: link.calendar, appointment: link.appointment, change: change,
                outcome: outcome))
        return run
    }
}
