/// Hands mails to the operator's server, one connection's worth of conversation at a time.
public final class SMTPSubmission: Sendable {
    private let server: SMTPServer
    private let deadline: Double
    private let engine = TransferEngine(maximumConcurrent: 4)

    /// - Parameter deadline: seconds for one mail, from connecting to the server's last reply.
    public init(server: SMTPServer, deadline: Double = 60) {
        self.server = server
        self.deadline = deadline
    }

    /// Returns the reply with which the server took the mail for all its recipients; if it refuses one of them, none gets it.
    public func submit(_ envelope: MailEnvelope) async throws(SMTPFailure) -> String {
        if let flaw = envelope.flaw {
            throw SMTPFailure(isPermanent: true, replyCode: nil, sentence: "The mail was not sent: \(flaw).")
        }
        let delivery = SMTPDelivery(envelope, to: server, deadline: Deadline(seconds: deadline))
        let ending = await engine.run(delivery)
        if let failure = delivery.failure(ending) { throw failure }
        return delivery.lastReply
    }
}
