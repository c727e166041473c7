import Booking
import CivilTime
import Persistence
import Testing

@Suite(.everyEngine) struct CustomerStoreTests {
    private let database: Database

    init() throws {
        database = try Cast.database()
        try database.writeNow { transaction in
            for (id, name, email, phone) in [
                ("c-asa", "Åsa Öberg", "asa@example.se", "070-123 45 67"), ("c-obrien", "Pat O'Brien", "", ""),
                ("c-percent", "100% Club_House", "club@example.org", ""), ("c-anon", "Pat O'Brien", "", ""),
            ] {
                try transaction.customers.insert(
                    Customer(id: Customer.ID(id), business: Cast.studio.id, name: name, email: email, phone: phone, createdAt: morning))
            }
        }
    }

    private func found(_ text: String, limit: Int = 50, offset: Int = 0) throws -> [String] {
        try database.readNow {
            try $0.customers.search(text: text, in: Cast.studio.id, limit: limit, offset: offset).rows.map(\.id.rawValue)
        }
    }

    private func ensured(_ id: String, _ email: String, phone: String = "") throws -> Customer {
        try database.writeNow { transaction in
            try transaction.customers.ensure(
                Customer(id: Customer.ID(id), business: Cast.studio.id, name: "New", email: email, phone: phone, createdAt: morning))
        }
    }

    @Test func `who has the address already is found, whatever its letter case, and stays as it is`() throws {
        let before = try database.readNow { try $0.customers.find("c-asa") }
        #expect(try ensured("c-new", "ASA@Example.SE", phone: "1") == before)
        #expect(try database.readNow { try $0.customers.find("c-new") } == nil)
        #expect(try found("1234567") == ["c-asa"])
    }

    @Test func `who is new is stored, and nobody is found by no address`() throws {
        #expect(try ensured("c-new", "new@example.org").id == "c-new")
        for id in ["c-first", "c-second"] { #expect(try ensured(id, "").id.rawValue == id) }
        #expect(try found("new") == ["c-first", "c-second", "c-new"])
    }

    @Test(arguments: [
        ("åsa", ["c-asa"]), ("ÖBERG åsa", ["c-asa"]), ("O\u{308}berg", ["c-asa"]), ("ASA@EXAMPLE", ["c-asa"]), ("0701234567", ["c-asa"]),
        ("070-123", ["c-asa"]), ("o'brien", ["c-anon", "c-obrien"]), ("%", ["c-percent"]), ("b_h", ["c-percent"]), ("_", ["c-percent"]),
        ("'; DROP TABLE customers; --", []), ("åsa brien", []), ("tea", []),
    ])
    func `a search finds`(_ text: String, _ ids: [String]) throws {
        #expect(try found(text) == ids)
    }

    @Test func `an empty search lists everybody by name, page by page`() throws {
        #expect(try found("  ") == ["c-percent", "c-cleo", "c-anon", "c-obrien", "c-asa"])
        #expect(try found("", limit: 2, offset: 1) == ["c-cleo", "c-anon"])
        #expect(try database.readNow { try $0.customers.search(text: "", limit: 1).total } == 5)
        #expect(try database.readNow { try $0.customers.search(text: "", in: "b-other", limit: 1).total } == 0)
    }

    @Test func `a correction is found by its new words and no longer by its old`() throws {
        var cleo = Cast.cleo
        cleo.name = "Kleopatra"
        try database.writeNow { try $0.customers.update(cleo) }
        #expect(try database.readNow { try $0.customers.find(cleo.id) } == cleo)
        #expect(try found("kleopatra") == ["c-cleo"])
    }

    @Test func `a customer is found by address in any letter case, and nobody by none`() throws {
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.customers.find(email: "cleo@example.ORG", in: Cast.studio.id) == Cast.cleo)
            #expect(try transaction.customers.find(email: "", in: Cast.studio.id) == nil)
            #expect(try transaction.customers.find(email: "cleo@example.org", in: "b-other") == nil)
        }
    }

    @Test func `one address is one customer of a business`() throws {
        var twin = Cast.cleo
        twin.id = "c-twin"
        twin.email = "CLEO@example.org"
        #expect(throws: StoreFailure.unique(constraint: "customers.business, customers.email_folded")) {
            try database.writeNow { try $0.customers.insert(twin) }
        }
    }

    @Test func `an erased customer is found no more, keeps the row, and cannot keep a name`() throws {
        var erased = Cast.cleo
        erased.erasedAt = morning
        #expect(throws: StoreFailure.self) { try database.writeNow { try $0.customers.update(erased) } }
        (erased.name, erased.email, erased.phone, erased.notes) = ("", "", "", "")
        try database.writeNow { try $0.customers.update(erased) }
        #expect(try found("cleo").isEmpty)
        #expect(try found("").contains("c-cleo") == false)
        #expect(try database.readNow { try $0.customers.find(erased.id) } == erased)
    }
}
