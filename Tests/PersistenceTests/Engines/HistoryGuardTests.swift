import CivilTime
import Testing

@testable import Persistence

@Suite(.everyEngine) struct HistoryGuardTests {
    private let place: TestPlace
    private let database: Database
    private let raw: any SQLEngine

    init() throws {
        place = try TestPlace.kept(.borrowed)
        database = try place.open()
        try database.writeNow { transaction in
            try transaction.history.append(
                HistoryEntry(
                    at: morning, actor: "user:u-ana", subject: "customer:c-cleo", action: "corrected", reason: "asked", before: "{}",
                    after: "{}"))
        }
        raw = try place.engine()
    }

    @Test(arguments: [
        "DELETE FROM history",
        "UPDATE history SET actor = 'user:u-dario'",
        "UPDATE history SET after_json = '{\"x\":1}'",
        "UPDATE history SET after_json = NULL",
        "UPDATE history SET redacted_at = 5",
        "UPDATE history SET redacted_at = 5, reason = '', before_json = NULL, after_json = '{}'",
        "UPDATE history SET redacted_at = 5, reason = 'new', before_json = NULL, after_json = NULL",
        "UPDATE history SET redacted_at = 5, reason = '', before_json = NULL, after_json = NULL, action = 'other'",
        "UPDATE history SET redacted_at = 5, reason = '', before_json = NULL, after_json = NULL, happened_at = 1",
    ])
    func `an entry is neither changed nor removed`(_ sql: String) throws {
        let before = try database.readNow { try $0.history.latest(limit: 9) }
        #expect(throws: StoreFailure.other("history is append-only")) { try raw.run(sql) }
        #expect(try database.readNow { try $0.history.latest(limit: 9) } == before)
    }

    @Test func `what an engine has beside removing and changing is no way around the guard`() throws {
        let before = try database.readNow { try $0.history.latest(limit: 9) }
        let detour =
            switch TestEngine.current {
            case .sqlite:
                """
                INSERT OR REPLACE INTO history (id, organization, happened_at, actor, subject, action, reason)
                VALUES (1, 'home', 1, 'a', 'b', 'c', 'd')
                """
            #if PostgreSQL
            case .postgres: "TRUNCATE history"
            #endif
            }
        #expect(throws: StoreFailure.other("history is append-only")) { try raw.run(detour) }
        #expect(try database.readNow { try $0.history.latest(limit: 9) } == before)
    }

    @Test func `a redaction takes the personal facts away and keeps who, what and when`() throws {
        try database.writeNow { try $0.history.redact(subject: "customer:c-cleo", at: morning + .days(1)) }
        let entries = try database.readNow { try $0.history.all(subject: "customer:c-cleo", limit: 9) }
        #expect(
            entries == [
                HistoryEntry(
                    id: 1, at: morning, actor: "user:u-ana", subject: "customer:c-cleo", action: "corrected", redactedAt: morning + .days(1)
                )
            ])
    }

    @Test func `what was redacted stays so, and what came later can be redacted too`() throws {
        try database.writeNow { transaction in
            try transaction.history.redact(subject: "customer:c-cleo", at: morning)
            try transaction.history.append(
                HistoryEntry(at: morning, actor: "system", subject: "customer:c-cleo", action: "noted", reason: "why"))
            try transaction.history.redact(subject: "customer:c-cleo", at: morning + .days(2))
        }
        let entries = try database.readNow { try $0.history.all(subject: "customer:c-cleo", limit: 9) }
        #expect(entries.map(\.redactedAt) == [morning + .days(2), morning])
        #expect(throws: StoreFailure.other("history is append-only")) { try raw.run("UPDATE history SET redacted_at = 7") }
    }
}
