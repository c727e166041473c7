import Testing

@testable import Texts

struct PlaceholderTests {
    @Test func `placeholders take their values`() {
        #expect(Placeholders.fill("{a} and {b}, {a}", ["a": "1", "b": "2"]) == "1 and 2, 1")
    }

    @Test func `a value with braces is never looked into`() {
        #expect(Placeholders.fill("{name} {secret}", ["name": "{secret}", "secret": "x"]) == "{secret} x")
    }

    @Test func `a placeholder without a value stays, so that a slip is seen`() {
        #expect(Placeholders.fill("{a} {b", ["x": "1"]) == "{a} {b")
    }

    @Test(arguments: ["{", "}", "{}", "{a{b}}", "{a b}", "{a1}", "}{", "{a}}"])
    func `braces that do not pair are found`(text: String) {
        #expect(Placeholders.names(in: text) == nil)
    }

    @Test func `names are read in full`() {
        #expect(Placeholders.names(in: "{first} to {second}") == ["first", "second"])
        #expect(Placeholders.names(in: "none") == [])
    }
}
