import CCurl

/// An absolute `http` or `https` address, read by the same parser that will connect to it, so that no check sees another host.
struct WebAddress: Sendable, Equatable {
    let scheme: String
    /// Lower case, numeric IPv4 forms made dotted, IPv6 without brackets.
    let host: String
    let port: Int
    /// The whole address without user, password and fragment.
    let text: String
    let user: String?
    let password: String?

    init(_ typed: String) throws(OutboundFailure) {
        try self.init(typed, relativeTo: nil)
    }

    /// Where a `Location` leads from here (RFC 3986 section 5).
    func resolving(_ location: String) throws(OutboundFailure) -> WebAddress {
        try WebAddress(location, relativeTo: text)
    }

    /// Whether credentials given for this address may go to the other: the same origin, or the same host come to use TLS.
    func sharesCredentials(with other: WebAddress) -> Bool {
        guard host == other.host else { return false }
        return (scheme == other.scheme && port == other.port) || (scheme == "http" && other.scheme == "https")
    }

    /// The address fit for a message, however badly typed: without what looks like user and password.
    static func withoutUserInfo(_ typed: String) -> String {
        let scheme = typed.firstRange(of: ":/").map { typed[..<$0.upperBound] } ?? ""
        let rest = typed[scheme.endIndex...].drop { $0 == "/" }
        let authority = rest.prefix { !"/?#".contains($0) }
        let afterColon = authority.firstIndex(of: ":").map { authority[authority.index(after: $0)...] }
        // A password with a bare slash in it ends the authority early; its "port" then is no number.
        let hasBrokenPassword = afterColon.map { !$0.allSatisfy(\.isNumber) } ?? false
        guard let at = authority.lastIndex(of: "@") ?? (hasBrokenPassword ? rest.lastIndex(of: "@") : nil) else { return typed }
        guard !scheme.isEmpty || hasBrokenPassword else { return typed }
        return String(typed[..<rest.startIndex] + typed[typed.index(after: at)...])
    }

    private init(_ typed: String, relativeTo base: String?) throws(OutboundFailure) {
        let refusal = OutboundFailure.invalidURL(Self.withoutUserInfo(typed))
        guard let url = curl_url(), !typed.utf8.contains(0) else { throw refusal }
        defer { curl_url_cleanup(url) }
        let lenient = UInt32(CURLU_URLENCODE | CURLU_ALLOW_SPACE)
        if let base, curl_url_set(url, CURLUPART_URL, base, 0) != CURLUE_OK { throw refusal }
        guard curl_url_set(url, CURLUPART_URL, Self.overHTTPS(typed), lenient) == CURLUE_OK else { throw refusal }

        func part(_ part: CURLUPart, _ flags: Int32 = 0) -> String? {
            var found: UnsafeMutablePointer<CChar>?
            guard curl_url_get(url, part, &found, UInt32(flags)) == CURLUE_OK, let found else { return nil }
            defer { curl_free(found) }
            return String(cString: found)
        }
        guard let scheme = part(CURLUPART_SCHEME)?.lowercased(), scheme == "http" || scheme == "https" else { throw refusal }
        guard let bracketed = part(CURLUPART_HOST)?.lowercased(), !bracketed.isEmpty else { throw refusal }
        guard let port = part(CURLUPART_PORT, CURLU_DEFAULT_PORT).flatMap({ Int($0) }), (1...65535).contains(port) else { throw refusal }
        self.scheme = scheme
        self.port = port
        host = bracketed.hasPrefix("[") ? String(bracketed.dropFirst().dropLast()) : bracketed
        user = part(CURLUPART_USER, CURLU_URLDECODE)
        password = part(CURLUPART_PASSWORD, CURLU_URLDECODE)
        for unwanted in [CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS, CURLUPART_FRAGMENT] {
            curl_url_set(url, unwanted, nil, 0)
        }
        guard let text = part(CURLUPART_URL) else { throw refusal }
        self.text = text
    }

    /// Calendar programs write `webcal:` for a feed that any browser fetches over HTTPS.
    private static func overHTTPS(_ typed: String) -> String {
        let lowered = typed.prefix(8).lowercased()
        for scheme in ["webcal:", "webcals:"] where lowered.hasPrefix(scheme) {
            return "https:" + typed.dropFirst(scheme.count)
        }
        return typed
    }
}

extension WebAddress {
    /// Scheme, host and port, as RFC 6454 means it.
    var origin: String { "\(scheme)://\(host):\(port)" }
}
