/// A finished mail: what travels, and what the admin page shows of it.
public struct ComposedMail: Sendable {
    public let to: MailParty
    public let from: MailParty
    public let replyTo: MailParty?
    public let subject: String
    /// With its angle brackets; the same mail composed again carries the same one.
    public let messageID: String
    /// RFC 5322 with CRLF line ends, ready for SMTP.
    public let message: [UInt8]
    /// The plain twin.
    public let text: String
    public let html: String

    init(_ mail: MIMEMessage) {
        to = mail.to
        from = mail.from
        replyTo = mail.replyTo
        subject = mail.subject
        messageID = mail.messageID
        message = mail.serialized()
        text = mail.text
        html = mail.html
    }
}
