import Booking
import CivilTime
import Messaging
import Persistence

extension Kalends {
    /// Puts a composed mail into the queue with the job that sends it. The same mail composed again (after a crash, say) is the same row.
    /// - Returns: its key in the queue.
    @discardableResult
    func enqueue(_ mail: ComposedMail, kind: String, appointment: Appointment.ID?, _ transaction: Transaction) throws -> String {
        if let known = try transaction.mails.find(messageID: mail.messageID) { return known.id }
        let id = newID()
        try transaction.mails.insert(
            QueuedMail(
                id: id, to: mail.to.bareAddress, toName: mail.to.name, from: mail.from.bareAddress, fromName: mail.from.name,
                subject: mail.subject,
                kind: kind, appointment: appointment, messageID: mail.messageID, createdAt: now),
            message: mail.message)
        try enqueueSending(of: id, transaction)
        return id
    }

    func enqueueSending(of id: String, _ transaction: Transaction) throws {
        guard settings.isMailConfigured else { return }
        try transaction.jobs.leave(
            kind: JobKind.sendMail.rawValue, payload: try payload(SendMailPayload(mail: id)), lane: Self.sendingLane(of: id),
            key: Self.sendingKey(of: id), due: now)
    }

    static func sendingKey(of id: String) -> String { "mail:\(id)" }

    /// Two lanes: a mail server that does not answer holds up two workers, and not the calendars.
    private static func sendingLane(of id: String) -> String { "mail:\(id.utf8.reduce(0) { $0 &+ $1 } & 1)" }

    /// Leaves the work of sending every mail that waited for mail to be configured.
    func enqueueWaitingMails(_ transaction: Transaction) throws {
        guard settings.isMailConfigured else { return }
        for id in try transaction.mails.waiting() { try enqueueSending(of: id, transaction) }
    }
}
