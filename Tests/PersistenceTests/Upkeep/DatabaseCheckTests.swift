import Booking
import CivilTime
import Foundation
import GRDB
import Testing

@testable import Persistence

@Suite struct DatabaseCheckTests {
    private let database: Persistence.Database

    init() throws {
        database = try Cast.database()
        try database.writeNow { transaction in
            try transaction.claims.insert(Cast.claim(span(-5, 55)))
            try Self.note("p-1", transaction)
        }
    }

    private static func note(_ appointment: String, _ transaction: Transaction) throws {
        try transaction.history.append(
            HistoryEntry(at: morning, actor: "system", subject: "appointment:\(appointment)", action: "booked"))
    }

    private func subjects() throws -> [DatabaseCheck.Finding.Subject] { try DatabaseCheck(database).findings(now: morning).map(\.subject) }

    /// Writes below every store, guards aside.
    private func meddle(_ statements: String...) throws {
        try database.engine.writeNow(
            { connection in for statement in statements { try connection.execute(statement, []) } }, afterCommit: { _ in })
    }

    @Test func `a database as it should be has no findings`() throws {
        #expect(try DatabaseCheck(database).findings(now: morning) == [])
    }

    @Test func `claims that overlap are found`() throws {
        try meddle(
            "DROP TRIGGER claims_overlap_on_insert",
            "INSERT INTO claims VALUES ('home', 'r-ana', 100, 200, 'appointment', 'p-1')",
            "INSERT INTO claims VALUES ('home', 'r-ana', 199, 300, 'appointment', 'p-1')")
        let findings = try DatabaseCheck(database).findings(now: morning)
        #expect(findings.contains { $0.sentence.hasPrefix("r-ana at 100: its claimed time overlaps") })
    }

    @Test func `a claim of another length than its appointment, and one of a cancelled appointment, are found`() throws {
        try meddle("UPDATE claims SET end_at = end_at - 60")
        #expect(try subjects() == [.claims])
        try meddle("UPDATE claims SET end_at = end_at + 60", "UPDATE appointments SET status = 'cancelled'")
        #expect(try subjects() == [.claims])
    }

    @Test func `a confirmed appointment whose time is not claimed is found`() throws {
        try meddle("DELETE FROM claims")
        #expect(
            try DatabaseCheck(database).findings(now: morning).map(\.sentence) == [
                "p-1: the appointment is confirmed, but the time of one of its people is not claimed."
            ])
    }

    @Test func `an appointment that nobody keeps is found`() throws {
        try meddle("DELETE FROM appointment_staff")
        #expect(try subjects() == [.claims, .appointments])
    }

    @Test func `a pending link is found unless its work is listed`() throws {
        try meddle(
            """
            INSERT INTO links (organization, appointment, resource, calendar, state, generation)
            VALUES ('home', 'p-1', 'r-ben', 'k-work', 'pending', 1)
            """)
        #expect(try subjects() == [.links])
        try database.writeNow {
            _ = try $0.jobs.enqueue(kind: "pushLink", payload: "{}", lane: "a", key: "push:a-ben:p-1:r-ben", due: morning)
        }
        #expect(try subjects() == [])
    }

    @Test func `a channel that is open for a calendar that nobody reads is found`() throws {
        try meddle(
            """
            INSERT INTO push_channels (organization, id, calendar, state, address, token_hash, watched, opened_at, expires_at)
            VALUES ('home', 'c', 'k-work', 'open', 'https://x', 'h', 'r', 1, 2)
            """)
        #expect(try subjects() == [])
        try meddle("UPDATE calendars SET is_linked = 0, closes_time = 0")
        #expect(try subjects() == [.channels])
    }

    @Test func `a job whose lease ran out long ago is found`() throws {
        try database.writeNow { transaction in
            try transaction.jobs.enqueue(kind: "read", payload: "{}", lane: "a", due: morning - .hours(3))
            _ = try transaction.jobs.claim(now: morning - .hours(3), worker: "w", leaseUntil: morning - .hours(2), limit: 1)
        }
        #expect(try subjects() == [.jobs])
    }

    @Test func `rows that refer to nothing are the engine's finding`() throws {
        let file = try TemporaryFolder()
        let path = file.path + "/kalends.db"
        let opened = try Persistence.Database.open(at: path)
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let raw = try DatabaseQueue(path: path, configuration: configuration)
        try raw.write { try $0.execute(sql: "INSERT INTO settings VALUES ('nobody', 'a', 'b')") }
        let findings = try DatabaseCheck(opened).findings(now: morning)
        #expect(findings.map(\.subject) == [.engine])
        #expect(findings[0].sentence.contains("organizations"))
    }

    @Test func `a claim on somebody who does not keep the appointment is found`() throws {
        try meddle("INSERT INTO claims SELECT organization, 'r-ana', start_at, end_at, cause, appointment FROM claims")
        #expect(
            try DatabaseCheck(database).findings(now: morning).map(\.sentence).contains { $0.contains("does not keep the appointment") })
    }

    @Test func `guards that were taken away, and a history that was emptied, are found`() throws {
        try meddle("DROP TRIGGER history_is_not_removed", "DELETE FROM history", "DROP TRIGGER claims_overlap_on_update")
        let sentences = try DatabaseCheck(database).findings(now: morning).map(\.sentence)
        #expect(sentences.contains { $0.hasPrefix("The trigger history_is_not_removed is missing") })
        #expect(sentences.contains { $0.hasPrefix("The trigger claims_overlap_on_update is missing") })
        #expect(sentences.contains { $0.hasPrefix("p-1: the history says nothing") })
    }

    @Test func `pages of zeros are listed, and the search goes on behind them`() throws {
        let file = try TemporaryFolder()
        let path = file.path + "/kalends.db"
        let written = try Persistence.Database.open(at: path)
        try written.writeNow(Cast.install)
        try written.close()
        try DatabasePlace(path).complete()
        // The pages of appointments: claims and links are still there to be looked at.
        var pages: [Int64] = []
        let look = try DatabaseQueue(path: path)
        try look.read { pages = try Int64.fetchAll($0, sql: "SELECT pageno FROM dbstat WHERE name = 'appointments'") }
        try look.close()
        let handle = try #require(FileHandle(forUpdatingAtPath: path))
        for page in pages {
            try handle.seek(toOffset: UInt64(page - 1) * 4_096)
            try handle.write(contentsOf: Data(count: 4_096))
        }
        try handle.close()
        let findings = try DatabaseCheck(Persistence.Database.open(reading: path)).findings(now: morning)
        #expect(findings.count { $0.subject == .engine } > 1, "\(findings)")
        #expect(findings.contains { $0.sentence.contains("The file is damaged") })
    }

    #if PostgreSQL
    @Test(.onPostgres) func `on PostgreSQL rows that refer to nothing and guards that are gone are found`() throws {
        let place = try TestPlace.kept(.own)
        let database = try place.open()
        try database.writeNow(Cast.install)
        try database.engine.run(
            "SET LOCAL session_replication_role = replica", "DELETE FROM services", "ALTER TABLE claims DROP CONSTRAINT claims_overlap",
            "ALTER TABLE history DISABLE TRIGGER history_is_not_removed")
        let sentences = try DatabaseCheck(database).findings(now: morning).map(\.sentence)
        for beginning in [
            "1 rows of appointments refer to rows of services", "The constraint claims_overlap on claims is missing",
            "The trigger history_is_not_removed on history is missing",
        ] { #expect(sentences.contains { $0.hasPrefix(beginning) }, "\(sentences)") }
    }

    @Test(.onPostgres) func `on PostgreSQL a database as it should be has no findings`() throws {
        let database = try Cast.database()
        try database.writeNow { transaction in
            try transaction.claims.insert(Cast.claim(span(-5, 55)))
            try Self.note("p-1", transaction)
        }
        let found = try DatabaseCheck(database).findings(now: morning)
        #expect(found.isEmpty, "\(found.map(\.sentence))")
    }
    #endif

    @Test func `of many of a kind twenty are listed, and the rest is counted`() throws {
        try meddle("DELETE FROM claims")
        try database.writeNow { transaction in
            for number in 0..<29 {
                try transaction.appointments.insert(Cast.appointment("more-\(number)", span(number * 60, number * 60 + 45)))
                try Self.note("more-\(number)", transaction)
            }
        }
        let findings = try DatabaseCheck(database).findings(now: morning)
        #expect(findings.count == 21)
        #expect(findings.last?.sentence == "and 10 more of which the same is true.")
    }
}
