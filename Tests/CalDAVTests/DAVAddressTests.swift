import Testing

@testable import CalDAV

struct DAVAddressTests {
    private func address(_ text: String) throws -> DAVAddress { try #require(DAVAddress(text)) }

    @Test(arguments: [
        ("/other/x.ics", "https://cal.example.org/other/x.ics"),
        ("x%20y.ics", "https://cal.example.org/dav/cal/x%20y.ics"),
        ("../x.ics", "https://cal.example.org/dav/x.ics"),
        ("https://p7.example.org:8443/a/", "https://p7.example.org:8443/a/"),
        ("//p7.example.org/a@b/", "https://p7.example.org/a@b/"),
        ("/a%40b/C.ics", "https://cal.example.org/a%40b/C.ics"),
    ])
    func `an href is resolved against the address that gave it and keeps its spelling`(href: String, resolved: String) throws {
        #expect(try address("https://cal.example.org/dav/cal/").resolving(href)?.text == resolved)
    }

    @Test(arguments: ["mailto:ana@example.org", "javascript:alert(1)", "file:///etc/passwd"])
    func `an href of another scheme leads nowhere`(href: String) throws {
        #expect(try address("https://cal.example.org/").resolving(href) == nil)
    }

    @Test(arguments: ["ftp://x/", "https://", "https://a@b/", "https:///path", "cal.example.org", "https://a b/"])
    func `what is no web address is refused`(text: String) { #expect(DAVAddress(text) == nil) }

    @Test func `spellings of one resource are one, and the scheme's own port says nothing`() throws {
        let one = try address("https://cal.example.org:443/ana%40example.org/work/")
        #expect(one.isSameResource(as: try address("https://CAL.example.org/ana@example.org/work")))
        #expect(!one.isSameResource(as: try address("https://cal.example.org/ana@example.org/home")))
    }

    @Test(arguments: [
        ("https://caldav.icloud.com/", "https://p42-caldav.icloud.com/", true),
        ("https://example.org/", "https://dav.example.org/", true),
        ("http://cal.example.org/", "https://cal.example.org/", true),
        ("https://cal.example.org/", "http://cal.example.org/", false),
        ("https://cal.example.org/", "https://evil.example/", false),
        ("https://cal.example.org/", "https://notexample.org/", false),
        ("https://bakery.co.uk/", "https://evil.co.uk/", false),
        ("https://10.0.0.1/", "https://11.0.0.1/", false),
        ("http://localhost:5232/", "http://localhost:5232/", true),
    ])
    func `a password stays on its site and on TLS`(from: String, to: String, allowed: Bool) throws {
        #expect(try address(from).sharesSite(with: try address(to)) == allowed)
    }

    @Test func `names are encoded so that every server reads them alike`() {
        #expect(DAVAddress.percentEncoded("kalends-1_a.b~@ä/") == "kalends-1_a.b~%40%C3%A4%2F")
        #expect(DAVAddress.percentDecoded("%40%c3%A4%2F%zz%4") == "@ä/%zz%4")
    }
}
