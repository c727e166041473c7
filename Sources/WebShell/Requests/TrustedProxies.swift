/// The proxies whose word about the client's address is believed: addresses and CIDR ranges.
public struct TrustedProxies: Hashable, Sendable {
    /// What cannot be read in `KALENDS_TRUSTED_PROXIES`.
    public struct Malformed: Error, Hashable, Sendable {
        public let part: String

        public var sentence: String {
            "KALENDS_TRUSTED_PROXIES: “\(part)” is neither an address nor a range. Write addresses or CIDR ranges, such as 127.0.0.1, 10.0.0.0/8."
        }
    }

    private struct Range: Hashable, Sendable {
        let address: IPAddress
        let bits: Int

        func contains(_ other: IPAddress) -> Bool {
            guard other.bytes.count == address.bytes.count else { return false }
            for (index, (mine, its)) in zip(address.bytes, other.bytes).enumerated() {
                let counted = min(8, max(0, bits - index * 8))
                let mask = UInt8(truncatingIfNeeded: 0xFF00 >> counted)
                if mine & mask != its & mask { return false }
            }
            return true
        }
    }

    private let ranges: [Range]

    /// Nobody is trusted.
    public init() { ranges = [] }

    /// Reads a list parted by commas or blanks.
    public init(parsing list: String) throws(Malformed) {
        var ranges: [Range] = []
        for part in list.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            let halves = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let address = IPAddress(halves[0]) else { throw Malformed(part: String(part)) }
            var bits = address.bytes.count * 8
            if halves.count > 1 {
                guard let given = Int(halves[1]), (0...bits).contains(given) else { throw Malformed(part: String(part)) }
                bits = given
            }
            ranges.append(Range(address: address, bits: bits))
        }
        self.ranges = ranges
    }

    public func trusts(_ address: IPAddress) -> Bool { ranges.contains { $0.contains(address) } }

    /// The client of a request: the last address of `X-Forwarded-For`, read from the right, that is not one of our proxies.
    ///
    /// What stands left of it was written by somebody we do not know, and is not read at all.
    public func client(peer: IPAddress?, forwardedFor: [String]) -> IPAddress? {
        guard var client = peer, trusts(client) else { return peer }
        let hops = forwardedFor.joined(separator: ",").split(separator: ",")
        for hop in hops.reversed() {
            guard let address = Self.address(ofHop: hop) else { return client }
            client = address
            if !trusts(client) { return client }
        }
        return client
    }

    /// Some proxies write the port behind the address.
    private static func address(ofHop hop: Substring) -> IPAddress? {
        let text = hop.trimmingBlanks
        if let address = IPAddress(text) { return address }
        guard let colon = text.lastIndex(of: ":") else { return nil }
        return IPAddress(text[..<colon])
    }
}

extension Substring {
    var trimmingBlanks: Substring {
        var rest = self
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return rest
    }
}
