extension SecretKey {
    /// 43 characters that only this key makes of this message for this purpose (keyed BLAKE2b).
    public func sign(_ message: String, purpose: String) -> String {
        let purpose = Array(purpose.utf8)
        // The length first, or a purpose and a message could be cut apart elsewhere.
        let length = withUnsafeBytes(of: UInt64(purpose.count).littleEndian) { Array($0) }
        return Base64URL.encode(Sodium.hash(length + purpose + Array(message.utf8), key: signingKey))
    }

    /// Whether the signature is this key's, for this message and purpose.
    public func verify(_ message: String, signature: String, purpose: String) -> Bool {
        ConstantTime.equal(sign(message, purpose: purpose), signature)
    }
}
