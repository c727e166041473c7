import CivilTime
import Testing

@testable import Persistence

@Suite struct DatabaseCopyTests {
    private let source: Database
    private let target: Database

    init() throws {
        source = try Cast.database()
        target = try Database.inMemory()
        try source.writeNow { transaction in
            try transaction.claims.insert(Cast.claim(span(-5, 55)))
            try transaction.settings.set("theme", "it's “calm”, 100 %")
            for number in 0..<300 {
                try transaction.history.append(
                    HistoryEntry(at: morning + .minutes(number), actor: "user:u-ana", subject: "appointment:p-1", action: "noted \(number)")
                )
            }
            for number in 0..<5_000 {
                try transaction.jobs.enqueue(kind: "read", payload: "{}", lane: "lane \(number)", key: "key \(number)", due: morning)
            }
        }
    }

    @Test func `the tables that are copied are all tables there are, each after those it refers to`() throws {
        var names: Set<String> = []
        try source.engine.readNow { connection in
            let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_migrations'"
            try connection.query(sql, []) { names.insert(try $0.text(at: 0)) }
            #expect(Set(StoredTable.all.map(\.name) + StoredTable.passing) == names)
            var before: Set<String> = []
            for table in StoredTable.all {
                var key: [(Int64, String)] = []
                try connection.query("SELECT pk, name FROM pragma_table_info('\(table.name)') WHERE pk > 0", []) {
                    key.append((try $0.integer(at: 0), try $0.text(at: 1)))
                }
                #expect(key.sorted { $0.0 < $1.0 }.map(\.1) == table.key)
                try connection.query("SELECT \"table\" FROM pragma_foreign_key_list('\(table.name)')", []) { row in
                    let other = try row.text(at: 0)
                    #expect(before.contains(other), "\(table.name) refers to a later table")
                }
                before.insert(table.name)
            }
        }
    }

    @Test func `a copy holds what the source holds, and the same fingerprint`() throws {
        let report = try DatabaseCopy(from: source, to: target)()
        #expect(report.resumed == 0)
        #expect(try target.readNow { try $0.appointments.find("p-1") } == Cast.appointment())
        #expect(try target.readNow { try $0.history.all(subject: "appointment:p-1", limit: 1_000).count } == 300)
        #expect(try target.readNow { try $0.settings.get("theme") } == "it's “calm”, 100 %")
        #expect(try target.readNow { try $0.settings.get(DatabaseCopy.mark) } == nil)
        let third = try Database.inMemory()
        #expect(try DatabaseCopy(from: target, to: third)().fingerprint == report.fingerprint)
        try third.writeNow { try $0.settings.set("theme", "other") }
        #expect(try DatabaseCopy(from: third, to: try Database.inMemory())().fingerprint != report.fingerprint)
    }

    @Test func `what is added to a copy gets numbers of its own`() throws {
        _ = try DatabaseCopy(from: source, to: target)()
        let last = try source.readNow { try $0.jobs.list(limit: 1)[0].id }
        #expect(try target.writeNow { try $0.jobs.enqueue(kind: "read", payload: "{}", lane: "new", due: morning) } > last)
        #expect(throws: StoreFailure.overlap) { try target.writeNow { try $0.claims.insert(Cast.claim(span(0, 10))) } }
    }

    @Test func `a copy that was cut short goes on where it stopped, and is marked until it ends`() throws {
        struct Cut: Error {}
        let cut = DatabaseCopy(from: source, to: target) { if $0.table == "jobs" { throw Cut() } }
        #expect(throws: Cut.self) { try cut() }
        #expect(try target.readNow { try $0.isUnfinishedCopy() })
        #expect(throws: DatabaseCopy.Failure.sourceUnfinished) { try DatabaseCopy(from: target, to: try Database.inMemory())() }
        let report = try DatabaseCopy(from: source, to: target)()
        #expect(report.resumed > 4_000)
        #expect(try !target.readNow { try $0.isUnfinishedCopy() })
        #expect(try target.readNow { try $0.jobs.counts() } == JobCounts(waiting: 5_000))
    }

    @Test func `a source that changed meanwhile is not gone on with`() throws {
        struct Cut: Error {}
        let cut = DatabaseCopy(from: source, to: target) { if $0.table == "jobs" { throw Cut() } }
        #expect(throws: Cut.self) { try cut() }
        try source.writeNow { try $0.history.append(HistoryEntry(at: morning, actor: "system", subject: "s", action: "a")) }
        #expect(throws: DatabaseCopy.Failure.targetInUse) { try DatabaseCopy(from: source, to: target)() }
    }

    @Test func `a target with a business in it is left alone`() throws {
        let other = try Cast.database()
        #expect(throws: DatabaseCopy.Failure.targetInUse) { try DatabaseCopy(from: source, to: other)() }
        #expect(try !other.readNow { try $0.isUnfinishedCopy() })
    }

    @Test func `a row that was changed on its way is found`() throws {
        let meddling = DatabaseCopy(from: source, to: target) { progress in
            guard progress.table == "history" else { return }
            _ = try target.engine.writeNow(
                { try $0.execute("UPDATE customers SET name = 'Leo' WHERE id = 'c-cleo'", []) }, afterCommit: { _ in })
        }
        #expect(throws: DatabaseCopy.Failure.differs(table: "customers", row: "home c-cleo")) { try meddling() }
        #expect(try target.readNow { try $0.isUnfinishedCopy() })
    }

    @Test func `progress rises to all rows, first copying, then comparing`() throws {
        var told: [DatabaseCopy.Progress] = []
        let report = try DatabaseCopy(from: source, to: target) { told.append($0) }()
        #expect(told.map(\.stage).sorted { $0.rawValue > $1.rawValue }.last == .comparing)
        #expect(told.last?.done == report.rows)
        #expect(told.filter { $0.stage == .copying }.map(\.done) == told.filter { $0.stage == .copying }.map(\.done).sorted())
    }
}
