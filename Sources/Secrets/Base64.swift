import CSodium

/// The usual alphabet with padding (RFC 4648 section 4), where somebody else's convention asks for it.
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String {
        let length = sodium_base64_encoded_len(bytes.count, sodium_base64_VARIANT_ORIGINAL)
        var text = [CChar](repeating: 0, count: length)
        sodium_bin2base64(&text, length, bytes, bytes.count, sodium_base64_VARIANT_ORIGINAL)
        return String(decoding: text.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Nil for anything but the one spelling that `encode` gives.
    static func decode(_ text: String) -> [UInt8]? {
        let urlSafe = text.filter { $0 != "=" }.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }
        guard let bytes = Base64URL.decode(String(urlSafe)), encode(bytes) == text else { return nil }
        return bytes
    }
}
