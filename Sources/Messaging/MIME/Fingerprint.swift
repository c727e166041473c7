/// A short name for a list of texts, the same on every run and every machine (FNV-1a, 64 bits). It tells texts apart and keeps no secret.
enum Fingerprint {
    static func of(_ texts: String...) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for text in texts {
            // The byte between texts keeps "ab","c" from "a","bc"; it stands in no UTF-8.
            for byte in Array(text.utf8) + [0xFF] {
                hash ^= UInt64(byte)
                hash &*= 0x100_0000_01b3
            }
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
