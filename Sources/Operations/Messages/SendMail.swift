import CalendarSync
import CivilTime
import Messaging
import Persistence

/// Hands one mail to the mail server. Between the server's yes and our record of it a crash may send it twice, with the same Message-ID.
struct SendMail {
    let kalends: Kalends
    let transport: MailTransport
    private static let farewell = Duration.seconds(5)

    /// - Throws: `MailTransport.Failure`; a passing one is tried again.
    func callAsFunction(_ target: SendMailPayload) async throws {
        let found = try await kalends.database.read { transaction -> (QueuedMail, [UInt8])? in
            guard let mail = try transaction.mails.find(target.mail), mail.state == .waiting,
                let message = try transaction.mails.message(target.mail)
            else { return nil }
            return (mail, message)
        }
        guard let (mail, message) = found else { return }
        do {
            let reply = try await send(message, mail)
            // It is on its way: what is not written down would be sent once more.
            try await kalends.insist { transaction in
                guard try isStillThere(mail, transaction) else { return }
                try transaction.mails.markSent(mail.id, at: kalends.now, reply: reply)
                try beginWaiting(for: mail, transaction)
            }
        } catch let failure as MailTransport.Failure {
            try await kalends.database.write { transaction in
                guard try isStillThere(mail, transaction) else { return }
                if failure.isPermanent {
                    try transaction.mails.markFailed(mail.id, at: kalends.now, reply: failure.sentence)
                } else {
                    try transaction.mails.noteAttempt(mail.id, at: kalends.now, reply: failure.sentence)
                }
            }
            throw failure
        }
    }

    /// A mail that is on its way when the server is to stop gets some seconds to arrive: cut short it may have been taken all the same, and
    /// would come once more.
    private func send(_ message: [UInt8], _ mail: QueuedMail) async throws -> String {
        let sending = Task { try await transport.send(message, from: mail.from, to: mail.to) }
        return try await withTaskCancellationHandler {
            try await sending.value
        } onCancel: {
            Task {
                try await Task.sleep(for: Self.farewell)
                sending.cancel()
            }
        }
    }

    /// The time for an answer to a question begins when its mail is handed over for the first time.
    private func beginWaiting(for mail: QueuedMail, _ transaction: Transaction) throws {
        guard mail.kind == AskCustomer.mailKind, mail.sentAt == nil, let id = mail.appointment,
            let appointment = try transaction.appointments.find(id)
        else { return }
        let until = AskCustomer.deadline(appointment, from: kalends.now)
        for conflict in try transaction.conflicts.open() where conflict.appointment == id {
            // The newest one counts; a mail that is older than it asked something else.
            guard let asked = try transaction.conflictQuestions.all(conflict: conflict.id).first?.askedAt, asked <= mail.createdAt
            else { continue }
            try transaction.conflictQuestions.prolong(conflict: conflict.id, askedAt: asked, until: until)
        }
    }

    /// Its customer may have been erased, and the mail with them, while the server was asked.
    private func isStillThere(_ mail: QueuedMail, _ transaction: Transaction) throws -> Bool {
        try transaction.mails.find(mail.id) != nil
    }
}
