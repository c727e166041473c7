import CivilTime
import Testing
import Texts
import WebShell

/// Every field is read, every fault is noted, nothing typed is lost.
struct FormReaderTests {
    private func reader(_ form: String) -> FormReader { FormReader(Query(parsing: form)) }

    @Test func `a missing text is a fault of its field`() {
        var form = reader("name=+++")
        #expect(form.text("name", missing: "nameMissing") == "")
        #expect(form.faults == [FieldFault(field: "name", key: "nameMissing")])
    }

    @Test func `a text that is too long says how long it may be`() {
        var form = reader("name=abcdef")
        _ = form.text("name", limit: 5, tooLong: "nameTooLong")
        #expect(form.faults == [FieldFault(field: "name", key: "nameTooLong", values: ["limit": "5"])])
    }

    @Test(arguments: [("45", 4500), ("45.5", 4550), ("45,50", 4550), ("0", 0), (" 45.00 ", 4500), ("45.500", 4550)])
    func `an amount is read in the ways people write it`(text: String, amount: Int) {
        var form = reader("price=\(Query.encode(text))")
        #expect(form.amount("price") == amount)
        #expect(form.faults.isEmpty)
    }

    @Test(arguments: ["4.5.6", "-5", "€45", "45.555", "1e3", ".5", "99999999999999999999"])
    func `an amount that cannot be read is a fault`(text: String) {
        var form = reader("price=\(Query.encode(text))")
        #expect(form.amount("price") == nil)
        #expect(form.faults.map(\.key) == ["priceMalformed"])
    }

    @Test func `a currency without decimals has none`() {
        var form = reader("price=4500&other=45.5")
        #expect(form.amount("price", decimals: 0) == 4500)
        #expect(form.amount("other", decimals: 0) == nil)
    }

    @Test func `an empty amount, number, date or time is none and no fault`() {
        var form = reader("a=&b=&c=&d=")
        #expect(form.amount("a") == nil && form.number("b", in: 0...9) == nil && form.date("c") == nil && form.time("d") == nil)
        #expect(form.faults.isEmpty)
    }

    @Test func `dates and times are read or are faults`() {
        var form = reader("a=2026-11-24&b=2026-02-30&c=09:30&d=25:00")
        #expect(form.date("a")?.description == "2026-11-24")
        #expect(form.date("b") == nil)
        #expect(form.time("c")?.description == "09:30")
        #expect(form.time("d") == nil)
        #expect(form.faults.map(\.field) == ["b", "d"])
    }

    @Test(arguments: [("30", nil), ("abc", "durationMalformed"), ("99999999999999999999", "durationMalformed")] as [(String, String?)])
    func `minutes are whole and of this world`(text: String, fault: String?) {
        var form = reader("duration=\(text)")
        #expect((form.minutes("duration") == nil) == (fault != nil))
        #expect(form.faults.map(\.key) == (fault.map { [$0] } ?? []))
    }

    @Test func `a number outside of its range says the range`() {
        var form = reader("n=10")
        #expect(form.number("n", in: 0...9) == nil)
        #expect(form.faults == [FieldFault(field: "n", key: "numberOutOfRange", values: ["minimum": "0", "maximum": "9"])])
    }
}
