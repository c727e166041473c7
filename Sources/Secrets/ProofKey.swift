import CSodium

/// Proof keys of OAuth 2 (RFC 7636): whoever began a sign-in shows that it is also the one who ends it.
public enum ProofKey {
    /// A verifier to keep until the code is exchanged: 43 characters, unguessable (RFC 7636 section 4.1).
    public static func random() -> String { Base64URL.encode(Sodium.random(32)) }

    /// The S256 challenge to send along at the start: SHA-256 of the verifier, in base64url (RFC 7636 section 4.2).
    public static func challenge(of verifier: String) -> String {
        _ = Sodium.ready
        let bytes = Array(verifier.utf8)
        var digest = [UInt8](repeating: 0, count: 32)
        crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
        return Base64URL.encode(digest)
    }
}
