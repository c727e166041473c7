import Booking
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// Queued and sent mail, and whether mail works at all.
enum MailList {
    struct Row: Sendable {
        var subject: String
        var to: String
        var kind: String
        var state: String
        var stateText: String
        var time: String
        var address: String
        var resendAddress: String
    }

    struct View: Sendable {
        var isConfigured: Bool
        var chips: [CalendarPage.Chip]
        var rows: [Row]
        var isEmpty: Bool
        var isFiltered: Bool
        var hidden: String?
        var allAddress: String
        var pages: PageLinks?
        var faults: FaultSummary?
        var to: Field
        var canTest: Bool
        var sender: String
    }

    static func get(_ visit: Visit) async throws -> Answer { .page(try await page(visit)) }

    static func sendTest(_ visit: Visit) async throws -> Answer {
        let to = visit.form["to"].trimmingWhitespace
        do {
            try await SendTestMail(visit.kalends)(to: to, business: visit.business.id, actor: visit.actor)
            let isConfigured = visit.kalends.settings.isMailConfigured
            return .redirect("/admin/mails", Notice(isConfigured ? "testMailSent" : "testMailQueued", ["to": to]))
        } catch let invalid as Invalid {
            return .page(try await page(visit, invalid.faults, status: .unprocessableContent))
        }
    }

    private static func page(_ visit: Visit, _ faults: [FieldFault] = [], status: HTTPResponse.Status = .ok) async throws -> AdminPage {
        let texts = visit.texts
        let paging = Paging(query: visit.query)
        let state = QueuedMail.State(rawValue: visit.query["state"])
        let (found, totals) = try await visit.read { transaction in
            let totals = try QueuedMail.State.allCases.map { ($0, try transaction.mails.list(state: $0, limit: 0).total) }
            return (try transaction.mails.list(state: state, limit: Paging.size, offset: paging.offset), totals)
        }
        let all = totals.reduce(0) { $0 + $1.1 }
        let path = "/admin/mails"
        let fields = FormFields(visit, area: "adminMail", sent: faults.isEmpty ? nil : visit.form, faults: faults)
        let view = View(
            isConfigured: visit.kalends.settings.isMailConfigured,
            chips: [
                CalendarPage.Chip(label: texts("adminMail.all", ["count": texts.number(all)]), address: path, isOn: state == nil, color: "")
            ]
                + totals.map { state, total in
                    CalendarPage.Chip(
                        label: texts(
                            "adminMail.chip\(state.rawValue.prefix(1).uppercased())\(state.rawValue.dropFirst())",
                            ["count": texts.number(total)]),
                        address: "\(path)?state=\(state.rawValue)", isOn: visit.query["state"] == state.rawValue, color: "")
                },
            rows: found.rows.map { row($0, visit) }, isEmpty: found.rows.isEmpty, isFiltered: state != nil,
            hidden: state != nil && all > found.total ? texts.count("admin.hiddenByFilters", all - found.total) : nil, allAddress: path,
            pages: paging.links(total: found.total, path: path, query: visit.query, texts: texts), faults: fields.summary,
            to: fields.text("to", visit.user.email, type: "email", required: true, autocomplete: "email"),
            canTest: visit.user.role.canManageSettings,
            sender: visit.kalends.settings.mailFrom)
        return AdminPage("admin-mail-list", title: texts["adminMenu.mail"], menu: .mail, status: status, live: ["mails"], view: view)
    }

    private static func row(_ mail: QueuedMail, _ visit: Visit) -> Row {
        Row(
            subject: mail.subject, to: mail.toName.isEmpty ? mail.to : "\(mail.toName) <\(mail.to)>", kind: kind(mail, visit.texts),
            state: MailShow.tone(of: mail), stateText: MailShow.state(of: mail, visit),
            time: visit.texts.relative(mail.sentAt ?? mail.createdAt, now: visit.now), address: "/admin/mails/\(mail.id)",
            resendAddress: "/admin/mails/\(mail.id)/resend")
    }

    static func kind(_ mail: QueuedMail, _ texts: Texts) -> String {
        let key = "adminMail.kind\(mail.kind.prefix(1).uppercased())\(camelCased(String(mail.kind.dropFirst())))"
        return texts.has(key) ? texts[key] : mail.kind
    }
}
