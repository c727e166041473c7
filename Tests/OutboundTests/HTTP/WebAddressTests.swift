import Testing

@testable import Outbound

struct WebAddressTests {
    @Test(arguments: [
        ("webcal://example.org/a.ics", "https://example.org/a.ics"),
        ("WebCal://example.org/a.ics", "https://example.org/a.ics"),
        ("webcals://example.org/a.ics", "https://example.org/a.ics"),
        ("HTTPS://Example.ORG/Path", "https://example.org/Path"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org/a b/ä.ics", "https://example.org/a%20b/%c3%a4.ics"),
        ("https://example.org/cleo%40x/@y/", "https://example.org/cleo%40x/@y/"),
        ("https://u:p@example.org:8443/x#part", "https://example.org:8443/x"),
        ("https://example.org/?a=b&c=%20", "https://example.org/?a=b&c=%20"),
    ])
    func `typed addresses become clean ones`(typed: String, clean: String) throws {
        #expect(try WebAddress(typed).text.lowercased() == clean.lowercased())
    }

    @Test(arguments: ["http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/", "http://0x7f000001/"])
    func `odd spellings of an IPv4 address are seen as the address they are`(typed: String) throws {
        #expect(try WebAddress(typed).host == "127.0.0.1")
    }

    @Test func `parts are read with their defaults`() throws {
        let address = try WebAddress("http://cl%40eo:p%3Aw@[2001:DB8::1]/x")
        #expect(address.host == "2001:db8::1")
        #expect(address.port == 80)
        #expect(address.user == "cl@eo")
        #expect(address.password == "p:w")
        #expect(try WebAddress("https://h/").port == 443)
    }

    @Test(arguments: [
        ("https://h/a", "https://h/b", true), ("https://h/a", "https://h:443/b", true), ("http://h/", "https://h/", true),
        ("http://h:5000/", "https://h:5001/", true), ("https://h/", "http://h/", false), ("https://h/", "https://h:8443/", false),
        ("https://h/", "https://sub.h/", false), ("https://h/", "https://h.evil/", false), ("http://h:80/", "http://h:81/", false),
    ])
    func `credentials go to the same site and to its TLS side`(from: String, to: String, isShared: Bool) throws {
        #expect(try WebAddress(from).sharesCredentials(with: WebAddress(to)) == isShared)
    }

    @Test(arguments: [
        ("/x", "https://h/x"), ("x", "https://h/a/x"), ("?q", "https://h/a/b?q"), ("//other/x", "https://other/x"),
        ("../x", "https://h/x"), ("http://other:81/", "http://other:81/"), ("webcal://other/x", "https://other/x"),
    ])
    func `locations resolve against the address that gave them`(location: String, result: String) throws {
        #expect(try WebAddress("https://h/a/b").resolving(location).text == result)
    }
}
