/// Why a request got no answer. An answer of any status, 500 too, is not a failure.
public enum OutboundFailure: Error, Sendable, Equatable {
    /// Carries the address without user and password.
    case invalidURL(String)
    case addressRefused(host: String, address: String)
    /// `http:` to a host that the operator did not name, where that is asked for.
    case plainRefused(host: String)
    case unresolvable(host: String)
    /// No connection could be made, so that nothing was sent.
    case notConnected(host: String, reason: String)
    /// The connection broke off.
    case unreachable(host: String, reason: String)
    case timedOut(afterSeconds: Double)
    case tlsFailed(reason: String)
    /// Bytes of body after decompression, or of headers.
    case responseTooLarge(limit: Int)
    case tooManyRedirects
    case cancelled
    case other(reason: String)

    /// What to tell a person, remedy included; never contains credentials.
    public var sentence: String {
        switch self {
        case .invalidURL(let url):
            "“\(url)” is not an address that can be opened: it must start with https:// or http:// and name a host."
        case .addressRefused(let host, let address):
            """
            \(host == address ? host : "\(host) leads to the address \(address), which") is not on the public internet, so Kalends does not \
            connect to it. If this server may be used, its operator can allow it with KALENDS_ALLOW_PRIVATE_ADDRESSES \
            (for example \(host == address ? host : "\(host) or \(address)")).
            """
        case .plainRefused(let host):
            """
            What is sent to \(host) would travel in the open. Use an address that begins with https://; for a server of your own network its \
            operator can allow http:// with KALENDS_ALLOW_PRIVATE_ADDRESSES.
            """
        case .unresolvable(let host):
            "No server named \(host) was found. Check the spelling of the address."
        case .notConnected(let host, let reason), .unreachable(let host, let reason):
            "\(host) cannot be reached: \(reason)."
        case .timedOut(let seconds):
            "The server did not answer completely within \(Self.plain(seconds)) seconds."
        case .tlsFailed(let reason):
            """
            No secure connection could be made: \(reason). The server's certificate must be valid for its name and come from an authority \
            that this machine trusts; that of your own authority can be added to the machine's.
            """
        case .responseTooLarge(let limit):
            "The server's answer is larger than the \(limit) bytes allowed."
        case .tooManyRedirects:
            "The server redirects from one address to the next without end."
        case .cancelled:
            "The request was cancelled."
        case .other(let reason):
            "The request failed: \(reason)."
        }
    }

    /// Whether the same request may succeed later with nothing changed by anyone.
    public var isTransient: Bool {
        switch self {
        case .unresolvable, .notConnected, .unreachable, .timedOut, .cancelled, .other: true
        case .invalidURL, .addressRefused, .plainRefused, .tlsFailed, .responseTooLarge, .tooManyRedirects: false
        }
    }

    /// Whether the server may have heard what it was asked.
    public var mayHaveBeenSent: Bool {
        switch self {
        case .invalidURL, .addressRefused, .plainRefused, .unresolvable, .notConnected, .tlsFailed: false
        case .unreachable, .timedOut, .responseTooLarge, .tooManyRedirects, .cancelled, .other: true
        }
    }

    private static func plain(_ seconds: Double) -> String {
        seconds == seconds.rounded() && abs(seconds) < 1e9 ? String(Int(seconds)) : String(seconds)
    }
}
