import CivilTime
import Persistence
import Testing

@Suite(.everyEngine) struct HistoryStoreTests {
    @Test func `entries come back as appended, the latest first`() throws {
        let database = try Cast.database()
        var entries = [
            HistoryEntry(
                at: morning, actor: "user:u-ana", subject: "appointment:p-1", action: "moved", reason: "asked", before: "{}",
                after: "{\"a\":1}"),
            HistoryEntry(at: morning, actor: "system", subject: "customer:c-cleo", action: "noted"),
            HistoryEntry(at: morning - .hours(1), actor: "sync:k-work", subject: "appointment:p-1", action: "settled"),
        ]
        try database.writeNow { transaction in for entry in entries { try transaction.history.append(entry) } }
        for (index, id) in try database.readNow({ try $0.history.latest(limit: 3) }).map(\.id).reversed().enumerated() {
            entries[index].id = id
        }
        #expect(entries.map(\.id) == entries.map(\.id).sorted())
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.history.all(subject: "appointment:p-1", limit: 9) == [entries[2], entries[0]])
            #expect(try transaction.history.latest(limit: 2) == [entries[2], entries[1]])
        }
    }
}
