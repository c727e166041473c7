import Booking
import CalendarSync
import CivilTime
import Persistence

/// One undo, within the transaction that rehearses or does it.
final class Undoing {
    let kalends: Kalends
    let transaction: Transaction
    let run: SyncRun
    let effects: [RunEffect]
    let including: Set<String>
    let actor: Actor
    /// What this undo does, to be undone in its turn.
    let book: SyncRunBook

    /// What was found, for the plan.
    var restored: [SyncPlan.Restored] = []
    var changedSince: [SyncPlan.ChangedSince] = []
    var obstacles: [SyncPlan.UndoObstacle] = []
    var items: [SyncPlan.Item] = []
    var foreign: [SyncPlan.ForeignItem] = []
    var read: [String] = []
    /// Calendars whose events close no time any more.
    var opened: [String] = []
    var concerned: Set<Resource.ID> = []

    init(
        _ run: SyncRun, _ effects: [RunEffect], including: Set<String>, actor: Actor, _ kalends: Kalends, _ transaction: Transaction
    ) {
        (self.run, self.effects, self.including, self.actor) = (run, effects, including, actor)
        (self.kalends, self.transaction) = (kalends, transaction)
        book = SyncRunBook(.undo, resource: run.resource, actor: actor, undoes: run.id, kalends, transaction)
    }

    /// Does all that can be done.
    /// - Returns: the plan that comes to.
    func callAsFunction() throws -> SyncPlan {
        try book.begin()
        let choices = try choicesToRestore()
        if choices.isEmpty {
            try noteEventsThatFollowBookings()
        } else {
            try restore(choices)
        }
        try noteEndedQuestions()
        try takeBackBookings()
        try takeBackDuplicates()
        try transaction.record(.syncUndone, "run:\(run.id)", by: actor, at: kalends.now, reason: run.kind.rawValue)
        var plan = try SyncPlan(of: concerned, read: read, opened: opened, kalends, transaction)
        for index in plan.items.indices where plan.items[index].action == .remove {
            plan.items[index].laterRun = try laterRun(writing: plan.items[index])
        }
        plan.items = items + plan.items
        (plan.restored, plan.changedSince, plan.obstacles, plan.foreign) = (restored, changedSince, obstacles, foreign)
        return plan
    }

    /// The last run after this one that wrote an event which the undo takes out.
    private func laterRun(writing item: SyncPlan.Item) throws -> SyncRun? {
        let own = effects.filter { $0.appointment == item.appointment.id && $0.resource == item.resource && $0.change.isOfEvent }
        guard let last = own.last ?? effects.first else { return nil }
        for later in try transaction.syncRuns.list(of: item.resource, limit: 100).rows {
            guard later.at >= run.at else { break }
            guard later.id != run.id, later.id != book.id else { continue }
            let hasWritten = try transaction.syncRuns.effects(of: later.id).contains { effect in
                effect.id > last.id && effect.outcome == .done && effect.appointment == item.appointment.id
                    && effect.resource == item.resource && effect.change.writesEvent
            }
            if hasWritten { return later }
        }
        return nil
    }

    /// Tells of something that was changed since.
    /// - Returns: whether it is undone all the same.
    func isIncluded(
        _ id: String, _ reason: SyncPlan.ChangedSince.Reason, _ appointment: Appointment? = nil, calendar: String = ""
    ) -> Bool {
        let isIncluded = including.contains(id)
        if !changedSince.contains(where: { $0.id == id }) {
            changedSince.append(
                SyncPlan.ChangedSince(id: id, reason: reason, appointment: appointment, calendar: calendar, isIncluded: isIncluded))
        }
        return isIncluded
    }

    func tell(_ reason: SyncPlan.UndoObstacle.Reason, _ appointment: Appointment? = nil, _ detail: String = "") {
        obstacles.append(SyncPlan.UndoObstacle(reason: reason, appointment: appointment, detail: detail))
    }
}
