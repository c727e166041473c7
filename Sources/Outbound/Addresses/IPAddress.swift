import Glibc

/// An IPv4 or IPv6 address, as four or sixteen bytes.
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// In network order.
    public let bytes: [UInt8]

    /// Nil unless there are four or sixteen.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Reads "192.0.2.1" or "2001:db8::1"; only the plain dotted form of IPv4, none of its octal, short or single-number ones.
    public init?(_ text: some StringProtocol) {
        let text = String(text)
        var v4 = in_addr()
        var v6 = in6_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            bytes = withUnsafeBytes(of: &v4) { Array($0) }
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            bytes = withUnsafeBytes(of: &v6) { Array($0) }
        } else {
            return nil
        }
    }

    public var isIPv4: Bool { bytes.count == 4 }

    public var description: String {
        var text = [CChar](repeating: 0, count: 64)
        guard inet_ntop(isIPv4 ? AF_INET : AF_INET6, bytes, &text, socklen_t(text.count)) != nil else { return "?" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The IPv4 address behind `::ffff:a.b.c.d` (RFC 4291 section 2.5.5.2); any other address is itself.
    var unmapped: IPAddress {
        AddressRange.mapped.contains(self) ? embedded(at: 12) : self
    }

    func embedded(at offset: Int) -> IPAddress {
        IPAddress(quad: Array(bytes[offset..<offset + 4]))
    }

    private init(quad: [UInt8]) { bytes = quad }
}
