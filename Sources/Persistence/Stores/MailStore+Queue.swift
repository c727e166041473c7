public import Booking
import CivilTime

extension MailStore {
    /// The mail of a Message-ID, so that the same mail composed again after a crash is known again.
    public func find(messageID: String) throws -> QueuedMail? {
        try transaction.row(
            "SELECT \(QueuedMail.listed) FROM mails WHERE organization = ? AND message_id = ?", transaction.organization, messageID,
            read: QueuedMail.init(row:))
    }

    /// The ids of all mails that wait, the oldest first.
    public func waiting() throws -> [String] {
        try transaction.rows(
            "SELECT id FROM mails WHERE organization = ? AND state = 'waiting' ORDER BY created_at, id", transaction.organization
        ) { try $0.text("id") }
    }

    /// Blanks the recipient, the subject and the message of an appointment's mails to one address; that a mail was sent, and when, stays.
    /// A mail that still waits is given up.
    public func erase(appointment: Appointment.ID, to address: String) throws {
        transaction.touch(.mails)
        let sql = """
            UPDATE mails SET to_address = '', to_name = '', subject = '', message = ?, last_reply = '',
                state = CASE WHEN state = 'waiting' THEN 'failed' ELSE state END
            WHERE organization = ? AND appointment = ? AND to_address = ?
            """
        _ = try transaction.connection.execute(
            sql, [.bytes([]), transaction.organization.sqlValue, appointment.sqlValue, address.sqlValue])
    }
}

extension MailStore {
    /// Blanks the subject and the message of an appointment's mails to everybody but some addresses: what staff were told names the customer.
    /// A mail that still waits is given up.
    public func eraseContent(appointment: Appointment.ID, exceptTo addresses: Set<String>) throws {
        transaction.touch(.mails)
        let sql = """
            UPDATE mails SET subject = '', message = ?, last_reply = '', state = CASE WHEN state = 'waiting' THEN 'failed' ELSE state END
            WHERE organization = ? AND id = ?
            """
        let mails = try list(appointment: appointment, limit: .max).rows
        for mail in mails where !addresses.contains(mail.to) {
            _ = try transaction.connection.execute(sql, [.bytes([]), transaction.organization.sqlValue, mail.id.sqlValue])
        }
    }
}
