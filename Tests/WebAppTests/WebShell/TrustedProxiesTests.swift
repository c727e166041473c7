import Testing

@testable import WebShell

/// The client's address is believed only from our own proxies.
struct TrustedProxiesTests {
    private let proxies = try! TrustedProxies(parsing: "127.0.0.1, 10.0.0.0/8 2001:db8::/32")

    private func client(_ peer: String, _ forwarded: String...) -> String? {
        proxies.client(peer: IPAddress(peer), forwardedFor: forwarded)?.description
    }

    @Test func `a stranger's word about itself is not believed`() {
        #expect(client("203.0.113.9", "198.51.100.1") == "203.0.113.9")
    }

    @Test func `a proxy's word is believed`() {
        #expect(client("127.0.0.1", "198.51.100.1") == "198.51.100.1")
    }

    @Test func `the list is read from the right and stops at the first stranger`() {
        #expect(client("127.0.0.1", "1.1.1.1, 198.51.100.1, 10.1.2.3") == "198.51.100.1")
        #expect(client("127.0.0.1", "1.1.1.1", "198.51.100.1, 10.1.2.3") == "198.51.100.1")
    }

    @Test func `a hop that is no address ends the reading`() {
        #expect(client("127.0.0.1", "198.51.100.1, nonsense, 10.1.2.3") == "10.1.2.3")
        #expect(client("127.0.0.1", "") == "127.0.0.1")
    }

    @Test func `a port behind a hop's address is not part of it`() {
        #expect(client("127.0.0.1", "198.51.100.1:4711") == "198.51.100.1")
        #expect(client("127.0.0.1", "[2001:db9::1]:4711") == "2001:db9::1")
    }

    @Test func `a request from one of our own proxies alone is the proxy's`() {
        #expect(client("127.0.0.1", "10.0.0.1") == "10.0.0.1")
        #expect(client("127.0.0.1") == "127.0.0.1")
    }

    @Test func `an IPv4 address in IPv6 clothes is the same address`() {
        #expect(client("::ffff:127.0.0.1", "::ffff:198.51.100.1") == "198.51.100.1")
    }

    @Test(arguments: [("10.255.0.1", true), ("11.0.0.1", false), ("2001:db8:1::1", true), ("2001:db9::1", false)])
    func `a range holds its addresses and no others`(address: String, isTrusted: Bool) throws {
        #expect(proxies.trusts(try #require(IPAddress(address))) == isTrusted)
    }

    @Test func `a range need not end at a byte`() throws {
        let odd = try TrustedProxies(parsing: "192.168.0.0/23")
        #expect(odd.trusts(try #require(IPAddress("192.168.1.255"))))
        #expect(!odd.trusts(try #require(IPAddress("192.168.2.0"))))
        let all = try TrustedProxies(parsing: "0.0.0.0/0")
        #expect(all.trusts(try #require(IPAddress("203.0.113.9"))))
    }

    @Test(arguments: ["localhost", "10.0.0.0/33", "10.0.0.0/x", "10.0.0/8", "::1/129", "127.0.0.1/"])
    func `a list that cannot be read is refused and names the part`(list: String) {
        #expect(throws: TrustedProxies.Malformed(part: list)) { try TrustedProxies(parsing: list) }
    }

    @Test func `an empty list trusts nobody`() throws {
        #expect(!(try TrustedProxies(parsing: "")).trusts(try #require(IPAddress("127.0.0.1"))))
    }
}
