import Booking
import CivilTime
import Testing

@testable import Persistence

/// What every engine does alike with statements, texts and failures.
@Suite(.everyEngine) struct EngineContractTests {
    private let database: Database

    init() throws { database = try Cast.database() }

    private func customer(_ id: String, _ name: String) -> Customer {
        Customer(id: Customer.ID(id), business: Cast.studio.id, name: name, email: "", phone: "", createdAt: morning)
    }

    @Test func `a statement that failed undoes the write, whatever its body makes of it`() throws {
        var twin = Cast.ana
        twin.id = "u-twin"
        #expect(throws: StoreFailure.unique(constraint: "users.email_folded")) {
            try database.writeNow { [twin] transaction in
                try transaction.settings.set("k", "v")
                try? transaction.users.insert(twin)
            }
        }
        #expect(try database.readNow { try $0.settings.get("k") } == nil)
    }

    @Test func `a claim that is refused leaves no trace, and the write goes on`() throws {
        try database.writeNow { (transaction: Transaction) throws in
            try transaction.claims.insert(Cast.claim(span(0, 60)))
            for start in [-10, 0, 59] {
                #expect(throws: StoreFailure.overlap) { try transaction.claims.insert(Cast.claim(span(start, start + 60))) }
            }
            try transaction.settings.set("k", "v")
        }
        #expect(try database.readNow { try $0.claims.all(of: "p-1").map(\.span) } == [span(0, 60)])
        #expect(try database.readNow { try $0.settings.get("k") } == "v")
    }

    @Test(arguments: ["a\u{0}b", "\u{0}"]) func `a text with the character NUL is refused with a clear sentence`(_ text: String) throws {
        let failure = #expect(throws: StoreFailure.self) { try database.writeNow { try $0.settings.set("k", text) } }
        #expect(failure?.sentence.contains("NUL") == true)
        #expect(throws: StoreFailure.self) { try database.readNow { try $0.settings.get(text) } }
        #expect(try database.readNow { try $0.settings.get("k") } == nil)
    }

    @Test(arguments: ["", " ", "\\", "\\x41", "{}", "it's", "\"", "$1", "?", "\u{1}", "🗓️", "ẞ\u{301}", "a\r\nb", "NULL"])
    func `a text comes back scalar by scalar`(_ text: String) throws {
        try database.writeNow { try $0.settings.set("k", text) }
        let stored = try database.readNow { try $0.settings.get("k") }
        #expect(stored.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
    }

    @Test(arguments: [Int64.min, -1, 0, 255, 256, .max]) func `a whole number comes back as it was`(_ number: Int64) throws {
        let instant = Instant(secondsSinceEpoch: number)
        try database.writeNow { try $0.jobs.enqueue(kind: "k", payload: "{}", lane: "l", due: instant) }
        #expect(try database.readNow { try $0.jobs.list(limit: 1).map(\.due) } == [instant])
    }

    @Test func `lists are in the order of bytes in every country`() throws {
        let names = ["zoe", "Zoe", "Ähre", "ana", "Ana", "a b", "a_b", "éa", "ea", "10", "9", "-", "ß", "ss", "🗓", "\u{FFFD}"]
        try database.writeNow { transaction in
            for (number, name) in names.enumerated() {
                try transaction.resources.insert(Resource(id: Resource.ID("n-\(number)"), name: name))
            }
        }
        let stored = try database.readNow { try $0.resources.all() }.map(\.name)
        let expected = (names + ["Ana", "Ben"]).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        #expect(stored == expected)
    }

    @Test func `a question mark between quotes is no placeholder`() throws {
        let found = try database.readNow { transaction in
            try transaction.rows(
                "SELECT '?' || name || '''?' AS \"what?\" FROM settings WHERE name <> '?' AND name = ?", "k",
                read: { try $0.text("what?") })
        }
        #expect(found == [])
        try database.writeNow { try $0.settings.set("k", "v") }
        let text = try database.readNow { transaction in
            try transaction.row(
                "SELECT '?' || name || '''?' AS \"what?\" FROM settings WHERE name <> '?' AND name = ?", "k", read: { try $0.text("what?") }
            )
        }
        #expect(text == "?k'?")
    }

    @Test func `a body that throws in the middle of many rows leaves the connection usable`() throws {
        struct Refusal: Error {}
        try database.writeNow { transaction in
            for number in 0..<600 { try transaction.settings.set("n\(1_000 + number)", "v") }
        }
        let sql = "SELECT name FROM settings WHERE organization = ? AND name LIKE 'n%' ORDER BY name"
        try database.readNow { (transaction: Transaction) throws in
            var seen = 0
            #expect(throws: Refusal.self) {
                try transaction.connection.stream(sql, [.text("home")]) { _ in
                    seen += 1
                    if seen == 300 { throw Refusal() }
                }
            }
            #expect(seen == 300)
            var names: [String] = []
            try transaction.connection.stream(sql, [.text("home")]) { names.append(try $0.text(at: 0)) }
            #expect(names == (0..<600).map { "n\(1_000 + $0)" })
        }
    }

    @Test func `the first node's key is the one that every node needs`() throws {
        try database.requireSecretKey(fingerprint: "one")
        try database.requireSecretKey(fingerprint: "one")
        #expect(throws: StoreFailure.otherSecretKey) { try database.requireSecretKey(fingerprint: "two") }
        try database.requireSecretKey(fingerprint: "one")
        #expect(StoreFailure.otherSecretKey.sentence.contains("KALENDS_SECRET_KEY_FILE"))
    }
}
