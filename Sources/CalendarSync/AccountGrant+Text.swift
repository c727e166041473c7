import CivilTime

extension AccountGrant {
    private static let form = "grant 1"

    /// The form in which credentials hold it: a line for each of its parts. Tokens and scopes are printable characters (RFC 6749 appendix A).
    public var text: String {
        [
            Self.form, accessToken, String(expires.secondsSinceEpoch), refreshToken, scopes.sorted().joined(separator: " "),
            String(grantedAt.secondsSinceEpoch),
        ].joined(separator: "\n")
    }

    /// Nil for any other text.
    public init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count == 6, lines[0] == Self.form, let expires = Int64(lines[2]), let grantedAt = Int64(lines[5]) else { return nil }
        self.init(
            accessToken: lines[1], expires: Instant(secondsSinceEpoch: expires), refreshToken: lines[3],
            scopes: Set(lines[4].split(separator: " ").map(String.init)), grantedAt: Instant(secondsSinceEpoch: grantedAt))
    }
}
