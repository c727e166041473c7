import Booking
import CivilTime
import Foundation
import GRDB
import Testing

@testable import Persistence

@Suite(.everyEngine) struct DatabaseReplacementTests {
    private struct Cut: Error {}

    private let source: Persistence.Database

    init() throws {
        source = try Persistence.Database.inMemory()
        try source.writeNow { transaction in
            try Cast.install(transaction)
            for number in 0..<5_000 {
                try transaction.jobs.enqueue(kind: "read", payload: "{}", lane: "lane \(number)", key: "key \(number)", due: morning)
            }
        }
    }

    /// A place that holds one user and nothing else.
    private func usedPlace() throws -> DatabasePlace {
        let place = try TestPlace.kept(.own)
        let database = try place.open()
        try database.writeNow { try $0.users.insert(Cast.ana) }
        try database.close()
        return DatabasePlace(place.address)
    }

    private func users(_ place: DatabasePlace) throws -> Int {
        let database = try Persistence.Database.open(reading: place.address)
        defer { try? database.close() }
        return try database.engine.readNow { try StoredTable.all.first { $0.name == "users" }!.count(in: $0) }
    }

    @Test func `what a place holds is told apart`() throws {
        let blank = try TestPlace.kept(.blank)
        #expect(try DatabasePlace(blank.address).content() == .nothing)
        #expect(try DatabasePlace(TestPlace.kept(.own).address).content() == .nothing)
        #expect(try usedPlace().content() == .business)
        try blank.engine().run("CREATE TABLE schema_migrations (version TEXT)", "CREATE TABLE users (id TEXT)")
        #expect(try DatabasePlace(blank.address).content() == .foreign(tables: ["schema_migrations", "users"]))
    }

    @Test func `what is not Kalends' stays, by force or not`() throws {
        let foreign = try TestPlace.kept(.blank)
        try foreign.engine().run(
            "CREATE TABLE schema_migrations (version TEXT)", "CREATE TABLE users (id TEXT)", "INSERT INTO users VALUES ('a')")
        let mixed = try TestPlace.kept(.own)
        try mixed.engine().run("CREATE TABLE notes (id TEXT)")
        for (place, isForced) in [(foreign, false), (foreign, true), (mixed, true)] {
            let failure = #expect(throws: DatabaseCopy.Failure.self) {
                try DatabaseReplacement(of: DatabasePlace(place.address), isForced: isForced, keepsRest: true)(with: source)
            }
            guard case .targetForeign = failure else { return #expect(Bool(false), "\(String(describing: failure))") }
        }
        #expect(try foreign.engine().numbers("SELECT COUNT(*) FROM users") == [1])
    }

    @Test func `what is there stays until everything else is there, and then goes at once`() throws {
        let place = try usedPlace()
        #expect(throws: DatabaseCopy.Failure.targetInUse) {
            try DatabaseReplacement(of: place, isForced: false, keepsRest: true)(with: source)
        }
        let replacement = DatabaseReplacement(of: place, isForced: true, keepsRest: false)
        #expect(throws: Cut.self) { try replacement(with: source) { if $0.stage == .comparing { throw Cut() } } }
        #expect(try users(place) == 1)
        #expect(try place.content() == .business && place.draft.content() == .nothing)
        let report = try replacement(with: source)
        #expect(report.rows > 5_000)
        let opened = try Persistence.Database.open(at: place.address)
        #expect(try opened.readNow { try $0.appointments.find("p-1") } == Cast.appointment())
        #expect(try opened.writeNow { try $0.jobs.enqueue(kind: "read", payload: "{}", lane: "new", due: morning) } > 5_000)
        let wrong = Cast.appointment("p-2", span(0, 45))
        try opened.writeNow { try $0.appointments.insert(wrong) }
        try opened.writeNow { try $0.claims.insert(Cast.claim(span(-5, 55))) }
        #expect(throws: StoreFailure.overlap) { try opened.writeNow { try $0.claims.insert(Cast.claim(span(0, 10), for: "p-2")) } }
        try opened.close()
    }

    @Test func `a forced copy that was cut short is gone on with`() throws {
        let place = try usedPlace()
        let replacement = DatabaseReplacement(of: place, isForced: true, keepsRest: true)
        #expect(throws: Cut.self) { try replacement(with: source) { if $0.table == "jobs" { throw Cut() } } }
        #expect(try users(place) == 1)
        #expect(try replacement(with: source).resumed > 4_000)
        #expect(try place.content() == .business)
    }

    @Test func `two copies into one place do not meet`() throws {
        let place = try usedPlace()
        try withExtendedLifetime(CopyLock(place.resolved)) {
            _ = #expect(throws: DatabaseCopy.Failure.copyUnderWay) {
                try DatabaseReplacement(of: place, isForced: true, keepsRest: true)(with: source)
            }
        }
        #expect(try DatabaseReplacement(of: place, isForced: true, keepsRest: true)(with: source).rows > 5_000)
    }

    #if PostgreSQL
    @Test(.onPostgres) func `a database that a node uses is left alone, and none starts meanwhile`() throws {
        let place = try usedPlace()
        let node = try Persistence.Database.open(at: place.address)
        #expect(throws: DatabaseCopy.Failure.targetServed(sessions: 1)) {
            try DatabaseReplacement(of: place, isForced: true, keepsRest: true)(with: source)
        }
        try node.close()
        try withExtendedLifetime(CopyLock(place)) {
            let failure = #expect(throws: StoreFailure.self) { try Persistence.Database.open(at: place.address) }
            #expect(failure?.sentence.contains("restored or copied into") == true)
        }
    }

    @Test(.onPostgres) func `a node whose database was exchanged is told, once`() async throws {
        let place = try usedPlace()
        let node = try Persistence.Database.open(at: place.address)
        try node.requireSecretKey(fingerprint: "right")
        try node.engine.run("DROP TABLE settings")
        #expect(throws: StoreFailure.self) { try node.secretKeyFingerprint() }
        for await failure in node.endings {
            guard case .unprepared = failure else { return #expect(Bool(false), "\(failure)") }
            break
        }
        try node.close()
    }

    @Test(.onPostgres) func `a text that PostgreSQL cannot keep is named by its row`() throws {
        try source.engine.run("UPDATE customers SET notes = CAST(x'61FF62' AS TEXT)")
        let failure = #expect(throws: DatabaseCopy.Failure.self) {
            try DatabaseReplacement(of: usedPlace(), isForced: true, keepsRest: true)(with: source)
        }
        #expect(failure == .oddText(table: "customers", row: "home c-cleo", column: "notes"))
        let equal = try Persistence.Database.inMemory()
        _ = try DatabaseCopy(from: source, to: equal)()
        #expect(try equal.engine.numbers("SELECT COUNT(*) FROM customers WHERE hex(notes) = '61FF62'") == [1])
    }
    #endif

    @Test func `a place is one, whatever it is called`() throws {
        let (place, other) = (try usedPlace(), try usedPlace())
        #expect(try !place.isSame(as: other))
        let folder = try TemporaryFolder()
        var spelled = DatabasePlace(place.address.replacing("postgres://", with: "postgresql://"))
        if !place.isShared {
            try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: place.name)
            spelled = DatabasePlace(folder.path + "/./link")
        }
        #expect(try place.isSame(as: spelled) && spelled.isSame(as: place))
    }

    @Test func `looking at a database of an older version leaves it as it is, and a copy of it is of that version`() throws {
        let place = try TestPlace.kept(.blank)
        let engine = try place.engine()
        try Schema.migrate(engine, with: Array(Schema.migrations.prefix(1)))
        try engine.run(
            "INSERT INTO users VALUES ('home', 'u', 'Ana', 'a@b.org', 'a@b.org', NULL, 'administrator', 0)")
        try engine.close()
        let old = try Persistence.Database.open(reading: place.address)
        #expect(try old.schema() == 1)
        let folder = try TemporaryFolder()
        let copy = try Persistence.Database.open(copyAt: DatabasePlace(folder.path + "/copy"), schema: 1)
        #expect(try DatabaseCopy(from: old, to: copy)().rows >= 3)
        #expect(try old.schema() == 1 && copy.schema() == 1)
        try old.close()
        try copy.close()
        let opened = try Persistence.Database.open(at: folder.path + "/copy")
        #expect(try opened.readNow { try $0.users.all().map(\.name) } == ["Ana"])
    }
}
