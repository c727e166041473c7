/// A 128-bit hash in hexadecimal digits (FNV-1a from two starts), the same on every machine: to notice changes, not to resist an attacker.
struct Fingerprint {
    private var low: UInt64 = 0xCBF2_9CE4_8422_2325
    private var high: UInt64 = 0x6C62_272E_07BB_0142

    init(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            low = (low ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            high = (high &+ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
            high ^= high >> 29
        }
    }

    init(_ text: String) { self.init(text.utf8) }

    var text: String { [high, low].map { padded(String($0, radix: 16)) }.joined() }

    private func padded(_ digits: String) -> String { String(repeating: "0", count: 16 - digits.utf8.count) + digits }
}
