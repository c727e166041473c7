public import Outbound

/// The way to the mail server.
public struct MailTransport: Sendable {
    /// Why a mail was not taken.
    public struct Failure: Error, Hashable, Sendable {
        /// Whether the same mail will never be taken, so that trying again is of no use.
        public let isPermanent: Bool
        /// The three digits of the server's reply (RFC 5321 section 4.2); `nil` when there was none.
        public let replyCode: Int?
        /// For a person: what happened, in the server's words where it used some; holds no credentials.
        public let sentence: String

        public init(isPermanent: Bool, replyCode: Int?, sentence: String) {
            self.isPermanent = isPermanent
            self.replyCode = replyCode
            self.sentence = sentence
        }
    }

    private let deliver: @Sendable (_ message: [UInt8], _ from: String, _ to: String) async throws(Failure) -> String

    /// A way of one's own, for tests and demonstrations; it answers with the reply that took the mail.
    public init(deliver: @escaping @Sendable (_ message: [UInt8], _ from: String, _ to: String) async throws(Failure) -> String) {
        self.deliver = deliver
    }

    /// The operator's mail server.
    /// - Parameter deadline: seconds for one mail.
    public init(server: SMTPServer, deadline: Double = 60) {
        let submission = SMTPSubmission(server: server, deadline: deadline)
        deliver = { (message, from, to) async throws(Failure) -> String in
            do throws(SMTPFailure) {
                return try await submission.submit(MailEnvelope(from: from, recipients: [to], message: message))
            } catch {
                throw Failure(isPermanent: error.isPermanent, replyCode: error.replyCode, sentence: error.sentence)
            }
        }
    }

    /// Hands over a finished message for one recipient and returns the server's reply.
    /// - Parameters:
    ///   - from: the bare address where reports of failure go.
    ///   - to: the bare address of the recipient.
    public func send(_ message: [UInt8], from: String, to: String) async throws(Failure) -> String {
        try await deliver(message, from, to)
    }

    public func send(_ mail: ComposedMail) async throws(Failure) -> String {
        try await send(mail.message, from: mail.from.bareAddress, to: mail.to.bareAddress)
    }
}
