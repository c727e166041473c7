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

    @Test func `a list shows what passes its filter, page by page from the latest`() throws {
        let database = try Cast.database()
        let subjects = ["staff:s-1", "service:v-1", "staff:s-2", "staffing:x", "staff:s-1", "user:u-1"]
        try database.writeNow { transaction in
            for (number, subject) in subjects.enumerated() {
                try transaction.history.append(
                    HistoryEntry(at: morning, actor: number % 2 == 0 ? "system" : "user:u-ana", subject: subject, action: "changed"))
            }
        }
        let ids = Array(try database.readNow { try $0.history.latest(limit: subjects.count) }.map(\.id).reversed())
        func list(_ filter: HistoryFilter, before id: Int64? = nil, limit: Int = 9) throws -> [Int] {
            try database.readNow { try $0.history.list(filter, before: id, limit: limit) }.map { ids.firstIndex(of: $0.id)! }
        }
        #expect(try list(HistoryFilter()) == [5, 4, 3, 2, 1, 0])
        #expect(try list(HistoryFilter(kind: "staff")) == [4, 2, 0])
        #expect(try list(HistoryFilter(subject: "staff:s-1")) == [4, 0])
        #expect(try list(HistoryFilter(kind: "staff", actor: "system")) == [4, 2, 0])
        #expect(try list(HistoryFilter(actor: "user:u-ana")) == [5, 3, 1])
        #expect(try list(HistoryFilter(), limit: 2) == [5, 4])
        #expect(try list(HistoryFilter(), before: ids[4], limit: 2) == [3, 2])
        #expect(try list(HistoryFilter(kind: "staff", subject: "user:u-1")) == [])
    }
}
