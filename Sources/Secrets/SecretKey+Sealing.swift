import CSodium

extension SecretKey {
    /// Encrypts and authenticates (XChaCha20-Poly1305) as "k1." and base64url text; the same context must be named to open it.
    ///
    /// The context says whose secret it is ("calendar-account:42"), so that a sealed text moved to another row does not open there.
    public func seal(_ plain: [UInt8], context: String) -> String {
        let nonce = Sodium.random(Self.nonceLength)
        let bound = Array(context.utf8)
        var sealed = [UInt8](repeating: 0, count: plain.count + Self.tagLength)
        crypto_aead_xchacha20poly1305_ietf_encrypt(
            &sealed, nil, plain, UInt64(plain.count), bound, UInt64(bound.count), nil, nonce, sealingKey
        )
        return Self.sealPrefix + Base64URL.encode(nonce + sealed)
    }

    /// What was sealed; nil when the text was changed, or was sealed by another key or for another context.
    public func open(_ sealed: String, context: String) -> [UInt8]? {
        guard sealed.hasPrefix(Self.sealPrefix), let bytes = Base64URL.decode(String(sealed.dropFirst(Self.sealPrefix.count))) else {
            return nil
        }
        guard bytes.count >= Self.nonceLength + Self.tagLength else { return nil }
        let nonce = Array(bytes.prefix(Self.nonceLength))
        let body = Array(bytes.dropFirst(Self.nonceLength))
        let bound = Array(context.utf8)
        var plain = [UInt8](repeating: 0, count: body.count - Self.tagLength)
        let result = crypto_aead_xchacha20poly1305_ietf_decrypt(
            &plain, nil, nil, body, UInt64(body.count), bound, UInt64(bound.count), nonce, sealingKey
        )
        return result == 0 ? plain : nil
    }

    private static let sealPrefix = "k1."
    private static let nonceLength = Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    private static let tagLength = Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)
}
