public import CivilTime
import Secrets

/// Tokens of public forms: signed, with an expiry, bound to what the form is for. They need no cookie, so they work in a foreign iframe.
public struct FormTokens: Sendable {
    /// A day: long enough for somebody who is called away from the form.
    public static let lifetime = Seconds.hours(24)

    public enum Verdict: Hashable, Sendable {
        /// Ours and fresh; the form's own key, unique to each rendering.
        case valid(formID: String)
        /// Ours, but too old: show the form again with everything kept.
        case expired
        /// Not ours, or of another form.
        case forged
    }

    let key: SecretKey
    let clock: @Sendable () -> Instant

    init(key: SecretKey, clock: @escaping @Sendable () -> Instant) {
        self.key = key
        self.clock = clock
    }

    /// A new form's token.
    /// - Parameter purpose: what the form does and to what: `book:<service>`, `cancel:<appointment>`.
    public func make(purpose: String) -> String {
        let message = "\((clock() + Self.lifetime).secondsSinceEpoch).\(Token.random(bytes: 12))"
        return "\(message).\(key.sign(message, purpose: "form:\(purpose)"))"
    }

    public func check(_ token: String, purpose: String) -> Verdict {
        guard token.utf8.count <= 200 else { return .forged }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let expiry = Int64(parts[0]) else { return .forged }
        let isOurs = key.verify("\(parts[0]).\(parts[1])", signature: String(parts[2]), purpose: "form:\(purpose)")
        guard isOurs else { return .forged }
        return clock().secondsSinceEpoch <= expiry ? .valid(formID: String(parts[1])) : .expired
    }
}

/// Tokens of forms of people who are signed in, bound to their session.
public struct CSRFTokens: Sendable {
    let key: SecretKey
    let baseURL: String

    init(key: SecretKey, baseURL: String) {
        self.key = key
        self.baseURL = baseURL
    }

    /// - Parameter session: the stored hash of the session's token.
    public func token(session: String) -> String { key.sign(session, purpose: "csrf") }

    public func isValid(_ token: String, session: String) -> Bool { key.verify(session, signature: token, purpose: "csrf") }

    /// Whether a request that changes something comes from a page of ours, as far as the browser says (`Sec-Fetch-Site`, else `Origin`).
    ///
    /// - Parameter host: the request's own host, for people who open the server under another name than the configured one.
    public func isOwnOrigin(fetchSite: String?, origin: String?, host: String?) -> Bool {
        if let fetchSite { return fetchSite == "same-origin" || fetchSite == "none" }
        guard let origin else { return true }
        if origin.lowercased() == originOfBase { return true }
        guard let host, let separator = origin.firstRange(of: "://") else { return false }
        return origin[separator.upperBound...].lowercased() == host.lowercased()
    }

    private var originOfBase: String {
        guard let separator = baseURL.firstRange(of: "://") else { return baseURL.lowercased() }
        let host = baseURL[separator.upperBound...].prefix { $0 != "/" }
        return "\(baseURL[..<separator.upperBound])\(host)".lowercased()
    }
}
