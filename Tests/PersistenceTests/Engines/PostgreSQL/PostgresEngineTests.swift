#if PostgreSQL
import Booking
import CivilTime
import Dispatch
import Foundation
import Testing

@testable import Persistence

@Suite(.onPostgres) struct PostgresEngineTests {
    private let place: TestPlace
    private let database: Database
    private let other: Database

    init() throws {
        place = try TestPlace.kept(.own)
        (database, other) = (try place.open(), try place.open())
        try database.writeNow(Cast.install)
    }

    @Test func `a write that met another is run again and sees what the other did`() throws {
        var runs = 0
        try database.writeNow { transaction in
            runs += 1
            let seen = try transaction.settings.get("k")
            if runs == 1 { try other.writeNow { try $0.settings.set("k", "theirs") } }
            try transaction.settings.set("k", (seen ?? "nothing") + " and ours")
        }
        #expect(runs == 2)
        #expect(try database.readNow { try $0.settings.get("k") } == "theirs and ours")
    }

    @Test func `a claim that somebody faster made is seen, not stumbled over`() throws {
        var runs = 0
        let isFree = try database.writeNow { transaction in
            runs += 1
            guard try transaction.claims.all(of: [Cast.benResource.id], overlapping: span(0, 60)).isEmpty else { return false }
            if runs == 1 { try other.writeNow { try $0.claims.insert(Cast.claim(span(30, 90))) } }
            try transaction.claims.insert(Cast.claim(span(0, 60)))
            return true
        }
        #expect(runs == 2 && !isFree)
    }

    @Test func `an entry that somebody faster made is seen, not stumbled over`() throws {
        var runs = 0
        try database.writeNow { transaction in
            runs += 1
            guard try transaction.submissions.appointment(for: "f") == nil else { return }
            if runs == 1 { try other.writeNow { try $0.submissions.insert(formID: "f", appointment: "p-1", at: morning) } }
            try transaction.submissions.insert(formID: "f", appointment: "p-1", at: morning)
        }
        #expect(runs == 2)
    }

    @Test func `writers that always meet are let through alone in the end`() throws {
        var runs = 0
        try database.writeNow { transaction in
            runs += 1
            let seen = Int(try transaction.settings.get("k") ?? "0") ?? 0
            // Alone, nobody else gets in: the other would have to wait for this one.
            if runs < 7 { try other.writeNow { try $0.settings.set("k", "\(seen + 1)") } }
            try transaction.settings.set("k", "\(seen + 100)")
        }
        #expect(runs == 7)
        #expect(try database.readNow { try $0.settings.get("k") } == "106")
    }

    /// Ends connections of the program as a restart of the server would, and waits until they are gone.
    private func cut(where condition: String) throws {
        let raw = try place.engine()
        let pids = try raw.numbers(
            """
            SELECT pid FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE 'kalends%' AND pid <> pg_backend_pid() AND \(condition)
            """
        )
        if pids.isEmpty { return }
        let those = pids.map(String.init).joined(separator: ", ")
        _ = try raw.numbers("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid IN (\(those))")
        // The server forgets a connection a moment before its process closes it.
        for pid in pids { while kill(pid_t(pid), 0) == 0 || errno == EPERM { usleep(1_000) } }
    }

    @Test func `connections that were cut are replaced before anybody notices`() throws {
        for _ in 0..<3 {
            try cut(where: "application_name <> 'kalends listening'")
            try database.writeNow { try $0.settings.set("k", "v") }
            try cut(where: "application_name <> 'kalends listening'")
            #expect(try database.readNow { try $0.settings.get("k") } == "v")
        }
    }

    @Test(arguments: [true, false])
    func `a connection that is lost within a write leaves nothing behind, and the write is done on another`(_ sendsMore: Bool) throws {
        var runs = 0
        try database.writeNow { transaction in
            runs += 1
            _ = try transaction.settings.get("k")
            try transaction.history.append(HistoryEntry(at: morning, actor: "system", subject: "s", action: "a\(runs)"))
            if runs == 1 { try cut(where: "state = 'idle in transaction'") }
            if sendsMore { try transaction.settings.set("k", "v\(runs)") }
        }
        #expect(runs == 2)
        #expect(try database.readNow { try $0.history.all(subject: "s", limit: 9).map(\.action) } == ["a2"])
    }

    @Test func `a connection that is lost during the commit leaves the outcome unknown, and nothing is run again`() throws {
        try place.engine().run(
            """
            CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'
            """,
            """
            CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON history DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cut()
            """)
        var runs = 0
        #expect(throws: StoreFailure.outcomeUnknown) {
            try database.writeNow { transaction in
                runs += 1
                try transaction.history.append(HistoryEntry(at: morning, actor: "system", subject: "s", action: "a"))
            }
        }
        #expect(runs == 1)
        #expect(try database.readNow { try $0.history.all(subject: "s", limit: 9) } == [])
    }

    @Test func `closing waits for the write under way`() async throws {
        let (begun, database) = (DispatchSemaphore(value: 0), database)
        async let write: Void = database.write { transaction in
            begun.signal()
            // Long enough that closing would be first if it did not wait.
            _ = try transaction.rows("SELECT 1 FROM (SELECT pg_sleep(0.3)) AS pause") { _ in 0 }
            try transaction.settings.set("k", "v")
        }
        await Task.detached { begun.wait() }.value
        try database.close()
        #expect(try other.readNow { try $0.settings.get("k") } == "v")
        try await write
    }

    @Test func `more wait at the same moment than there are connections`() async throws {
        let database = database
        try await withThrowingTaskGroup { group in
            for number in 0..<60 {
                group.addTask { try await database.write { try $0.settings.set("n\(number)", "v") } }
                group.addTask { _ = try await database.read { try $0.settings.get("n\(number)") } }
            }
            try await group.waitForAll()
        }
        try database.close()
        for _ in 0..<20 { await #expect(throws: StoreFailure.self) { try await database.read { try $0.settings.get("k") } } }
    }

    @Test func `a statement whose table another node changed is parsed anew`() throws {
        #expect(try database.readNow { try $0.users.all().count } == 1)
        try place.engine().run("ALTER TABLE users ADD COLUMN later BIGINT")
        for _ in 0..<3 { #expect(try database.readNow { try $0.users.all().count } == 1) }
        try database.writeNow { (transaction: Transaction) throws in #expect(try transaction.users.all().count == 1) }
    }

    @Test func `what was only read is forced to the disk when somebody is promised it`() throws {
        let session = try PostgresSession(PostgresAddress(place.address))
        try session.prepare(for: .writing)
        for isPromise in [false, true] {
            let connection = PostgresConnection(session, .writing)
            try connection.query("SELECT 1 AS one", []) { _ in }
            if isPromise { connection.requireDurable() }
            #expect(try connection.commit() == isPromise)
        }
    }

    @Test func `a standby is said to be read-only`() throws {
        let raw = try place.engine()
        try raw.run("DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET default_transaction_read_only = on'; END $$")
        #expect(throws: StoreFailure.readOnly) { try place.open().writeNow { try $0.settings.set("k", "v") } }
    }

    @Test func `commits reach the disk before they are acknowledged, and as far as the operator wants`() throws {
        let session = try PostgresSession(PostgresAddress(place.address))
        try session.prepare(for: .writing)
        #expect(session.durability == "on")
        let raw = try place.engine()
        try raw.run("DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET synchronous_commit = off'; END $$")
        let second = try PostgresSession(PostgresAddress(place.address))
        try second.prepare(for: .writing)
        #expect(second.durability == "on")
        try raw.run("DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET synchronous_commit = remote_apply'; END $$")
        let third = try PostgresSession(PostgresAddress(place.address))
        try third.prepare(for: .writing)
        #expect(third.durability == "remote_apply")
    }
}
#endif
