/// A block of addresses that share their first bits, written "10.0.0.0/8" or "fd00::/8"; a lone address is a block of one.
struct AddressRange: Hashable, Sendable {
    let base: IPAddress
    let prefixLength: Int

    /// Nil when it is no address, or the length does not fit the family.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let base = IPAddress(first) else { return nil }
        let longest = base.bytes.count * 8
        guard parts.count == 2 else {
            self.init(base: base, prefixLength: longest)
            return
        }
        guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(parts[1]), length <= longest else { return nil }
        self.init(base: base, prefixLength: length)
    }

    private init(base: IPAddress, prefixLength: Int) {
        self.base = base
        self.prefixLength = prefixLength
    }

    func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == base.bytes.count else { return false }
        let whole = prefixLength / 8
        guard address.bytes.prefix(whole) == base.bytes.prefix(whole) else { return false }
        let rest = prefixLength % 8
        return rest == 0 || (address.bytes[whole] ^ base.bytes[whole]) >> (8 - rest) == 0
    }

    static func known(_ text: String) -> AddressRange {
        guard let range = AddressRange(text) else { preconditionFailure("\(text) is no address range") }
        return range
    }

    static let mapped = known("::ffff:0:0/96")
}
