import CCurl

/// The operator's mail server, as KALENDS_SMTP_URL names it.
public struct SMTPServer: Sendable {
    /// What an `smtp:` connection does about encryption (RFC 3207).
    public enum StartTLS: String, Sendable, CaseIterable {
        case required, opportunistic, none
    }

    /// Why a value of KALENDS_SMTP_URL cannot be used; carries no part of it, as it holds a password.
    public enum Failure: Error, Sendable, Equatable {
        case notAnAddress
        case wrongScheme
        case unknownStartTLS(String)
        case unknownOption(String)
        case startTLSOverTLS

        /// What to tell the operator.
        public var sentence: String {
            switch self {
            case .notAnAddress:
                """
                KALENDS_SMTP_URL is not an address: write smtp://user:password@host:587 or smtps://user:password@host, with %40 for an @, \
                %3A for a colon, %2F for a slash and %25 for a % inside user or password.
                """
            case .wrongScheme: "KALENDS_SMTP_URL must start with smtp:// or smtps://."
            case .unknownStartTLS(let value): "KALENDS_SMTP_URL: starttls can be required, opportunistic or none, not “\(value)”."
            case .unknownOption(let name): "KALENDS_SMTP_URL: the option “\(name)” is unknown; there is only starttls."
            case .startTLSOverTLS:
                "KALENDS_SMTP_URL: smtps:// is encrypted from the start and takes no starttls; leave it out or write smtp://."
            }
        }
    }

    public let host: String
    /// Without one in the address 25 for `smtp:` and 465 for `smtps:`.
    public let port: Int
    /// Whether the connection is encrypted from its first byte (`smtps:`).
    public let isImplicitTLS: Bool
    public let startTLS: StartTLS
    public let user: String?
    let password: String?

    /// Reads `smtp://user:pass@host:587?starttls=required|opportunistic|none` or `smtps://…`; without `starttls` it is opportunistic.
    public init(parsing url: String) throws(Failure) {
        guard let parsed = curl_url(), !url.utf8.contains(0) else { throw .notAnAddress }
        defer { curl_url_cleanup(parsed) }
        guard url.contains("://") else { throw .notAnAddress }
        guard curl_url_set(parsed, CURLUPART_URL, url, UInt32(CURLU_NON_SUPPORT_SCHEME)) == CURLUE_OK else { throw .notAnAddress }
        func part(_ part: CURLUPart, _ flags: Int32 = 0) -> String? {
            var found: UnsafeMutablePointer<CChar>?
            guard curl_url_get(parsed, part, &found, UInt32(flags)) == CURLUE_OK, let found else { return nil }
            defer { curl_free(found) }
            return String(cString: found)
        }
        guard let scheme = part(CURLUPART_SCHEME)?.lowercased(), scheme == "smtp" || scheme == "smtps" else { throw .wrongScheme }
        guard let host = part(CURLUPART_HOST), !host.isEmpty else { throw .notAnAddress }
        isImplicitTLS = scheme == "smtps"
        self.host = host
        port = part(CURLUPART_PORT).flatMap { Int($0) } ?? (isImplicitTLS ? 465 : 25)
        user = part(CURLUPART_USER, CURLU_URLDECODE)
        password = part(CURLUPART_PASSWORD, CURLU_URLDECODE)
        startTLS = try Self.startTLS(inQuery: part(CURLUPART_QUERY), isImplicitTLS: isImplicitTLS)
    }

    private static func startTLS(inQuery query: String?, isImplicitTLS: Bool) throws(Failure) -> StartTLS {
        var chosen: StartTLS?
        for option in (query ?? "").split(separator: "&") {
            let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts[0] == "starttls" else { throw .unknownOption(parts[0]) }
            let value = parts.count == 2 ? parts[1] : ""
            guard let known = StartTLS(rawValue: value.lowercased()) else { throw .unknownStartTLS(value) }
            chosen = known
        }
        if chosen != nil, isImplicitTLS { throw .startTLSOverTLS }
        return chosen ?? .opportunistic
    }
}

extension SMTPServer: CustomStringConvertible, CustomReflectable {
    /// Scheme, host and port, so that a logged server betrays no password.
    public var description: String { "\(isImplicitTLS ? "smtps" : "smtp")://\(host):\(port)" }
    public var customMirror: Mirror { Mirror(self, children: ["server": description]) }
}
