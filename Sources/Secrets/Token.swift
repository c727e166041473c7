/// Secrets that somebody shows to be let in: session cookies, manage links, invitations.
public enum Token {
    /// Unguessable, safe in addresses and cookies; 24 bytes give 32 characters.
    public static func random(bytes: Int = 24) -> String {
        Base64URL.encode(Sodium.random(bytes))
    }

    /// What to store instead of the token: BLAKE2b-256, 64 hexadecimal digits. For random tokens only, never for passwords.
    public static func hash(_ token: String) -> String {
        Sodium.hex(Sodium.hash(Array(token.utf8)))
    }
}
