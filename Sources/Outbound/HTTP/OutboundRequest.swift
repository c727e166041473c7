/// An HTTP request together with the limits within which its answer is wanted.
public struct OutboundRequest: Sendable {
    /// The methods of HTTP, WebDAV (RFC 4918) and CalDAV (RFC 4791) that Kalends speaks.
    public enum Method: String, CaseIterable, Sendable {
        case GET, HEAD, PUT, POST, DELETE, OPTIONS, PATCH, PROPFIND, PROPPATCH, REPORT, MKCALENDAR
    }

    public var method: Method
    /// An `http:`, `https:` or `webcal:` address; user and password inside it are used as basic credentials.
    public var url: String
    public var headers: [(String, String)]
    public var body: [UInt8]?
    /// Sent at once, without waiting for a 401; a server that offers only Digest gets that instead.
    public var basicCredentials: (user: String, password: String)?
    /// Seconds for the whole exchange: waiting for a free place, every redirect, the last byte.
    public var deadline: Double = 30
    /// Bytes of body, counted after decompression.
    public var maximumResponseBytes: Int = 20 << 20
    /// With 0 a redirect is not followed but returned as the answer.
    public var maximumRedirects: Int = 5
    /// Off where the bytes' ETag matters: some servers mark the tag of a compressed answer and then refuse it in `If-Match`.
    public var acceptsCompression: Bool = true
    /// On where `http:` may lead only to what the operator named, and never over the public internet.
    public var requiresTLSInPublic: Bool = false
    /// Instead of the client's own name.
    public var userAgent: String?

    public init(_ method: Method, _ url: String, headers: [(String, String)] = [], body: [UInt8]? = nil) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

extension OutboundRequest: CustomStringConvertible, CustomReflectable {
    /// Method and address, without user, password, headers or body, so that a logged request betrays nothing.
    public var description: String { "\(method.rawValue) \(WebAddress.withoutUserInfo(url))" }
    public var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}
