/// A refusal of the token endpoint (RFC 6749 section 5.2).
struct TokenRefusal: Error, Hashable, Sendable {
    let status: Int
    let error: String
    let description: String

    static let invalidClient = TokenRefusal(status: 401, error: "invalid_client", description: "The OAuth client was not found.")

    static func invalidGrant(_ description: String) -> TokenRefusal {
        TokenRefusal(status: 400, error: "invalid_grant", description: description)
    }

    var answer: SimulatedAnswer {
        .json(["error": .text(error), "error_description": .text(description)], status: status)
    }
}
