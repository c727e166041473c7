import CCurl

/// One HTTP exchange: gathers the answer and refuses addresses and sizes as it goes.
final class HTTPHop: Transfer, @unchecked Sendable {
    static let maximumHeaderBytes = 128 << 10
    /// CURLAUTH_BASIC and CURLAUTH_DIGEST, macros that Swift does not see; with one alone libcurl does not ask first.
    private static let basicOnly = 1 << 0
    private static let digestOnly = 1 << 1

    let leg: HTTPLeg
    private let policy: AddressPolicy
    private let maximumBytes: Int
    private var headerBytes = 0
    private var isHeadComplete = false
    private var exceededLimit: Int?
    private var refusedAddress: IPAddress?
    private var isPlainRefused = false
    private var hasTriedAnAddress = false

    private(set) var headers: [(name: String, value: String)] = []
    private(set) var body: [UInt8] = []
    var status: Int { long(CURLINFO_RESPONSE_CODE) }

    init(_ leg: HTTPLeg, policy: AddressPolicy, maximumBytes: Int, deadline: Deadline) {
        self.leg = leg
        self.policy = policy
        self.maximumBytes = maximumBytes
        super.init(deadline: deadline)
    }

    func configure(digest: Bool, acceptsCompression: Bool) {
        speakOnlyHTTP()
        set(CURLOPT_URL, leg.address.text)
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_NETRC, 0)
        if acceptsCompression { set(CURLOPT_ACCEPT_ENCODING, "") }
        askForPermission()
        if let credentials = leg.credentials {
            set(CURLOPT_HTTPAUTH, digest ? Self.digestOnly : Self.basicOnly)
            set(CURLOPT_USERNAME, credentials.user)
            set(CURLOPT_PASSWORD, credentials.password)
        }
        configureMethodAndBody()
        set(CURLOPT_HTTPHEADER, list: headerLines)
    }

    private func configureMethodAndBody() {
        let sendsLength: Bool = leg.method == .POST || leg.method == .PUT || leg.method == .PATCH
        if leg.method == .HEAD {
            set(CURLOPT_NOBODY, 1)
        } else {
            setSize(CURLOPT_MAXFILESIZE_LARGE, Int64(maximumBytes))
            if let body = leg.body ?? (sendsLength ? [] : nil) { setBody(body) }
            set(CURLOPT_CUSTOMREQUEST, leg.method.rawValue)
        }
        // libcurl repeats a request whose kept connection turns out to be closed; what must not be done twice gets a new one.
        if leg.method == .POST || leg.method == .PATCH { set(CURLOPT_FRESH_CONNECT, 1) }
    }

    /// libcurl's own spelling: "Name;" sends an empty value, "Name:" takes a header away that it would add itself.
    private var headerLines: [String] {
        var lines = leg.headers.map { $0.1.isEmpty ? "\($0.0);" : "\($0.0): \($0.1)" }
        let names = Set(leg.headers.map { $0.0.lowercased() })
        for added in ["Expect", "Content-Type"] where !names.contains(added.lowercased()) { lines.append("\(added):") }
        return lines
    }

    /// Where a followable redirect leads; nil for any other answer.
    var redirect: String? {
        guard [301, 302, 303, 307, 308].contains(status) else { return nil }
        return headers.first { $0.name.lowercased() == "location" }?.value
    }

    var offersOnlyDigest: Bool {
        let challenges = headers.filter { $0.name.lowercased() == "www-authenticate" }.map { $0.value.lowercased() }
        return challenges.contains { $0.contains("digest ") } && !challenges.contains { $0.contains("basic ") || $0 == "basic" }
    }

    override func permits(_ address: IPAddress) -> Bool {
        guard policy.permits(address: address, host: leg.address.host) else {
            refusedAddress = address
            return false
        }
        if leg.requiresTLSInPublic, leg.address.scheme == "http", !policy.names(address: address, host: leg.address.host) {
            isPlainRefused = true
            return false
        }
        hasTriedAnAddress = true
        return true
    }

    override func received(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard body.count + bytes.count <= maximumBytes else {
            exceededLimit = maximumBytes
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    override func received(line bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        headerBytes += bytes.count
        guard headerBytes <= Self.maximumHeaderBytes else {
            exceededLimit = Self.maximumHeaderBytes
            return false
        }
        take(String(decoding: bytes, as: UTF8.self))
        return true
    }

    private func take(_ raw: String) {
        let line = raw.trimmedOfWhitespace
        if raw.hasPrefix("HTTP/") {
            headers = []
            isHeadComplete = false
        } else if line.isEmpty {
            isHeadComplete = true
        } else if isHeadComplete {
            return // a trailer, which nobody asked for
        } else if raw.hasPrefix(" ") || raw.hasPrefix("\t"), let last = headers.indices.last {
            headers[last].value += " " + line
        } else if let colon = line.firstIndex(of: ":") {
            headers.append((line[..<colon].trimmedOfWhitespace, line[line.index(after: colon)...].trimmedOfWhitespace))
        }
    }

    func failure(_ ending: Ending) -> OutboundFailure? {
        let host = leg.address.host
        switch ending {
        case .cancelled: return .cancelled
        case .expired: return .timedOut(afterSeconds: deadline.seconds)
        case .ended(let code, let reason):
            switch code {
            case CURLE_OK: return nil
            case CURLE_WRITE_ERROR where exceededLimit != nil: return .responseTooLarge(limit: exceededLimit ?? maximumBytes)
            case CURLE_FILESIZE_EXCEEDED: return .responseTooLarge(limit: maximumBytes)
            case CURLE_OPERATION_TIMEDOUT: return .timedOut(afterSeconds: deadline.seconds)
            case CURLE_COULDNT_RESOLVE_HOST: return .unresolvable(host: host)
            case CURLE_COULDNT_CONNECT:
                if isPlainRefused, !hasTriedAnAddress { return .plainRefused(host: host) }
                if let refusedAddress, !hasTriedAnAddress { return .addressRefused(host: host, address: refusedAddress.description) }
                return .notConnected(host: host, reason: reason)
            case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE: return .unreachable(host: host, reason: reason)
            // libcurl's word for an answer that does not begin as HTTP does.
            case CURLE_UNSUPPORTED_PROTOCOL where hasTriedAnAddress: return .other(reason: "the server does not answer in HTTP")
            case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: return .invalidURL(leg.address.text)
            default: return code.isAboutTLS ? .tlsFailed(reason: reason) : .other(reason: reason)
            }
        }
    }
}
