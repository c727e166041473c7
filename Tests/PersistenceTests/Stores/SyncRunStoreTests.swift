import Booking
import CalendarSync
import CivilTime
import Testing

@testable import Persistence

/// Runs of the sync, with what each did.
@Suite(.everyEngine) struct SyncRunStoreTests {
    private let database: Database

    init() throws { database = try Cast.database() }

    private static func run(_ id: String, _ at: Instant = morning, of resource: Resource.ID? = nil, undoes: String? = nil) -> SyncRun {
        SyncRun(
            id: SyncRun.ID(id), kind: undoes == nil ? .settings : .undo, at: at, actor: "user:u-ana", resource: resource,
            undoes: undoes.map { SyncRun.ID($0) })
    }

    private static let changes: [RunEffect.Change] = [
        .created(nil), .updated(before: EventFields(span: span(0, 45), title: "Cut"), after: nil),
        .deleted(EventFields(span: span(0, 45), title: "Cut")),
        .removed(
            RemoteItem(id: "e", version: nil, uid: "u", marker: EventMarker(appointment: "p-1", generation: 2), fields: nil, payload: "X")),
        .moved(from: span(0, 45), to: span(60, 105)), .cancelled, .reinstated,
        .settings(
            before: [SyncChoicesVersion(number: 1, since: morning, reachesExisting: true, choices: SyncChoices(sentFields: []))], number: 2),
        .choice(before: [], after: [AccountUse(account: "a-ben", linked: "work", closing: ["a", "b"])]),
    ]

    @Test func `every kind of effect comes back as it was, in the order in which it was done`() throws {
        try database.writeNow { transaction in
            try transaction.syncRuns.insert(Self.run("one"))
            for change in Self.changes { try transaction.syncRuns.append(RunEffect(run: SyncRun.ID("one"), at: morning, change: change)) }
        }
        let effects = try database.readNow { try $0.syncRuns.effects(of: SyncRun.ID("one")) }
        #expect(effects.map(\.change) == Self.changes && effects.allSatisfy { $0.outcome == .done })
        #expect(try database.readNow { try $0.syncRuns.effect(effects[3].id) } == effects[3])
    }

    @Test func `effects are counted by what they are and how they ended`() throws {
        try database.writeNow { transaction in
            try transaction.syncRuns.insert(Self.run("one"))
            let id = try transaction.syncRuns.append(
                RunEffect(run: SyncRun.ID("one"), at: morning, change: .created(nil), outcome: .pending))
            for _ in 0..<2 { try transaction.syncRuns.append(RunEffect(run: SyncRun.ID("one"), at: morning, change: .cancelled)) }
            try transaction.syncRuns.settle(id, .leftAlone)
        }
        let counts = try database.readNow { try $0.syncRuns.counts(of: SyncRun.ID("one")) }
        #expect(counts.map(\.kind) == [.created, .cancelled] && counts.map(\.count) == [1, 2])
        #expect(counts.map(\.outcome) == [.leftAlone, .done])
    }

    @Test func `a person sees their runs and everybody's, the latest first`() throws {
        try database.writeNow { transaction in
            try transaction.syncRuns.insert(Self.run("one", of: Cast.benResource.id))
            try transaction.syncRuns.insert(Self.run("two", morning + .hours(1)))
            try transaction.syncRuns.insert(Self.run("three", of: Cast.anaResource.id))
        }
        let found = try database.readNow { try $0.syncRuns.list(of: Cast.benResource.id, limit: 1) }
        #expect(found.rows.map(\.id.rawValue) == ["two"] && found.total == 2)
    }

    @Test func `a run is undone once, whoever tries`() throws {
        try database.writeNow { try $0.syncRuns.insert(Self.run("one")) }
        try database.writeNow { try $0.syncRuns.insert(Self.run("two", undoes: "one")) }
        #expect(throws: StoreFailure.self) { try database.writeNow { try $0.syncRuns.insert(Self.run("three", undoes: "one")) } }
        #expect(try database.readNow { try $0.syncRuns.undo(of: SyncRun.ID("one")) }?.id.rawValue == "two")
    }

    @Test func `what is past its time goes with its effects, and an erased booking's effects before that`() throws {
        try database.writeNow { transaction in
            try transaction.syncRuns.insert(Self.run("one"))
            for appointment in ["p-1", "p-2"] {
                try transaction.syncRuns.append(
                    RunEffect(run: SyncRun.ID("one"), at: morning, appointment: Appointment.ID(appointment), change: .created(nil)))
            }
            try transaction.syncRuns.forget(Appointment.ID("p-1"))
        }
        #expect(try database.readNow { try $0.syncRuns.effects(of: SyncRun.ID("one")) }.map(\.appointment?.rawValue) == ["p-2"])
        #expect(try database.writeNow { try $0.syncRuns.deleteBefore(morning + .seconds(1)) } == 1)
        #expect(try database.readNow { try $0.syncRuns.effects(of: SyncRun.ID("one")) }.isEmpty)
    }

    @Test func `the log is read by run, and a link remembers what was left alone`() throws {
        try database.writeNow { transaction in
            for run in [SyncRun.ID("one"), nil] {
                try transaction.syncLog.append(
                    SyncLogEntry(
                        at: morning, resource: Cast.benResource.id, calendar: Cast.work.id, action: .created, cause: .tidying, run: run))
            }
            try transaction.links.put(
                Link(
                    appointment: Cast.appointment().id, resource: Cast.benResource.id, calendar: Cast.work.id, heldBack: SyncRun.ID("one")))
        }
        let logged = try database.readNow { transaction in
            try transaction.syncLog.list(of: Cast.benResource.id, SyncLogFilter(run: SyncRun.ID("one")), limit: 9)
        }
        #expect(logged.total == 1 && logged.rows.map(\.run) == [SyncRun.ID("one")])
        let link = try database.readNow { try $0.links.find(appointment: Cast.appointment().id, resource: Cast.benResource.id) }
        #expect(link?.heldBack == SyncRun.ID("one"))
    }
}
