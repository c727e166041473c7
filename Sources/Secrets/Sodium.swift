// The one home of cryptography: everything here is libsodium's, and nothing else in Kalends calls it or rolls its own.
// The room imports CSodium and the C library. Its words: a *sealed* text is encrypted and bound to the place it is kept (its *context*);
// a *signature* lets a text travel through strangers' hands for one *purpose*; a *token* is a secret that the holder shows, of which only
// the hash is stored; the *secret key* is the installation's one key, from which all others are derived.

import CSodium

/// The library, made ready on first use.
enum Sodium {
    static let ready: Void = {
        precondition(sodium_init() >= 0, "libsodium cannot start: the system gives no random bytes")
    }()

    static func random(_ count: Int) -> [UInt8] {
        _ = ready
        var bytes = [UInt8](repeating: 0, count: count)
        randombytes_buf(&bytes, count)
        return bytes
    }

    /// BLAKE2b of 32 bytes (RFC 7693), keyed or not.
    static func hash(_ message: [UInt8], key: [UInt8] = []) -> [UInt8] {
        _ = ready
        var digest = [UInt8](repeating: 0, count: 32)
        let result = crypto_generichash(&digest, digest.count, message, UInt64(message.count), key.isEmpty ? nil : key, key.count)
        precondition(result == 0, "BLAKE2b takes keys of 16 to 64 bytes")
        return digest
    }

    static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
