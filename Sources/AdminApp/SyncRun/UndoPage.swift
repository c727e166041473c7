import Booking
import CalendarSync
import CivilTime
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// Undoing a run: what would be done, what people changed since, what cannot be undone; then exactly that is done.
enum UndoPage {
    static func get(_ visit: Visit) async throws -> Answer { try await show(visit, including: []) }

    static func post(_ visit: Visit) async throws -> Answer {
        let ticked = Set(visit.form.all("include"))
        let isAsLookedAt = ticked == Set(visit.form.all("shown"))
        guard let agreed = visit.form.value("agreed"), visit.form.value("look") == nil, isAsLookedAt else {
            return try await show(visit, including: ticked)
        }
        do {
            try await UndoRun(visit.kalends)(visit.id(), including: ticked, agreed: agreed, actor: visit.actor)
            return .redirect(back(visit), Notice("runUndone"))
        } catch let changed as PlanChanged {
            return try await page(visit, changed.plan, ticked, changed: visit.texts["adminRun.changed"])
        } catch UndoRun.Failure.alreadyUndone {
            return .redirect(back(visit), Notice("runUndoneAlready"))
        }
    }

    private static func show(_ visit: Visit, including ticked: Set<String>) async throws -> Answer {
        do {
            let plan = try await UndoRun(visit.kalends).preview(visit.id(), including: ticked, actor: visit.actor)
            return try await page(visit, plan, ticked, changed: nil)
        } catch UndoRun.Failure.alreadyUndone {
            return .redirect(back(visit), Notice("runUndoneAlready"))
        }
    }

    private static func back(_ visit: Visit) -> String { visit.back(or: "/admin/calendars") }

    private static func page(_ visit: Visit, _ plan: SyncPlan, _ ticked: Set<String>, changed: String?) async throws -> Answer {
        let id: SyncRun.ID = visit.id()
        let (run, counts, users) = try await visit.read { transaction in
            guard let run = try transaction.syncRuns.find(id) else { throw NotFound("run of the sync") }
            return (run, try transaction.syncRuns.counts(of: id), try transaction.users.all())
        }
        let texts = visit.texts
        let names = Dictionary(uniqueKeysWithValues: users.map { ($0.id, $0.name) })
        let heading =
            run.kind == .undo
            ? texts["adminRun.redoHeading"] : texts("adminRun.undoHeading", ["what": texts["adminRun.\(run.kind.rawValue)"]])
        let detail = texts(
            "adminRun.by", ["when": texts.when(run.at, in: visit.zone), "who": actorName(run.actor, users: names, texts: texts)])
        let view = UndoView(
            plan, visit, heading: heading, detail: "\(detail): \(RunRow.words(counts, texts))", changed: changed, ticked: ticked,
            back: back(visit))
        return .page(
            AdminPage("admin-undo", title: heading, menu: .calendars, status: changed == nil ? .ok : .conflict, view: view))
    }
}
