import Booking
import TestSupport
import Testing

struct SlugTests {
    @Test(arguments: ["a", "studio", "room-2", "0", "a-b-c", String(repeating: "x", count: 60)])
    func `lower-case letters, digits and single hyphens between them are valid`(slug: String) { #expect(Slug.isValid(slug)) }

    @Test(arguments: ["", "-", "-a", "a-", "a--b", "A", "a b", "ä", "a/b", "a\n", "a_b", String(repeating: "x", count: 61)])
    func `anything else is not`(slug: String) { #expect(!Slug.isValid(slug)) }

    @Test(arguments: [
        ("Ärztehaus am Markt", "aerztehaus-am-markt"), ("  Ana’s  Studio! ", "ana-s-studio"), ("Łódź", "lodz"), ("Straße 5", "strasse-5"),
        ("Őrség & Șase", "orseg-sase"), ("İstanbul", "istanbul"), ("Cafe\u{301}", "cafe"), ("A\r\nB", "a-b"), ("ÞÓR", "thor"),
    ])
    func `a name becomes a slug`(name: String, slug: String) { #expect(Slug.make(from: name, fallback: "page") == slug) }

    @Test(arguments: ["", "日本語", "!!!", "-"])
    func `a name of which nothing can be kept becomes the fallback`(name: String) {
        #expect(Slug.make(from: name, fallback: "page") == "page")
    }

    @Test func `a long name is cut without a hyphen at its end`() {
        #expect(Slug.make(from: String(repeating: "x", count: 59) + " yz", fallback: "page") == String(repeating: "x", count: 59))
        #expect(Slug.make(from: String(repeating: "ß", count: 90), fallback: "page").count == 60)
    }

    @Test func `whatever a name is made of, its slug is valid`() {
        var random = SeededGenerator(seed: 7)
        let characters = Array("aZ9 -–ßŐ日\u{301}\u{130}/.\r\n👩‍👩‍👧")
        for _ in 0..<5_000 {
            let name = String((0..<random.int(0...80)).map { _ in random.pick(characters) })
            #expect(Slug.isValid(Slug.make(from: name, fallback: "page")), "\(name)")
        }
    }
}
