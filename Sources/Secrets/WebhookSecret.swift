import CSodium

/// What a webhook's sender and receiver both know, and the signatures made with it, by the Standard Webhooks convention
/// (standard-webhooks.md, “Signature scheme”): HMAC-SHA256 over `id.timestamp.body`.
public struct WebhookSecret: Hashable, Sendable {
    private static let prefix = "whsec_"
    /// The convention asks for 24 to 64 bytes; a published example of its own has 18.
    private static let lengths = 16...64

    let bytes: [UInt8]

    /// A new one of 32 bytes.
    public static func random() -> WebhookSecret { WebhookSecret(bytes: Sodium.random(32)) }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// - Parameter text: `whsec_` and base64; `nil` for anything else.
    public init?(parsing text: String) {
        guard text.hasPrefix(Self.prefix), let bytes = Base64.decode(String(text.dropFirst(Self.prefix.count))),
            Self.lengths.contains(bytes.count)
        else { return nil }
        self.bytes = bytes
    }

    /// As people hand it to the receiver: `whsec_` and base64.
    public var text: String { Self.prefix + Base64.encode(bytes) }

    /// The signature of one message: `v1,` and base64.
    /// - Parameters:
    ///   - id: the message's, the same each time it is sent.
    ///   - timestamp: when it is sent, in seconds since 1970.
    public func signature(id: String, timestamp: Int64, body: [UInt8]) -> String {
        _ = Sodium.ready
        let message = Array("\(id).\(timestamp).".utf8) + body
        var state = crypto_auth_hmacsha256_state()
        crypto_auth_hmacsha256_init(&state, bytes, bytes.count)
        crypto_auth_hmacsha256_update(&state, message, UInt64(message.count))
        var digest = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_BYTES))
        crypto_auth_hmacsha256_final(&state, &digest)
        return "v1," + Base64.encode(digest)
    }
}

extension WebhookSecret: CustomStringConvertible, CustomReflectable {
    /// Nothing of it, so that a logged secret betrays nothing.
    public var description: String { "WebhookSecret" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
