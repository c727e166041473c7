import CSodium

/// Password storage by Argon2id (RFC 9106) at libsodium's interactive limits: 64 MiB of memory and tens of milliseconds each.
///
/// Call it off the threads that answer requests, and behind a rate limit.
public enum PasswordHash {
    /// A self-describing text that holds limits, salt and hash.
    public static func make(_ password: String) -> String {
        _ = Sodium.ready
        var hash = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
        let result = crypto_pwhash_str(&hash, password, UInt64(password.utf8.count), operations, memory)
        precondition(result == 0, "there is not enough memory to hash a password")
        return String(decoding: hash.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether the password is the one that was hashed; a text that is no hash fits no password.
    public static func verify(_ password: String, against hash: String) -> Bool {
        _ = Sodium.ready
        return crypto_pwhash_str_verify(hash, password, UInt64(password.utf8.count)) == 0
    }

    /// Whether the hash was made with other limits than today's, and should be made anew at the next sign-in.
    public static func needsRehash(_ hash: String) -> Bool {
        _ = Sodium.ready
        return crypto_pwhash_str_needs_rehash(hash, operations, memory) != 0
    }

    /// The hash of a password that nobody knows: verify against it when there is no such user, so that the answer takes as long.
    public static let decoy = make(Token.random())

    private static let operations = UInt64(crypto_pwhash_OPSLIMIT_INTERACTIVE)
    private static let memory = Int(crypto_pwhash_MEMLIMIT_INTERACTIVE)
}
