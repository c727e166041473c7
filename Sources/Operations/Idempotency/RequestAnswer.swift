import FoundationEssentials
import Secrets

/// What is answered to a request, as much of it as is given again.
public struct RequestAnswer: Hashable, Sendable {
    /// One line of the answer's head.
    public struct Header: Hashable, Sendable, Codable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }

    public var status: Int
    /// Those that belong to the answer, and not to the connection or the moment: `Content-Type`, `Location`, `ETag`.
    public var headers: [Header]
    public var body: [UInt8]

    public init(status: Int, headers: [Header] = [], body: [UInt8] = []) {
        (self.status, self.headers, self.body) = (status, headers, body)
    }

    /// Whether it says something about the request, and not about the moment or about who asks. The others are not kept: the same request may
    /// fare better.
    public var isLasting: Bool {
        switch status {
        case 401, 403, 407, 408, 421, 423, 425, 428, 429, 431: false
        default: (200..<500).contains(status)
        }
    }
}

extension RequestAnswer {
    /// JSON, its body in base64url.
    private struct Written: Codable {
        var status: Int
        var headers: [Header]
        var body: String
    }

    func bytes() throws -> [UInt8] {
        Array(try JSONEncoder().encode(Written(status: status, headers: headers, body: Base64URL.encode(body))))
    }

    /// - Returns: `nil` for what `bytes` did not make.
    init?(bytes: [UInt8]) {
        guard let written = try? JSONDecoder().decode(Written.self, from: Data(bytes)), let body = Base64URL.decode(written.body) else {
            return nil
        }
        self.init(status: written.status, headers: written.headers, body: body)
    }
}
