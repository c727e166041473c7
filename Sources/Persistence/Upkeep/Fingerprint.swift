/// A number that equal rows in equal order share whatever engine holds them: FNV-1a over 64 bits, which tells accidents apart and no forger.
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    private mutating func mix(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }

    /// The kind and the length of a value stand before it, so that no two rows run together.
    mutating func add(_ value: SQLValue) {
        switch value {
        case .null: mix(0)
        case .integer(let number):
            mix(1)
            add(UInt64(bitPattern: number))
        case .text(let text):
            mix(2)
            add(UInt64(text.utf8.count))
            for byte in text.utf8 { mix(byte) }
        case .bytes(let bytes):
            mix(3)
            add(UInt64(bytes.count))
            for byte in bytes { mix(byte) }
        }
    }

    private mutating func add(_ number: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) { mix(UInt8(truncatingIfNeeded: number >> UInt64(shift))) }
    }

    /// 16 hexadecimal digits.
    public var description: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
