/// An absolute `http` or `https` address whose path keeps the spelling in which it was received.
struct DAVAddress: Hashable, Sendable {
    let scheme: String
    /// Host and port in lower case, the port only where it is not the scheme's own.
    let authority: String
    /// Begins with a slash; percent-encoded or not, as somebody wrote it.
    var path: String

    init?(_ text: String) {
        let lowered = text.prefix(8).lowercased()
        guard let scheme = ["https", "http"].first(where: { lowered.hasPrefix($0 + "://") }) else { return nil }
        let rest = text.dropFirst(scheme.count + 3)
        let authority = rest.prefix { !"/?#".contains($0) }.lowercased()
        guard !authority.isEmpty, !authority.hasPrefix(":"), !authority.contains(where: { "@\\".contains($0) || $0.isWhitespace }) else {
            return nil
        }
        var path = String(rest.dropFirst(authority.count).prefix { $0 != "#" })
        if !path.hasPrefix("/") { path = "/" + path }
        self.init(scheme: scheme, authority: authority, path: path)
    }

    private init(scheme: String, authority: String, path: String) {
        let ownPort = scheme == "https" ? ":443" : ":80"
        self.scheme = scheme
        self.authority = authority.hasSuffix(ownPort) ? String(authority.dropLast(ownPort.count)) : authority
        self.path = path
    }

    var text: String { "\(scheme)://\(authority)\(path)" }
    var origin: String { "\(scheme)://\(authority)" }

    /// The host without its port.
    var host: String {
        guard let colon = authority.lastIndex(of: ":"), authority[colon...].dropFirst().allSatisfy(\.isNumber), !authority.hasSuffix("]")
        else {
            return authority
        }
        return String(authority[..<colon])
    }

    /// The same address with a slash at the end, as collections have it.
    var asCollection: DAVAddress {
        path.hasSuffix("/") || path.contains("?") ? self : DAVAddress(scheme: scheme, authority: authority, path: path + "/")
    }

    func replacingPath(_ path: String) -> DAVAddress { DAVAddress(scheme: scheme, authority: authority, path: path) }

    /// Where an href leads that was received from here (RFC 3986 section 5); nil for another scheme than HTTP's.
    func resolving(_ href: String) -> DAVAddress? {
        if href.isEmpty { return self }
        if href.hasPrefix("//") { return DAVAddress("\(scheme):\(href)") }
        if href.hasPrefix("/") { return replacingPath(href) }
        if let colon = href.firstIndex(of: ":"), !href[..<colon].contains("/") { return DAVAddress(href) }
        var segments = path.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false).dropFirst().dropLast().map(
            String.init)
        for segment in href.split(separator: "/", omittingEmptySubsequences: false) where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(String(segment)) }
        }
        return replacingPath("/" + segments.joined(separator: "/"))
    }

    /// The path as two spellings of one resource share it: decoded, without the slash at the end.
    var decodedPath: String {
        let decoded = DAVAddress.percentDecoded(path)
        return decoded.utf8.count > 1 && decoded.hasSuffix("/") ? String(decoded.dropLast()) : decoded
    }

    /// Whether both name one resource, whatever the spelling.
    func isSameResource(as other: DAVAddress) -> Bool { host == other.host && decodedPath == other.decodedPath }

    /// Whether a password meant for this address may go to the other: never off TLS, and never to another site.
    func sharesSite(with other: DAVAddress) -> Bool {
        guard scheme == other.scheme || other.scheme == "https" else { return false }
        return host == other.host || other.host.hasSuffix("." + DAVAddress.site(of: host)) || other.host == DAVAddress.site(of: host)
    }

    /// What a host shares with its siblings: `icloud.com` for `caldav.icloud.com`; never a suffix such as `co.uk`, nor a part of a number.
    private static func site(of host: String) -> String {
        let labels = host.split(separator: ".")
        guard labels.count >= 3, let last = labels.last, last.contains(where: \.isLetter) else { return host }
        let parent = labels.dropFirst()
        if parent.count == 2, last.count == 2, let second = parent.first, second.count <= 3 { return host }
        return parent.joined(separator: ".")
    }

    static func percentDecoded(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        var decoded: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                decoded.append(value)
                rest = rest.dropFirst(2)
            } else {
                decoded.append(byte)
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    /// Everything but the unreserved characters of RFC 3986 encoded.
    static func percentEncoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.count == 1 ? "%0" + digits : "%" + digits
            }
        }
        return encoded
    }
}
