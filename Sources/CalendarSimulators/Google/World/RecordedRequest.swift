/// A request that reached the stand-in, as a checker needs it that knows the official description of the API.
public struct RecordedRequest: Hashable, Sendable, Codable {
    /// Counted from 1.
    public let number: Int
    /// The API's method; nil for OAuth and for what the API does not have.
    public let method: GoogleMethod?
    /// The method of HTTP.
    public let verb: String
    /// As it was sent.
    public let path: String
    /// As it was sent.
    public let query: String
    /// The text of the body.
    public let body: String
    /// The scopes of the token that came with it, in full.
    public let scopes: [String]
    /// Whose token came with it.
    public let subject: String?
    /// The status that was answered.
    public let status: Int
}
