public import Booking
public import CivilTime

/// A mail to be sent, or sent, without the bytes of its message.
public struct QueuedMail: Hashable, Sendable {
    public enum State: String, Hashable, Sendable, Codable, CaseIterable { case waiting, sent, failed }

    public var id: String
    public var to: String
    public var toName: String
    public var from: String
    public var fromName: String
    public var subject: String
    /// What it is about: `confirmation`, `change`, `cancellation`…
    public var kind: String
    public var appointment: Appointment.ID?
    /// RFC 5322 section 3.6.4; the same each time the mail is sent.
    public var messageID: String
    public var state: State
    /// How often it was handed to the server.
    public var attempts: Int
    public var createdAt: Instant
    /// When the server last took it.
    public var sentAt: Instant?
    /// When the server was last asked to take it.
    public var lastTriedAt: Instant?
    /// What the server last said.
    public var lastReply: String

    public init(
        id: String, to: String, toName: String, from: String, fromName: String, subject: String, kind: String,
        appointment: Appointment.ID? = nil, messageID: String, state: State = .waiting, attempts: Int = 0, createdAt: Instant,
        sentAt: Instant? = nil, lastTriedAt: Instant? = nil, lastReply: String = ""
    ) {
        self.id = id
        self.to = to
        self.toName = toName
        self.from = from
        self.fromName = fromName
        self.subject = subject
        self.kind = kind
        self.appointment = appointment
        self.messageID = messageID
        self.state = state
        self.attempts = attempts
        self.createdAt = createdAt
        self.sentAt = sentAt
        self.lastTriedAt = lastTriedAt
        self.lastReply = lastReply
    }
}

public struct MailStore {
    let transaction: Transaction

    /// - Parameter message: the whole message, RFC 5322.
    public func insert(_ mail: QueuedMail, message: [UInt8]) throws {
        transaction.touch(.mails)
        try transaction.insert(mail.columns(message: message), into: "mails")
    }

    public func find(_ id: String) throws -> QueuedMail? {
        try transaction.row(
            "SELECT \(QueuedMail.listed) FROM mails WHERE organization = ? AND id = ?", transaction.organization, id,
            read: QueuedMail.init(row:))
    }

    /// The bytes of a mail's message, RFC 5322.
    public func message(_ id: String) throws -> [UInt8]? {
        try transaction.row("SELECT message FROM mails WHERE organization = ? AND id = ?", transaction.organization, id) {
            try $0.bytes("message")
        }
    }

    /// The latest first, and how many there are in all.
    public func list(
        state: QueuedMail.State? = nil, appointment: Appointment.ID? = nil, limit: Int, offset: Int = 0
    ) throws -> (rows: [QueuedMail], total: Int) {
        var condition = "organization = ?"
        var arguments = [transaction.organization.sqlValue]
        if let state {
            condition += " AND state = ?"
            arguments.append(state.rawValue.sqlValue)
        }
        if let appointment {
            condition += " AND appointment = ?"
            arguments.append(appointment.sqlValue)
        }
        let total = try transaction.number("SELECT COUNT(*) FROM mails WHERE \(condition)", arguments)
        let sql = "SELECT \(QueuedMail.listed) FROM mails WHERE \(condition) ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?"
        return (try transaction.rows(sql, arguments + [limit.sqlValue, offset.sqlValue], QueuedMail.init(row:)), Int(total))
    }

    /// Notes that the server took the mail.
    public func markSent(_ id: String, at instant: Instant, reply: String) throws {
        try noteAttempt(id, at: instant, reply: reply)
        try change(id, "state = 'sent', sent_at = ?", [instant.sqlValue])
    }

    /// Notes that the mail was given up.
    public func markFailed(_ id: String, at instant: Instant, reply: String) throws {
        try noteAttempt(id, at: instant, reply: reply)
        try change(id, "state = 'failed'", [])
    }

    /// Notes a try that failed; the mail waits on.
    public func noteAttempt(_ id: String, at instant: Instant, reply: String) throws {
        try change(id, "attempts = attempts + 1, last_tried_at = ?, last_reply = ?", [instant.sqlValue, reply.sqlValue])
    }

    /// Lets the mail wait again, with a new message when one is given.
    public func requeue(_ id: String, newMessage: [UInt8]? = nil) throws {
        if let newMessage {
            try change(id, "state = 'waiting', message = ?", [.bytes(newMessage)])
        } else {
            try change(id, "state = 'waiting'", [])
        }
    }

    private func change(_ id: String, _ changes: String, _ arguments: [SQLValue]) throws {
        transaction.touch(.mails)
        let sql = "UPDATE mails SET \(changes) WHERE organization = ? AND id = ?"
        let changed = try transaction.connection.execute(sql, arguments + [transaction.organization.sqlValue, id.sqlValue])
        guard changed > 0 else { throw StoreFailure.missing(table: "mails", key: id) }
    }
}
