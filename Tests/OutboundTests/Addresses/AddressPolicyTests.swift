import Testing

@testable import Outbound

struct AddressPolicyTests {
    func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

    @Test(arguments: [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.9", "169.254.169.254",
        "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::7f00:1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fdff::1", "ff02::1", "2001:db8::1", "3fff::1", "3fff:fff::1",
        "2001::1", "2001:2::1", "2001:10::1", "100::1", "5f00::1", "4000::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b:1::1", "2002:7f00:1::", "2002:c0a8:101::1", "2002:a9fe:a9fe::1",
    ])
    func `an address outside the public internet is refused`(text: String) throws {
        #expect(try !AddressPolicy.publicOnly.permits(address: address(text), host: "example.org"))
        #expect(try AddressPolicy.all.permits(address: address(text), host: "example.org"))
    }

    @Test(arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1", "169.253.0.1",
        "172.15.255.255",
        "172.32.0.0", "192.0.1.1", "192.0.3.1", "192.167.0.1", "192.169.0.1", "198.17.0.1", "198.20.0.1", "223.255.255.255",
        "2606:4700::1111", "2a00::1", "2001:200::1", "2001:db9::1", "3ffe::1", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2002:101:101::1",
    ])
    func `an address on the public internet is allowed`(text: String) throws {
        #expect(try AddressPolicy.publicOnly.permits(address: address(text), host: "example.org"))
    }

    @Test(arguments: ["", " ", "none", "NONE", " none "]) func `none and nothing allow only the public internet`(text: String) throws {
        #expect(try AddressPolicy(parsing: text) == .publicOnly)
    }

    @Test func `all allows everything`() throws {
        #expect(try AddressPolicy(parsing: "All") == .all)
    }

    @Test(arguments: [
        ("192.168.1.5", "x", true), ("192.168.1.6", "x", false), ("10.0.255.1", "x", true), ("10.1.0.1", "x", false),
        ("fd12:3456::9", "x", true),
        ("fd13::9", "x", false), ("127.0.0.1", "nas.lan", true), ("127.0.0.1", "NAS.lan.", true), ("127.0.0.1", "sub.nas.lan", false),
        ("::ffff:10.0.3.4", "x", true), ("::ffff:10.1.3.4", "x", false), ("::1", "x", true), ("172.16.5.4", "x", true),
        ("172.16.5.8", "x", false),
    ])
    func `hosts, addresses and ranges of the list are allowed besides`(text: String, host: String, isAllowed: Bool) throws {
        let policy = try AddressPolicy(parsing: "192.168.1.5, 10.0.0.0/16 fd12:3456::/32,nas.lan\n[::1],172.16.5.0/29")
        #expect(try policy.permits(address: address(text), host: host) == isAllowed)
    }

    @Test func `a range that carries an IPv4 address inside is not opened by the range of that address`() throws {
        let policy = try AddressPolicy(parsing: "10.0.0.0/8")
        #expect(try !policy.permits(address: address("64:ff9b::10.0.0.1"), host: "x"))
    }

    @Test(arguments: [
        "10.0.0.0/33", "10.0.0", "10.0.0.0/-1", "10.0.0.0/", "fd00::/129", "fd00::/x", "a b/c", "-x.lan", "x..lan", "http://nas",
        "256.1.1.1", "*",
    ])
    func `what is neither host nor range is refused by name`(entry: String) {
        let failure = #expect(throws: AddressPolicy.Failure.self) { try AddressPolicy(parsing: "nas.lan, \(entry)") }
        #expect(failure?.sentence.contains("KALENDS_ALLOW_PRIVATE_ADDRESSES") == true)
    }

    @Test(arguments: ["all, 10.0.0.0/8", "nas.lan none"]) func `all and none cannot be mixed with others`(text: String) {
        #expect(throws: AddressPolicy.Failure.self) { try AddressPolicy(parsing: text) }
    }

    @Test(arguments: ["127.1", "0x7f.0.0.1", "0177.0.0.1", "2130706433", "1.2.3.4.5", "1.2.3", "::g", "", "1.2.3.4 "])
    func `only the plain form of an address is read`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: ["1.2.3.4", "2001:db8::1", "::", "::1"]) func `an address prints as it is written`(text: String) throws {
        #expect(try address(text).description == text)
    }
}
