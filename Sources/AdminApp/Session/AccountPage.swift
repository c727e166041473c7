import Booking
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// One's own account: the password, and where one is signed in.
enum AccountPage {
    struct Row: Sendable {
        var browser: String
        var detail: String
        var isThis: Bool
        var endAddress: String
    }

    struct View: Sendable {
        var name: String
        var email: String
        var role: String
        var faults: FaultSummary?
        var current: Field
        var new: Field
        var sessions: [Row]
        var hasOthers: Bool
    }

    static func get(_ visit: Visit) async throws -> Answer { .page(try await page(visit)) }

    static func changePassword(_ visit: Visit) async throws -> Answer {
        do {
            try await ChangePassword(visit.kalends)(
                of: visit.user.id, current: visit.form["current"], new: visit.form["new"], session: visit.session.tokenHash)
            return .redirect("/admin/account", Notice("passwordChanged"))
        } catch let invalid as Invalid {
            return .page(try await page(visit, invalid.faults, status: .unprocessableContent))
        } catch let limit as TooManyAttempts {
            return .page(try await page(visit, [limit.fault(field: "current", visit.texts, now: visit.now)], status: .tooManyRequests))
        }
    }

    static func endSession(_ visit: Visit) async throws -> Answer {
        let sessions = try await visit.read { try $0.sessions.all(of: visit.user.id) }
        guard let session = sessions.first(where: { reference($0) == visit.parameters["id"] }) else { throw NotFound("session") }
        try await EndSession(visit.kalends)(session.tokenHash, of: visit.user.id)
        if session.tokenHash == visit.session.tokenHash { return .signedOut(to: "/admin/sign-in", Notice("signedOut")) }
        return .redirect("/admin/account", Notice("sessionEnded"))
    }

    static func endOtherSessions(_ visit: Visit) async throws -> Answer {
        try await EndSession(visit.kalends).all(of: visit.user.id, except: visit.session.tokenHash)
        return .redirect("/admin/account", Notice("sessionsEnded"))
    }

    /// What names a session in an address: too little of its hash to be of use elsewhere.
    private static func reference(_ session: Session) -> String { String(session.tokenHash.prefix(16)) }

    private static func page(_ visit: Visit, _ faults: [FieldFault] = [], status: HTTPResponse.Status = .ok) async throws -> AdminPage {
        let sessions = try await visit.read { try $0.sessions.all(of: visit.user.id) }.filter { $0.expiresAt > visit.now }
        let texts = visit.texts
        let fields = FormFields(visit, area: "adminAccount", sent: faults.isEmpty ? nil : visit.form, faults: faults)
        let view = View(
            name: visit.user.name, email: visit.user.email, role: texts["adminUser.\(visit.user.role.rawValue)"], faults: fields.summary,
            current: fields.text("current", type: "password", required: true, autocomplete: "current-password"),
            new: fields.text("new", type: "password", required: true, autocomplete: "new-password"),
            sessions: sessions.map { session in
                Row(
                    browser: Browser(session.userAgent).name ?? texts["adminAccount.unknownBrowser"],
                    detail: texts(
                        "adminAccount.sessionDetail",
                        [
                            "address": session.address, "seen": texts.relative(session.lastSeenAt, now: visit.now),
                            "since": texts.when(session.createdAt, in: visit.zone),
                        ]),
                    isThis: session.tokenHash == visit.session.tokenHash, endAddress: "/admin/account/sessions/\(reference(session))/end")
            },
            hasOthers: sessions.count > 1)
        return AdminPage("admin-account", title: texts["adminAccount.heading"], menu: .account, status: status, view: view)
    }
}

/// What a user agent calls itself, as people would say it.
struct Browser {
    let name: String?

    init(_ userAgent: String) {
        let programs = [
            ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"),
        ]
        let systems = [
            ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
            ("Linux", "Linux"),
        ]
        let program = programs.first { userAgent.contains($0.0) }?.1
        let system = systems.first { userAgent.contains($0.0) }?.1
        let parts = [program, system].compactMap(\.self)
        name = parts.isEmpty ? nil : parts.joined(separator: " · ")
    }
}
