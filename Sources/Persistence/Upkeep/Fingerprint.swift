/// A number that equal rows in equal order share whatever engine holds them: FNV-1a over words of 64 bits, which tells accidents apart and no
/// forger.
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    /// The length of a row stands before it, so that no two run together.
    mutating func add(_ row: UnsafeRawBufferPointer) {
        // In one local variable: rows are many, and this is what is done with every byte of them.
        var mixed = (state ^ UInt64(row.count)) &* 0x100_0000_01B3
        var position = 0
        while position + 8 <= row.count {
            mixed = (mixed ^ UInt64(littleEndian: row.loadUnaligned(fromByteOffset: position, as: UInt64.self))) &* 0x100_0000_01B3
            // The highest bits come down, or they would reach no other.
            mixed ^= mixed >> 29
            position += 8
        }
        while position < row.count {
            mixed = (mixed ^ UInt64(row[position])) &* 0x100_0000_01B3
            position += 1
        }
        state = mixed ^ (mixed >> 29)
    }

    /// 16 hexadecimal digits.
    public var description: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
