import Booking
import CalendarSync
import CivilTime
import Operations
import Persistence
import Texts
import WebShell

/// One run of the sync in a list: what it was, what it did, and the way to undo it.
struct RunRow: Sendable {
    var heading: String
    var detail: String
    var counts: String
    var entriesAddress: String
    var undoAddress: String?
    var undoLabel: String
    /// Names the link for whoever hears it out of its place.
    var undoTitle: String
    var undone: String?
    /// Who can undo it, where whoever looks cannot.
    var undoRefusal: String?

    /// So many runs are listed.
    static let longest = 10

    typealias Count = (kind: RunEffect.Kind, outcome: RunEffect.Outcome, count: Int)

    struct Facts: Sendable {
        var run: SyncRun
        /// What it did for everybody.
        var counts: [Count]
        /// What of it concerns the person.
        var own: [Count]
        var undone: SyncRun?
    }

    static func read(_ resource: Resource.ID, _ transaction: Transaction) throws -> [Facts] {
        try transaction.syncRuns.list(of: resource, limit: longest).rows.map { run in
            Facts(
                run: run, counts: try transaction.syncRuns.counts(of: run.id),
                own: try transaction.syncRuns.counts(of: run.id, for: resource), undone: try transaction.syncRuns.undo(of: run.id))
        }
    }

    init(_ facts: Facts, log: String, users: [User.ID: String], _ visit: Visit) {
        let (texts, run) = (visit.texts, facts.run)
        let label = texts[run.kind == .undo ? "adminRun.redoThis" : "adminRun.undoThis"]
        heading = texts["adminRun.\(run.kind.rawValue)"]
        detail = texts(
            "adminRun.by", ["when": texts.when(run.at, in: visit.zone), "who": actorName(run.actor, users: users, texts: texts)])
        // The log below is one person's, and so is what is counted here.
        let elsewhere = Self.number(facts.counts) - Self.number(facts.own)
        counts = Self.words(facts.own, texts) + (elsewhere > 0 ? "; \(texts.count("adminRun.elsewhere", elsewhere))" : "")
        entriesAddress = "\(log)?run=\(run.id)"
        let isAllowed = visit.user.role.canManageSettings || !facts.counts.contains(where: \.kind.isForAdministrators)
        undoAddress = facts.undone == nil && isAllowed ? "/admin/calendars/runs/\(run.id)/undo?back=\(log)" : nil
        undoRefusal = facts.undone == nil && !isAllowed ? texts["adminRun.onlyAdministrators"] : nil
        undoLabel = label
        undoTitle = "\(label): \(heading), \(detail)"
        undone = facts.undone.map { texts("adminRun.undoneAt", ["when": texts.when($0.at, in: visit.zone)]) }
    }

    private static func number(_ counts: [Count]) -> Int {
        counts.filter { $0.kind != .settings && $0.kind != .choice }.map(\.count).reduce(0, +)
    }

    /// What a run did, in numbers: “3 events written, one booking moved”.
    static func words(_ counts: [Count], _ texts: Texts) -> String {
        var told = counts.compactMap { kind, outcome, count in
            outcome == .done && kind != .settings && kind != .choice ? texts.count("adminRun.\(kind.rawValue)", count) : nil
        }
        for outcome in [RunEffect.Outcome.pending, .leftAlone] {
            let count = counts.filter { $0.outcome == outcome }.map(\.count).reduce(0, +)
            if count > 0 { told.append(texts.count("adminRun.\(outcome.rawValue)", count)) }
        }
        return told.isEmpty ? texts["adminRun.nothing"] : told.joined(separator: ", ")
    }
}
