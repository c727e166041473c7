import Testing

@testable import CalendarSimulators

struct JSONValueTests {
    @Test(arguments: [
        #"{"a":[1,-2,3.5,true,false,null,"x"],"b":{"c":""}}"#, #""\"\\\n\u001f""#, "[]", "{}", "0", #"["ü🎈"]"#,
    ])
    func `what is written is what was read`(text: String) throws {
        #expect(try #require(JSONValue(parsing: Array(text.utf8))).serialized == text)
    }

    @Test func `escapes are read, pairs of surrogates too`() {
        #expect(JSONValue(parsing: Array(#"  "\u00fc\ud83c\udf88\/\t" "#.utf8)) == "ü🎈/\t")
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\"}", "tru", "\"\u{1}\"", "1 2", "\"\\ud83c\"", "\"\\x\"", "nul", String(repeating: "[", count: 100),
    ])
    func `anything else is refused`(text: String) {
        #expect(JSONValue(parsing: Array(text.utf8)) == nil)
    }

    @Test func `a patch merges objects, replaces lists and takes away what it calls null`() {
        // The examples of RFC 7396 appendix A.
        let cases: [(JSONValue, JSONValue, JSONValue)] = [
            (["a": "b"], ["a": "c"], ["a": "c"]), (["a": "b"], ["b": "c"], ["a": "b", "b": "c"]), (["a": "b"], ["a": .null], [:]),
            (["a": ["b"]], ["a": "c"], ["a": "c"]), (["a": "c"], ["a": ["b"]], ["a": ["b"]]),
            (["a": ["b": "c"]], ["a": ["b": "d", "c": .null]], ["a": ["b": "d"]]), (["e": .null], ["a": 1], ["e": .null, "a": 1]),
            ([:], ["a": ["bb": ["ccc": .null]]], ["a": ["bb": [:]]]),
        ]
        for (original, patch, result) in cases { #expect(original.merging(patch) == result) }
    }
}
