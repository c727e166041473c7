import Booking
import CivilTime
import Testing

@testable import Persistence

@Suite struct SchemaTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/k.db" }

    init() throws { folder = try TemporaryFolder() }

    @Test func `a database newer than the program is refused with a clear sentence and left as it is`() throws {
        try Database.open(at: path).close()
        let raw = try SQLiteEngine(path: path)
        try raw.writeNow({ _ = try $0.execute("INSERT INTO schema_migrations VALUES (999, 'from the future')", []) }, afterCommit: { _ in })
        let newer = StoreFailure.newerDatabase(found: 999, known: Database.schemaVersion)
        #expect(throws: newer) { try Database.open(at: path) }
        #expect(throws: newer) { try Database.pendingMigrations(at: path) }
        #expect(newer.sentence.contains("newer Kalends (schema 999"))
    }

    @Test func `a missing file has every step before it and is not made by asking`() throws {
        #expect(try Database.pendingMigrations(at: path).map(\.number) == Array(1...Database.schemaVersion))
        #expect(try SQLiteEngine(reading: path) == nil)
    }

    @Test func `an opened database has no step before it`() throws {
        let database = try Database.open(at: path)
        #expect(try Database.pendingMigrations(at: path).isEmpty)
        try database.close()
        #expect(try Database.schemaVersion(at: path) == Database.schemaVersion)
        #expect(try Database.pendingMigrations(at: path).isEmpty)
    }

    @Test func `opening twice changes nothing`() throws {
        let first = try Database.open(at: path)
        try first.writeNow(Cast.install)
        try first.close()
        let second = try Database.open(at: path)
        #expect(try second.readNow { try $0.users.count() } == 1)
    }

    @Test func `programs that start at once on a new file take turns`() async throws {
        try await withThrowingTaskGroup { [path] group in
            for _ in 0..<8 { group.addTask { try Database.open(at: path).close() } }
            try await group.waitForAll()
        }
        #expect(try Database.schemaVersion(at: path) == Database.schemaVersion)
    }

    @Test func `a later step is applied to an older file, and one that fails leaves nothing of itself`() throws {
        let engine = try SQLiteEngine(path: path)
        try Schema.migrate(engine)
        let broken = Migration(number: 2, name: "broken", statements: ["CREATE TABLE later (a BIGINT)", "CREATE NONSENSE"], guards: [])
        #expect(throws: StoreFailure.self) { try Schema.migrate(engine, with: Schema.migrations + [broken]) }
        #expect(try engine.readNow(Schema.version(in:)) == 1)
        let good = Migration(number: 2, name: "good", statements: ["CREATE TABLE later (a BIGINT)"], guards: [])
        try Schema.migrate(engine, with: Schema.migrations + [good])
        #expect(try engine.readNow(Schema.version(in:)) == 2)
    }

    @Test func `every table leads its key with the organization, and every foreign key is whole`() throws {
        let engine = try SQLiteEngine(path: path)
        try Schema.migrate(engine)
        try engine.readNow { connection in
            var tables: [String] = []
            let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
            try connection.query(sql, []) { tables.append(try $0.text("name")) }
            #expect(tables.count == 30)
            for table in tables where table != "organizations" && table != "schema_migrations" {
                var columns: [String] = []
                try connection.query("PRAGMA table_info(\(table))", []) { columns.append(try $0.text("name")) }
                #expect(columns.contains("organization"), "\(table)")
                try connection.query("PRAGMA index_list(\(table))", []) { index in
                    let name = try index.text("name")
                    try connection.stream("PRAGMA index_info(\(name))", []) { column in
                        if try column.integer("seqno") == 0 { #expect(try column.text("name") == "organization", "\(name)") }
                    }
                }
            }
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
