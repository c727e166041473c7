/// Why a mail was not taken by the server.
public struct SMTPFailure: Error, Sendable, Equatable {
    /// Whether the same mail will never be taken: the server refused its sender, its recipient or its content with a 5xx reply.
    ///
    /// Refused credentials are not permanent, though 5xx too: the operator can correct them, and the mail is as good as before.
    public let isPermanent: Bool
    /// The three digits of the reply (RFC 5321 section 4.2); nil when none was received.
    public let replyCode: Int?
    /// What to tell a person, the server's own words included; never contains credentials.
    public let sentence: String

    public init(isPermanent: Bool, replyCode: Int?, sentence: String) {
        self.isPermanent = isPermanent
        self.replyCode = replyCode
        self.sentence = sentence
    }
}
