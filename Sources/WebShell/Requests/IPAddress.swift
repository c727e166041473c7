import Glibc

/// An IP address of either family; an IPv4 address that came in IPv6 clothes is IPv4.
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// 4 or 16, in network order.
    let bytes: [UInt8]

    /// `nil` for anything but an address, with or without a zone id ("fe80::1%eth0") or the brackets of a URL.
    public init?(_ text: some StringProtocol) {
        let bare = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : String(text)
        let address = bare.prefix { $0 != "%" }
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, String(address), &four) == 1 {
            bytes = withUnsafeBytes(of: four) { Array($0) }
        } else if inet_pton(AF_INET6, String(address), &six) == 1 {
            let all = withUnsafeBytes(of: six) { Array($0) }
            let isMapped = all.prefix(10).allSatisfy { $0 == 0 } && all[10] == 0xFF && all[11] == 0xFF
            bytes = isMapped ? Array(all.suffix(4)) : all
        } else {
            return nil
        }
    }

    public var isVersion4: Bool { bytes.count == 4 }

    public var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        inet_ntop(isVersion4 ? AF_INET : AF_INET6, bytes, &text, socklen_t(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whom a limit counts as one: the address, or the network of 64 bits that one IPv6 household is given.
    public var household: IPHousehold { IPHousehold(bytes: isVersion4 ? bytes : Array(bytes.prefix(8))) }

    fileprivate init(bytes: [UInt8]) { self.bytes = bytes }
}

/// One client, as limits count: an IPv4 address, or an IPv6 network of 64 bits.
public struct IPHousehold: Hashable, Sendable, CustomStringConvertible {
    let bytes: [UInt8]

    fileprivate init(bytes: [UInt8]) { self.bytes = bytes }

    /// Whoever holds a key, wherever they ask from, is one client too.
    /// - Parameter name: of more than 8 bytes.
    public init(named name: String) { bytes = Array(name.utf8) }

    /// `203.0.113.9`, `2001:db8:1:2::/64`, or the name.
    public var description: String {
        if bytes.count > 8 { return String(decoding: bytes, as: UTF8.self) }
        return bytes.count == 4 ? "\(IPAddress(bytes: bytes))" : "\(IPAddress(bytes: bytes + Array(repeating: 0, count: 8)))/64"
    }
}
