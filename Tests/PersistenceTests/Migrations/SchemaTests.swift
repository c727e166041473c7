import Booking
import CalendarSync
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
        #expect(try Database.pendingMigrations(at: place.address).map(\.number) == Schema.migrations.map(\.number))
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
        #expect(try place.engine().numbers("SELECT COUNT(*) FROM schema_migrations") == [Int64(Schema.migrations.count)])
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

    @Test(arguments: 1..<Schema.migrations.count) func `an earlier version with data in it is brought forward`(_ earlier: Int) throws {
        let engine = try place.engine()
        // Filled by the first version, and brought to the earlier one as its operators did.
        try Schema.migrate(engine, with: Array(Schema.migrations.prefix(1)))
        try engine.run(
            "UPDATE organizations SET name = 'Studio'", "INSERT INTO settings VALUES ('home', 'mail.from', 'a@example.org')",
            "INSERT INTO users VALUES ('home', 'u-ana', 'Ana', 'Ana@Example.org', 'ana@example.org', NULL, 'viewer', 5)",
            "INSERT INTO resources VALUES ('home', 'r-ben', 'person', 'Ben')")
        try Self.fill(engine)
        try engine.run(
            "UPDATE availability_revisions SET revision = 41",
            "INSERT INTO sessions VALUES ('home', 'h', 'u-ana', 1, 2, 3, 'Firefox', '192.0.2.1')")
        try Schema.migrate(engine, with: Array(Schema.migrations.prefix(earlier)))
        #expect(try version(of: engine) == earlier)
        let database = try place.open()
        #expect(try version(of: engine) == Schema.newest)
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.settings.get("mail.from") == "a@example.org")
            #expect(try transaction.users.all().map(\.email) == ["Ana@Example.org"])
            #expect(try transaction.resources.all().map(\.name) == ["Ben"])
            #expect(try transaction.availability.revision() == 41)
            try Self.expectFilled(transaction)
            #expect(try transaction.sessions.all(of: "u-ana").map(\.household) == [""])
        }
        try database.writeNow { try $0.timeOff.insert(TimeOff(id: "t", resource: "r-ben", span: span(0, 60))) }
        #expect(try database.readNow { try $0.availability.revision() } == 42)
    }

    /// What a small business has, as the first version stored it.
    private static func fill(_ engine: any SQLEngine) throws {
        try engine.run(
            """
            INSERT INTO businesses VALUES ('home', 'b', 'studio', 'Studio', '', 'Europe/Berlin', 'EUR', 'en', '[[],[],[],[],[],[],[]]', '[]',
                '{"timeSlotInterval":900,"minimumLeadTime":0,"maximumAdvance":864000,"allowStaffSelection":true}', '{}', '{}', 'feed-b')
            """,
            "INSERT INTO staff VALUES ('home', 's', 'b', 'r-ben', 'Ben', '', NULL, NULL, '[]', NULL, 1, 1, '#123456', 'feed-s', 1)",
            "INSERT INTO services VALUES ('home', 'v', 'b', 'cut', 'Cut', '', 1800, 0, 600, 3500, '', '{}', NULL, '#123456', 1, 0)",
            "INSERT INTO service_staff VALUES ('home', 'v', 's', 0)",
            "INSERT INTO customers VALUES ('home', 'c', 'b', 'Cleo', 'cleo@example.org', 'cleo@example.org', '', '', 'cleo', 7, NULL)",
            """
            INSERT INTO appointments VALUES ('home', 'p', 'b', 'v', 'Cut', 90000, 91800, 0, 600, 'confirmed', '', 3500, 'EUR', '', 'page', 'uid',
                0, 1, 5, 5)
            """,
            "INSERT INTO appointment_staff VALUES ('home', 'p', 's', 0)",
            "INSERT INTO attendees VALUES ('home', 'p', 'c', 0, 'Cleo', 'cleo@example.org', '', '', 'UTC', 'en')",
            "INSERT INTO claims VALUES ('home', 'r-ben', 90000, 92400, 'appointment', 'p')",
            "INSERT INTO accounts VALUES ('home', 'a', 'r-ben', 'caldav', 'ben', 'https://cal.example.org', 'ben', 'k1.x', '[]', 3, NULL)",
            """
            INSERT INTO calendars VALUES ('home', 'k', 'a', 'r-ben', 'work', 'Work', 'readWrite', '[]', 1, 1, 'token', 9, 10, NULL)
            """,
            "INSERT INTO jobs (organization, kind, payload, lane, job_key, due_at, created_at) VALUES ('home', 'sweep', '{}', 's', 's', 4, 4)",
            """
            INSERT INTO history (organization, happened_at, actor, subject, action, reason) VALUES ('home', 4, 'system', 'x', 'made', 'why')
            """,
            """
            INSERT INTO conflicts (organization, id, appointment, resource, calendar, kind, moved_start, moved_end, opened_at)
            VALUES ('home', 'x', 'p', 'r-ben', 'k', 'movedOutside', 95000, 96800, 6)
            """, "INSERT INTO conflict_holds VALUES ('home', 'x', 'r-ben', 95000, 96800, 'Work')")
    }

    private static func expectFilled(_ transaction: Transaction) throws {
        #expect(try transaction.appointments.find("p")?.attendees.map(\.name) == ["Cleo"])
        #expect(try transaction.appointments.find("p")?.attendees.map(\.answers) == [[]])
        #expect(try transaction.claims.all(of: "p").map(\.span.duration) == [.seconds(2400)])
        #expect(try transaction.staff.find("s")?.resource == "r-ben")
        #expect(try transaction.calendars.linked(of: "r-ben")?.cursor == SyncCursor("token"))
        #expect(try transaction.jobs.list(limit: 9).map(\.kind) == ["sweep"])
        #expect(try transaction.history.latest(limit: 9).map(\.reason) == ["why"])
        let moved = Span(Instant(secondsSinceEpoch: 95_000), Instant(secondsSinceEpoch: 96_800))
        #expect(try transaction.conflicts.open(of: "p", resource: "r-ben")?.kind == .movedOutside(to: moved))
        #expect(try transaction.busyBlocks.all(of: ["r-ben"], overlapping: moved).map(\.source) == ["Work"])
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
        #expect(leads.count >= 30)
        let numbered: Set = ["jobs", "history", "sync_log", "run_effects", "webhook_deliveries", "webhook_attempts"]
        for (table, columns) in leads where table != "organizations" && table != "schema_migrations" {
            // What is numbered on PostgreSQL has its number as primary key beside the others.
            let own: Set = numbered.contains(table) ? ["organization", "id"] : ["organization"]
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
