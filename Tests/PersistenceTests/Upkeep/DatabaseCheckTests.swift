import Booking
import CivilTime
import GRDB
import Testing

@testable import Persistence

@Suite struct DatabaseCheckTests {
    private let database: Persistence.Database

    init() throws {
        database = try Cast.database()
        try database.writeNow { try $0.claims.insert(Cast.claim(span(-5, 55))) }
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
        #expect(try subjects() == [.appointments])
    }

    @Test func `a pending link is found unless its work is listed`() throws {
        try meddle("INSERT INTO links VALUES ('home', 'p-1', 'r-ben', 'k-work', 'pending', 1, NULL, NULL, NULL, NULL)")
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

    @Test func `of many of a kind twenty are listed, and the rest is counted`() throws {
        try meddle("DELETE FROM claims")
        try database.writeNow { transaction in
            for number in 0..<29 {
                try transaction.appointments.insert(Cast.appointment("more-\(number)", span(number * 60, number * 60 + 45)))
            }
        }
        let findings = try DatabaseCheck(database).findings(now: morning)
        #expect(findings.count == 21)
        #expect(findings.last?.sentence == "and 10 more of which the same is true.")
    }
}
