import Booking
import CalendarSync
import Persistence
import TestSupport

@testable import Operations

extension World {
    /// The runs that concern Ben, the latest first.
    func runs() throws -> [SyncRun] { try read { try $0.syncRuns.list(of: Cast.benResource.id, limit: 100).rows } }

    func effects(_ run: SyncRun) throws -> [RunEffect] { try read { try $0.syncRuns.effects(of: run.id) } }

    func undoing(_ run: SyncRun, including: Set<String> = []) async throws -> SyncPlan {
        try await UndoRun(kalends).preview(run.id, including: including, actor: World.ana)
    }

    /// Undoes a run as somebody who has seen what that comes to.
    @discardableResult
    func undo(_ run: SyncRun, including: Set<String> = []) async throws -> SyncPlan {
        let plan = try await undoing(run, including: including)
        try await UndoRun(kalends)(run.id, including: including, agreed: plan.digest, actor: World.ana)
        return plan
    }

    func duplicates() async throws -> DuplicateReport { try await FindDuplicates(kalends)(Cast.benResource.id, actor: World.ana) }

    /// Takes out everything that can be, as somebody who ticks all.
    @discardableResult
    func removeDuplicates() async throws -> Int {
        let report = try await duplicates()
        return try await RemoveDuplicates(kalends)(
            Cast.benResource.id, chosen: Set(report.groups.flatMap(\.others).map(\.key)), agreed: report.digest, actor: World.ana)
    }
}
