import Testing
import WebShell

/// Queries and forms are read as they were sent.
struct QueryTests {
    @Test func `fields keep their order and their repetitions`() {
        let query = Query(parsing: "a=1&b=2&a=3")
        #expect(query.fields == [.init("a", "1"), .init("b", "2"), .init("a", "3")])
        #expect(query.all("a") == ["1", "3"])
        #expect(query["a"] == "1")
    }

    @Test func `plus is a blank and percent a byte`() {
        #expect(Query(parsing: "name=Zo%C3%AB+%26+Co%2B")["name"] == "Zoë & Co+")
    }

    @Test(arguments: ["%", "%4", "%zz", "100%"])
    func `what cannot be decoded stays as it is`(text: String) {
        #expect(Query(parsing: "a=\(text)")["a"] == text)
    }

    @Test func `bytes that are no UTF-8 become the sign for that`() {
        #expect(Query(parsing: "a=%FF")["a"] == "\u{FFFD}")
    }

    @Test func `a field without a value is there and empty`() {
        let query = Query(parsing: "zones&a=")
        #expect(query.contains("zones") && query["zones"] == "" && query.value("a") == nil)
    }

    @Test(arguments: ["Zoë & Co+", "a=b;c", "100%", "\n\t\"<>", "日本", ""])
    func `what is written is read back`(text: String) {
        var query = Query()
        query.append("k \(text)", text)
        #expect(Query(parsing: query.text) == query)
    }

    @Test func `an instant stays readable in an address`() {
        var query = Query()
        query.set("start", "2026-12-03T09:00:00Z")
        #expect(query.address("/b/a/b/details") == "/b/a/b/details?start=2026-12-03T09:00:00Z")
    }

    @Test func `setting an empty value removes the field`() {
        #expect(Query(parsing: "a=1&b=2&a=3").setting("a", "").text == "b=2")
        #expect(Query(parsing: "a=1").setting("a", nil).address("/x") == "/x")
    }
}
