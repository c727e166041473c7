import FoundationEssentials
import Testing

@testable import Persistence

@Suite struct SQLiteFileTests {
    @Test func `every commit reaches the disk before it is acknowledged`() throws {
        let folder = try TemporaryFolder()
        let engine = try SQLiteEngine(path: folder.path + "/k.db")
        var settings: [Int64] = []
        try engine.writeNow(
            { connection in
                for pragma in ["synchronous", "foreign_keys", "busy_timeout"] {
                    try connection.query("PRAGMA \(pragma)", []) { settings.append(try $0.integer(at: 0)) }
                }
            }, afterCommit: { _ in })
        // 2 is FULL.
        #expect(settings == [2, 1, 10_000])
    }

    @Test func `a folder that is not there is named`() {
        let failure = #expect(throws: StoreFailure.self) { try Database.open(at: "/nonexistent/kalends.db") }
        #expect(failure?.sentence.contains("/nonexistent/kalends.db") == true)
    }

    @Test func `a file that is no database is said to be damaged`() throws {
        let folder = try TemporaryFolder()
        try Data(String(repeating: "no database ", count: 500).utf8).write(to: URL(filePath: folder.path + "/k.db"))
        let failure = #expect(throws: StoreFailure.self) { try Database.open(at: folder.path + "/k.db") }
        guard case .corrupt = failure else { return #expect(Bool(false), "\(String(describing: failure))") }
    }
}

extension SQLiteFileTests {
    @Test func `a file that was closed is complete by itself`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/k.db"
        let database = try Database.open(at: path)
        try database.writeNow(Cast.install)
        _ = try database.readNow { try $0.users.all() }
        try database.close()
        #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
        try FileManager.default.copyItem(atPath: path, toPath: folder.path + "/other.db")
        let other = try Database.open(at: folder.path + "/other.db")
        #expect(try other.readNow { try $0.appointments.find("p-1") } == Cast.appointment())
    }

    @Test func `what is in the journal alone is duplicated as well, and nothing is made beside`() throws {
        let folder = try TemporaryFolder()
        let (path, copy) = (folder.path + "/k.db", folder.path + "/copy.db")
        let open = try Database.open(at: path)
        try open.writeNow(Cast.install)
        try DatabasePlace(path).duplicate(to: DatabasePlace(copy))
        #expect(try Database.open(at: copy).readNow { try $0.appointments.find("p-1") } == Cast.appointment())
    }
}
