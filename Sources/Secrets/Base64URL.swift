import CSodium

/// The URL-safe alphabet without padding (RFC 4648 section 5).
public enum Base64URL {
    public static func encode(_ bytes: [UInt8]) -> String {
        let length = sodium_base64_encoded_len(bytes.count, Self.variant)
        var text = [CChar](repeating: 0, count: length)
        sodium_bin2base64(&text, length, bytes, bytes.count, Self.variant)
        return String(decoding: text.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Nil for anything but the one spelling that `encode` gives: padding, foreign characters and stray last bits are refused.
    public static func decode(_ text: String) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        // libsodium 1.0.18 takes some bytes above ASCII for digits.
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let characters = text.utf8.map { CChar(bitPattern: $0) }
        var bytes = [UInt8](repeating: 0, count: characters.count)
        var count = 0
        var end: UnsafePointer<CChar>?
        let isRead = characters.withUnsafeBufferPointer { source in
            sodium_base642bin(&bytes, bytes.count, source.baseAddress, source.count, nil, &count, &end, Self.variant) == 0
                && end == source.baseAddress.map { $0 + source.count }
        }
        return isRead ? Array(bytes.prefix(count)) : nil
    }

    private static let variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING
}
