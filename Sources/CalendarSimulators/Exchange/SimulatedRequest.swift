/// A request to a stand-in, whether it came over HTTP or was made in the same process.
public struct SimulatedRequest: Hashable, Sendable, Codable {
    /// In upper case.
    public var method: String
    /// The path as it was sent, percent-encoding and all, without the query.
    public var path: String
    /// The query as it was sent, without the question mark.
    public var query: String
    /// Names in lower case.
    public var headers: [String: String]
    /// As it was sent.
    public var body: [UInt8]

    /// - Parameter target: path and query, such as `/token?x=1`.
    public init(_ method: String, _ target: String, headers: [(String, String)] = [], body: [UInt8] = []) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.method = method
        path = String(parts.first ?? "/")
        query = parts.count > 1 ? String(parts[1]) : ""
        self.headers = Dictionary(headers.map { ($0.0.lowercased(), $0.1) }) { _, last in last }
        self.body = body
    }

    /// The parts of the path between slashes, decoded.
    var segments: [String] { path.split(separator: "/").map { Percent.decoded(String($0)) } }

    /// The parameters of the query in their order.
    var parameters: FormFields { FormFields(query) }

    /// The body read as a form.
    var form: FormFields { FormFields(String(decoding: body, as: UTF8.self)) }
}
