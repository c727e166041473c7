extension IPAddress {
    /// Whether the address can belong to a server on the public internet (IANA special-purpose registries, RFC 6890).
    public var isPublic: Bool {
        if isIPv4 { return !Self.specialIPv4.contains { $0.contains(self) } }
        // An address that carries an IPv4 address inside leads where that one does.
        for (range, offset) in Self.carriersOfIPv4 where range.contains(self) { return embedded(at: offset).isPublic }
        return Self.globalUnicast.contains(self) && !Self.specialIPv6.contains { $0.contains(self) }
    }

    private static let specialIPv4 = [
        "0.0.0.0/8", // this network, and "unspecified"
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", // private (RFC 1918)
        "100.64.0.0/10", // behind a carrier's address translation (RFC 6598)
        "127.0.0.0/8", // loopback
        "169.254.0.0/16", // link-local, and the metadata services of cloud machines
        "192.0.0.0/24", // protocol assignments
        "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", // documentation
        "192.88.99.0/24", // former 6to4 relays
        "198.18.0.0/15", // benchmarks
        "224.0.0.0/4", // multicast
        "240.0.0.0/4", // reserved, and broadcast
    ].map(AddressRange.known)

    private static let carriersOfIPv4: [(AddressRange, Int)] = [
        (.mapped, 12),
        (.known("64:ff9b::/96"), 12), // NAT64 (RFC 6052)
        (.known("2002::/16"), 2), // 6to4 (RFC 3056)
    ]

    /// Everything outside it is loopback, link-local, unique local, multicast, unspecified or not assigned.
    private static let globalUnicast = AddressRange.known("2000::/3")

    private static let specialIPv6 = [
        "2001::/23", // protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32", "3fff::/20", // documentation
    ].map(AddressRange.known)
}
