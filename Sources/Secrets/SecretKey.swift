import CSodium

/// The installation's secret: 32 random bytes from which the keys for sealing and signing are derived.
public struct SecretKey: Sendable {
    /// Bytes of a key.
    public static let length = 32

    let bytes: [UInt8]
    let sealingKey: [UInt8]
    let signingKey: [UInt8]
    /// Sixteen digits that tell two keys apart and betray nothing of them, for backups and logs.
    public let fingerprint: String

    /// - Precondition: 32 bytes.
    public init(bytes: [UInt8]) {
        precondition(bytes.count == Self.length, "a secret key has \(Self.length) bytes")
        self.bytes = bytes
        sealingKey = Self.derive(1, from: bytes)
        signingKey = Self.derive(2, from: bytes)
        fingerprint = Sodium.hex(Array(Self.derive(3, from: bytes).prefix(8)))
    }

    /// A new one.
    public static func random() -> SecretKey { SecretKey(bytes: Sodium.random(length)) }

    private static func derive(_ number: UInt64, from bytes: [UInt8]) -> [UInt8] {
        _ = Sodium.ready
        var derived = [UInt8](repeating: 0, count: length)
        let context = "kalends1".utf8.map { CChar(bitPattern: $0) }
        let result = crypto_kdf_derive_from_key(&derived, derived.count, number, context, bytes)
        precondition(result == 0, "libsodium derives keys of 16 to 64 bytes")
        return derived
    }
}

extension SecretKey: CustomStringConvertible, CustomReflectable {
    /// The fingerprint alone, so that a logged key betrays nothing.
    public var description: String { "SecretKey(\(fingerprint))" }
    public var customMirror: Mirror { Mirror(self, children: ["fingerprint": fingerprint]) }
}
