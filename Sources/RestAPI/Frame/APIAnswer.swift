import RestShape

/// What a handler answers.
struct APIAnswer: Sendable {
    enum Content: Sendable {
        case none
        case json(JSONValue)
        case text(String)
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
}
