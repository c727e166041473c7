import Secrets

/// A request that bears a key, so that it does its work once however often it is sent.
public struct IdempotentRequest: Sendable {
    /// Why a key cannot be used: 1 to 255 visible characters of ASCII.
    public struct UnusableKey: Error, Hashable, Sendable {
        public init() {}
    }

    /// The longest key, in characters.
    public static let longestKey = 255

    let holder: String
    let key: String
    let fingerprint: String

    /// - Parameters:
    ///   - key: as it was sent in `Idempotency-Key`.
    ///   - holder: whose key it is, the id of an access token for one; two holders may use the same key.
    ///   - method: of the request.
    ///   - path: with its query.
    ///   - body: to the last byte.
    /// - Throws: `UnusableKey`.
    public init(key: String, holder: String, method: String, path: String, body: [UInt8]) throws(UnusableKey) {
        guard (1...Self.longestKey).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw UnusableKey()
        }
        (self.holder, self.key) = (holder, key)
        fingerprint = Digest.hex(Array("\(method)\n\(path)\n".utf8) + body)
    }
}
