import Testing

@testable import RestShape

struct JSONValueTests {
    @Test func `members keep their order, and objects are equal without it`() {
        var object: JSONObject = ["b": 1, "a": [true, .null]]
        object["c"] = "x"
        object["b"] = 2
        #expect(object.names == ["b", "a", "c"])
        #expect(object.count == 3)
        object["a"] = nil
        #expect(JSONValue.object(object).serialized == #"{"b":2,"c":"x"}"#)
        #expect(object == ["c": "x", "b": 2])
        #expect(Set([JSONValue.object(object), ["c": "x", "b": 2]]).count == 1)
    }

    @Test func `a value is asked for what it is`() {
        let value: JSONValue = ["a": [1]]
        #expect(value["a"]?.elements == [1])
        #expect(
            value["b"] == nil && value.string == nil && value.elements == nil && JSONValue.null.members == nil && JSONValue.null["a"] == nil
        )
        let kinds = [value, [], "", 1, true, .null].map(\.kind)
        #expect(kinds == ["an object", "a list", "a text", "a number", "true or false", "null"])
    }

    @Test func `indented text has a line for each member and element`() {
        let value: JSONValue = ["a": [1, [:]], "b": []]
        #expect(value.indented == "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}")
    }

    @Test func `a path is written as everybody writes it`() {
        #expect(JSONPath.root.member("customers").element(0).member("emailAddress") == JSONPath("customers[0].emailAddress"))
        #expect(JSONPath.root.member("a b").member("").description == #"["a b"][""]"#)
        #expect(JSONPath.root.member(String(repeating: "x", count: 500)).description.count == 85)
    }
}

struct ExactDecimalTests {
    @Test(arguments: [
        ("49.90", "49.9", 4990), ("0.07", "0.07", 7), ("-0.05", "-0.05", -5), ("1200", "1200", 120_000), ("1.2e3", "1200", 120_000),
        ("5E-2", "0.05", 5), ("0", "0", 0), ("-0", "0", 0), ("0e999999999", "0", 0), ("0.000e5", "0", 0), ("1e+2", "100", 10_000),
        ("100000000000000000.00", "100000000000000000", nil),
    ])
    func `a price is never rounded`(text: String, plain: String, cents: Int?) throws {
        let decimal = try #require(ExactDecimal(text))
        #expect(decimal.description == plain)
        #expect(decimal.units(fractionDigits: 2) == cents)
        if let cents { #expect(ExactDecimal(units: cents, fractionDigits: 2) == decimal) }
    }

    @Test(arguments: [
        "", "-", "01", "1.", ".5", "1e", "1e+", "+1", "1 ", "0x1", "1234567890123456789", "1e31", "1e-31", "1e99999999999999999999",
    ])
    func `anything else, and what is out of range, is no decimal`(text: String) {
        #expect(ExactDecimal(text) == nil)
    }

    @Test func `digits that do not fit are told, not cut`() {
        #expect(ExactDecimal("0.001")?.units(fractionDigits: 2) == nil)
        #expect(ExactDecimal("9e18")?.units(fractionDigits: 2) == nil)
        #expect(ExactDecimal(units: .min, fractionDigits: 2) == nil)
        #expect(ExactDecimal(units: 1, fractionDigits: 31) == nil)
        #expect(JSONNumber(ExactDecimal("0.10")!).text == "0.1")
    }

    @Test func `decimals are ordered by size, whatever their digits`() {
        let sorted = [
            "-1e30", "-2", "-1.99", "-0.001", "0", "1e-30", "0.5", "0.51", "1", "49.899999999999999", "49.9", "50", "1e2", "1e30",
        ]
        for (index, left) in sorted.enumerated() {
            for (place, right) in sorted.enumerated() {
                #expect((ExactDecimal(left)! < ExactDecimal(right)!) == (index < place), "\(left) < \(right)")
            }
        }
    }

    @Test func `numbers are whole, binary or exact as they are asked for`() throws {
        let number = { (text: String) throws in
            guard case .number(let number) = try JSONValue(parsing: text) else {
                throw JSONFault(reason: .unfinished, offset: 0, path: .root)
            }
            return number
        }
        #expect(try number("12.0").integer == 12)
        #expect(try number("1e2").integer == 100)
        #expect(try number("1.5").integer == nil)
        #expect(try number("1e400").double == nil)
        #expect(try number("0.1").double == 0.1)
        #expect(JSONNumber(0.1)?.text == "0.1" && JSONNumber(3.0)?.text == "3" && JSONNumber(1e300)?.double == 1e300)
        #expect(JSONNumber(.infinity) == nil && JSONNumber(Double.nan) == nil)
    }
}
