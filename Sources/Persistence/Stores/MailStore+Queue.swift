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

    /// Removes an appointment's mails to everybody but some addresses, sent ones too.
    /// - Returns: the ids of the mails that were removed.
    @discardableResult
    public func erase(appointment: Appointment.ID, exceptTo addresses: Set<String>) throws -> [String] {
        let mails = try list(appointment: appointment, limit: .max).rows.filter { !addresses.contains($0.to) }
        guard !mails.isEmpty else { return [] }
        transaction.touch(.mails)
        for mail in mails {
            try transaction.execute("DELETE FROM mails WHERE organization = ? AND id = ?", transaction.organization, mail.id)
        }
        return mails.map(\.id)
    }
}
