import Booking
import CivilTime
import Testing

@testable import Persistence

@Suite(.everyEngine) struct SchemaTests {
    private let place: TestPlace

    init() throws { place = try TestPlace.kept(.blank) }

    private func version(of engine: any SQLEngine) throws -> Int { try engine.readNow { try Schema.version(in: $0, of: engine) } }

    @Test func `a database newer than the program is refused with a clear sentence and left as it is`() throws {
        try place.open().close()
        try place.engine().run("INSERT INTO schema_migrations VALUES (999, 'from the future')")
        let newer = StoreFailure.newerDatabase(found: 999, known: Database.schemaVersion)
        #expect(throws: newer) { try place.open() }
        #expect(throws: newer) { try Database.pendingMigrations(at: place.address) }
        #expect(newer.sentence.contains("newer Kalends (schema 999"))
    }

    @Test func `an empty database has every step before it and is left empty by asking`() throws {
        #expect(try Database.pendingMigrations(at: place.address).map(\.number) == Array(1...Database.schemaVersion))
        #expect(try Database.schemaVersion(at: place.address) == 0)
        if TestEngine.current == .sqlite { #expect(try SQLiteEngine(reading: place.address) == nil) }
    }

    @Test func `an opened database has no step before it`() throws {
        let database = try place.open()
        #expect(try Database.pendingMigrations(at: place.address).isEmpty)
        try database.close()
        #expect(try Database.schemaVersion(at: place.address) == Database.schemaVersion)
        #expect(try Database.pendingMigrations(at: place.address).isEmpty)
    }

    @Test func `opening twice changes nothing`() throws {
        let first = try place.open()
        try first.writeNow(Cast.install)
        try first.close()
        #expect(try place.open().readNow { try $0.users.count() } == 1)
    }

    @Test func `programs that start at once on a new database take turns`() async throws {
        try await withThrowingTaskGroup { [place] group in
            for _ in 0..<8 { group.addTask { try place.open().close() } }
            try await group.waitForAll()
        }
        #expect(try Database.schemaVersion(at: place.address) == Database.schemaVersion)
        #expect(try place.engine().numbers("SELECT COUNT(*) FROM schema_migrations") == [Int64(Database.schemaVersion)])
    }

    @Test func `a later step is applied to an older database, and one that fails leaves nothing of itself`() throws {
        let engine = try place.engine()
        try Schema.migrate(engine)
        let next = Schema.newest + 1
        let broken = Migration(number: next, name: "broken", statements: ["CREATE TABLE later (a BIGINT)", "CREATE NONSENSE"], guards: [])
        #expect(throws: StoreFailure.self) { try Schema.migrate(engine, with: Schema.migrations + [broken]) }
        #expect(try version(of: engine) == next - 1)
        let good = Migration(number: next, name: "good", statements: ["CREATE TABLE later (a BIGINT)"], guards: [])
        try Schema.migrate(engine, with: Schema.migrations + [good])
        #expect(try version(of: engine) == next)
    }

    @Test(arguments: 1..<Schema.newest) func `an earlier version with data in it is brought forward`(_ earlier: Int) throws {
        let engine = try place.engine()
        try Schema.migrate(engine, with: Array(Schema.migrations.prefix(earlier)))
        try engine.run(
            "UPDATE organizations SET name = 'Studio'", "INSERT INTO settings VALUES ('home', 'mail.from', 'a@example.org')",
            "INSERT INTO users VALUES ('home', 'u-ana', 'Ana', 'Ana@Example.org', 'ana@example.org', NULL, 'viewer', 5)",
            "INSERT INTO resources VALUES ('home', 'r-ben', 'person', 'Ben')")
        if earlier == 1 { try engine.run("UPDATE availability_revisions SET revision = 41") }
        if earlier < 3 { try engine.run("INSERT INTO sessions VALUES ('home', 'h', 'u-ana', 1, 2, 3, 'Firefox', '192.0.2.1')") }
        let database = try place.open()
        #expect(try version(of: engine) == Schema.newest)
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.settings.get("mail.from") == "a@example.org")
            #expect(try transaction.users.all().map(\.email) == ["Ana@Example.org"])
            #expect(try transaction.resources.all().map(\.name) == ["Ben"])
            if earlier == 1 { #expect(try transaction.availability.revision() == 41) }
            if earlier < 3 { #expect(try transaction.sessions.all(of: "u-ana").map(\.household) == [""]) }
        }
        try database.writeNow { try $0.timeOff.insert(TimeOff(id: "t", resource: "r-ben", span: span(0, 60))) }
        if earlier == 1 { #expect(try database.readNow { try $0.availability.revision() } == 42) }
    }

    @Test func `every table leads its key with the organization`() throws {
        let engine = try place.engine()
        try Schema.migrate(engine)
        let firstColumns =
            switch TestEngine.current {
            case .sqlite:
                """
                SELECT m.name AS "table", c.name AS "column" FROM sqlite_schema m JOIN pragma_index_list(m.name) i
                JOIN pragma_index_info(i.name) c WHERE m.type = 'table' AND c.seqno = 0
                """
            #if PostgreSQL
            case .postgres:
                """
                SELECT t.relname AS "table", a.attname AS "column" FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
                JOIN pg_namespace n ON n.oid = t.relnamespace JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
                WHERE n.nspname = current_schema()
                """
            #endif
            }
        var leads: [String: Set<String>] = [:]
        try engine.readNow { connection in
            try connection.query(firstColumns, []) { leads[try $0.text("table"), default: []].insert(try $0.text("column")) }
        }
        #expect(leads.count >= 28)
        for (table, columns) in leads where table != "organizations" && table != "schema_migrations" {
            // What is numbered on PostgreSQL has its number as primary key beside the others.
            let own: Set = table == "jobs" || table == "history" ? ["organization", "id"] : ["organization"]
            #expect(columns.isSubset(of: own), "\(table) \(columns)")
            #expect(columns.contains("organization"), "\(table)")
        }
    }

    @Test func `the database refuses what the schema forbids`() throws {
        let database = try Cast.database()
        #expect(throws: StoreFailure.self) {
            var service = Cast.cut
            service.duration = .zero
            try database.writeNow { try $0.services.update(service) }
        }
        #expect(throws: StoreFailure.self) {
            try database.writeNow { try $0.appointments.insert(Cast.appointment("p-2", staff: ["s-nobody"])) }
        }
        #expect(throws: StoreFailure.self) {
            try database.writeNow { try $0.appointments.insert(Cast.appointment("p-2", span(0, 60 * 24 * 32))) }
        }
    }
}
