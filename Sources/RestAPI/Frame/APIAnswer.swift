import Operations
import RestShape

/// What a handler answers.
struct APIAnswer: Sendable {
    enum Content: Sendable {
        case none
        case json(JSONValue)
        case text(String)
        /// As it was kept; the headers tell its type.
        case bytes([UInt8])
    }

    var status: Int
    var content = Content.none
    var headers: [String: String] = [:]

    static let nothing = APIAnswer(status: 204)
    static let unchanged = APIAnswer(status: 304)

    static func json(_ value: JSONValue, status: Int = 200, headers: [String: String] = [:]) -> APIAnswer {
        APIAnswer(status: status, content: .json(value), headers: headers)
    }

    static func number(_ count: Int) -> APIAnswer { APIAnswer(status: 200, content: .text(String(count))) }

    /// The type of the content, where there is one that the headers do not tell.
    var contentType: String? {
        switch content {
        case .none, .bytes: nil
        case .json: "application/json;odata.metadata=minimal;charset=utf-8"
        case .text: "text/plain;charset=utf-8"
        }
    }

    var body: [UInt8] {
        switch content {
        case .none: []
        case .json(let json): Array(json.serialized.utf8)
        case .text(let text): Array(text.utf8)
        case .bytes(let bytes): bytes
        }
    }
}

extension APIAnswer {
    /// As it is given again to whoever repeats the request.
    /// - Parameter preferences: of the request that it answers.
    func kept(_ preferences: Preferences) -> RequestAnswer {
        var headers = headers
        headers["Content-Type"] = headers["Content-Type"] ?? contentType
        if !preferences.applied.isEmpty { headers["Preference-Applied"] = preferences.applied.joined(separator: ", ") }
        return RequestAnswer(
            status: status, headers: headers.sorted { $0.key < $1.key }.map { RequestAnswer.Header($0.key, $0.value) }, body: body)
    }

    init(_ kept: RequestAnswer) {
        status = kept.status
        content = kept.body.isEmpty ? .none : .bytes(kept.body)
        headers = Dictionary(kept.headers.map { ($0.name, $0.value) }) { _, last in last }
    }
}
