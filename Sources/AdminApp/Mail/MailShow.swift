import Booking
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// One mail: how it went, and what it says.
enum MailShow {
    struct View: Sendable {
        var subject: String
        var from: String
        var to: String
        var kind: String
        var state: String
        var stateText: String
        var created: String
        var reply: String?
        var attempts: String
        var messageID: String
        var appointmentAddress: String?
        var resendAddress: String
        var isConfigured: Bool
        var text: String?
        /// Where the HTML part is shown, walled in.
        var previewAddress: String?
        var attachments: [String]
        var hasAttachments: Bool
        var sourceAddress: String
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let (mail, message) = try await find(visit)
        let texts = visit.texts
        let parts = MailParts(message)
        return .page(
            AdminPage(
                "admin-mail-show", title: mail.subject, menu: .mail, live: ["mails"],
                view: View(
                    subject: mail.subject, from: mail.fromName.isEmpty ? mail.from : "\(mail.fromName) <\(mail.from)>",
                    to: mail.toName.isEmpty ? mail.to : "\(mail.toName) <\(mail.to)>", kind: MailList.kind(mail, texts),
                    state: tone(of: mail),
                    stateText: state(of: mail, visit), created: texts.when(mail.createdAt, in: visit.zone),
                    reply: mail.lastReply.isEmpty ? nil : mail.lastReply, attempts: texts.count("adminMail.attempts", mail.attempts),
                    messageID: mail.messageID, appointmentAddress: mail.appointment.map { "/admin/appointments/\($0)" },
                    resendAddress: "/admin/mails/\(mail.id)/resend", isConfigured: visit.kalends.settings.isMailConfigured,
                    text: parts.text,
                    previewAddress: parts.html == nil ? nil : "/admin/mails/\(mail.id)/preview", attachments: parts.attachments,
                    hasAttachments: !parts.attachments.isEmpty,
                    sourceAddress: "/admin/mails/\(mail.id)/source")))
    }

    /// The HTML part as the customer's mail program shows it, without scripts; its links open tabs of their own.
    static func preview(_ visit: Visit) async throws -> Answer {
        let (_, message) = try await find(visit)
        guard let html = MailParts(message).html else { throw NotFound("HTML part") }
        return .walledIn(opensTabs(html))
    }

    /// Within the frame a page of ours would not open.
    private static func opensTabs(_ html: String) -> String {
        guard let head = html.firstRange(of: "<head>") else { return "<base target=\"_blank\">" + html }
        return html[..<head.upperBound] + "<base target=\"_blank\">" + html[head.upperBound...]
    }

    static func source(_ visit: Visit) async throws -> Answer {
        let (mail, message) = try await find(visit)
        return .download(message, type: "message/rfc822", name: "mail-\(mail.id).eml")
    }

    static func resend(_ visit: Visit) async throws -> Answer {
        let (mail, _) = try await find(visit)
        try await ResendMail(visit.kalends)(mail.id, actor: visit.actor)
        let isConfigured = visit.kalends.settings.isMailConfigured
        return .redirect(visit.back(or: "/admin/mails/\(mail.id)"), Notice(isConfigured ? "mailResent" : "mailRequeued", ["to": mail.to]))
    }

    private static func find(_ visit: Visit) async throws -> (QueuedMail, [UInt8]) {
        let id = visit.parameters["id"] ?? ""
        let found = try await visit.read { transaction -> (QueuedMail, [UInt8])? in
            guard let mail = try transaction.mails.find(id) else { return nil }
            return (mail, try transaction.mails.message(id) ?? [])
        }
        guard let found else { throw NotFound("mail") }
        return found
    }

    /// `good`, `waiting` or `bad`.
    static func tone(of mail: QueuedMail) -> String {
        switch mail.state {
        case .sent: "good"
        case .waiting: "waiting"
        case .failed: "bad"
        }
    }

    static func state(of mail: QueuedMail, _ visit: Visit) -> String {
        let texts = visit.texts
        switch mail.state {
        case .sent: return texts("adminMail.sent", ["time": mail.sentAt.map { texts.when($0, in: visit.zone) } ?? ""])
        case .waiting:
            if !visit.kalends.settings.isMailConfigured { return texts["adminMail.waitingForServer"] }
            if mail.waitsToBeSentAgain { return texts["adminMail.resending"] }
            return mail.attempts == 0 ? texts["adminMail.waiting"] : texts.count("adminMail.retrying", mail.attempts)
        case .failed: return texts["adminMail.failed"]
        }
    }
}

extension QueuedMail {
    /// Whether the server took it before, and has not been asked again since somebody asked for it to be sent once more.
    var waitsToBeSentAgain: Bool { state == .waiting && sentAt != nil && sentAt == lastTriedAt }
}
