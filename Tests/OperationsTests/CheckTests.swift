import Testing
import Texts

@testable import Operations

struct CheckTests {
    @Test(arguments: ["ana@example.org", "a.b+c@sub.example.org", "x@localhost", "jürgen@müller.example", "o'neil@example.org"])
    func `an address as people have them is an address`(_ text: String) { #expect(Check.isEmail(text)) }

    @Test(arguments: [
        "", "ana", "x@y", "ana@gmail", "@example.org", "ana@", "a@b@c", ".a@b", "a.@b", "a..b@c", "a b@c", "a<b@c", "a<\u{338}b@c",
        "a\"\u{301}b@c",
        "a,\u{301}b@c",
        "a\r\nb@c", "a\nBcc: x@c", "a@b\r\n", "a@b\r", "a@b\u{338}>", "a@@b", "a\u{200b}b@c", "a\u{2028}b@c", "a@-b", "a@b-", "a@b..c",
        "a@b c",
        "a@b;c", "a@[127.0.0.1]", String(repeating: "a", count: 65) + "@b",
    ])
    func `an address that a mail header would read as structure is refused`(_ text: String) { #expect(!Check.isEmail(text)) }

    @Test func `a phone number is digits and the usual marks`() {
        #expect(Check.isPhone("+49 (30) 555-01.00 x7"))
        for text in ["1234", "12345a", "12345\u{301}", "12345\r\n", "+\u{338}12345", String(repeating: "1", count: 21)] {
            #expect(!Check.isPhone(text))
        }
    }

    @Test func `colours and origins are compared byte for byte`() {
        #expect(Check.isColor("#1f5FBf"))
        for text in ["#1f5fb\u{301}", "#1f5fbf\n", "1f5fbff", "#１f5fbf", "#1f5fbg"] { #expect(!Check.isColor(text)) }
        #expect(Check.isOrigin("https://www.example.org:8443") && Check.isOrigin("*"))
        for text in ["https://", "https://a;script-src *", "https://a\r\n", "ftp://a", "https://a b", "https://a'"] {
            #expect(!Check.isOrigin(text))
        }
    }

    @Test func `a text is measured in scalars, so that one character cannot be a book`() {
        let tower = "a" + String(repeating: "\u{301}", count: 300)
        #expect(tower.count == 1)
        #expect(Check.text(tower, field: "name", limit: 200, noun: "name").map(\.key) == ["nameTooLong"])
    }

    @Test func `line ends stand only where lines are allowed`() {
        #expect(Check.text("a\r\nb", field: "name", limit: 9, noun: "name").map(\.key) == ["nameUnprintable"])
        #expect(Check.text("a\r\n\tb", field: "notes", limit: 9, noun: "notes", allowsLines: true).isEmpty)
        #expect(Check.text("a\u{0}b", field: "notes", limit: 9, noun: "notes", allowsLines: true).map(\.key) == ["notesUnprintable"])
    }

    @Test func `a name that nobody sees is no name`() {
        #expect(Check.isVisible("Ana") && Check.isVisible("李") && Check.isVisible("🙂"))
        for text in ["", " ", "\u{200b}\u{200d}", "\u{301}"] { #expect(!Check.isVisible(text)) }
    }
}
