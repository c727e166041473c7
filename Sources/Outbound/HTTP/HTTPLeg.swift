/// What one hop asks: the request as the caller made it, or as a redirect left it.
struct HTTPLeg: Sendable {
    var address: WebAddress
    var method: OutboundRequest.Method
    var headers: [(String, String)]
    var body: [UInt8]?
    var credentials: (user: String, password: String)?
    let requiresTLSInPublic: Bool

    init(_ request: OutboundRequest, userAgent: String) throws(OutboundFailure) {
        address = try WebAddress(request.url)
        method = request.method
        headers = request.headers
        body = request.body
        requiresTLSInPublic = request.requiresTLSInPublic
        credentials = request.basicCredentials
        if credentials == nil, let user = address.user { credentials = (user, address.password ?? "") }
        if !headers.contains(where: { $0.0.lowercased() == "user-agent" }) {
            headers.append(("User-Agent", request.userAgent ?? userAgent))
        }
        try refuseUnsafeParts()
    }

    /// RFC 9110 section 15.4: only 303, and by custom a POST answered with 301 or 302, become a GET; all else is asked again as it was.
    func redirected(to location: String, status: Int) throws(OutboundFailure) -> HTTPLeg {
        var next = self
        next.address = try address.resolving(location)
        if !address.sharesCredentials(with: next.address) {
            next.credentials = nil
            next.headers.removeAll { ["authorization", "cookie", "proxy-authorization"].contains($0.0.lowercased()) }
        }
        if (status == 303 && method != .HEAD) || (method == .POST && (status == 301 || status == 302)) {
            next.method = .GET
            next.body = nil
            next.headers.removeAll { $0.0.lowercased().hasPrefix("content-") }
        }
        return next
    }

    private func refuseUnsafeParts() throws(OutboundFailure) {
        for (name, value) in headers {
            guard !name.isEmpty, name.utf8.allSatisfy(Self.isTokenByte) else {
                throw .other(reason: "a request header has a name that HTTP does not allow")
            }
            guard value.utf8.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }) else {
                throw .other(reason: "the request header \(name) contains a control character")
            }
            guard !["host", "content-length", "transfer-encoding", "connection"].contains(name.lowercased()) else {
                throw .other(reason: "the request header \(name) is set by the connection itself")
            }
        }
        if let credentials, credentials.user.utf8.contains(0) || credentials.password.utf8.contains(0) {
            throw .other(reason: "the user name or the password contains a control character")
        }
    }

    /// RFC 9110 section 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
