import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// Keys to the REST API: one's own, and for administrators everybody's and the applications'.
enum TokenList {
    struct Row: Sendable {
        var name: String
        var hint: String
        var owner: String
        var scopes: [String]
        var state: String
        var isWorking: Bool
        var detail: String
        var revokeAddress: String
    }

    struct View: Sendable {
        var tokens: [Row]
        var isEmpty: Bool
        var faults: FaultSummary?
        var name: Field
        var scopes: Field
        var days: Field
        /// Whose it is to be; only administrators may choose.
        var holder: Field?
        /// A fresh token, shown this once.
        var fresh: String?
        var freshName: String
    }

    private static let path = "/admin/tokens"
    private static let lifetimes = [7, 30, 90, 365]

    static func get(_ visit: Visit) async throws -> Answer { .page(try await page(visit)) }

    static func make(_ visit: Visit) async throws -> Answer {
        let form = visit.form
        let holder = visit.user.role.canManageSettings ? form["holder"] : "own"
        let role = Role(rawValue: holder)
        guard role != nil || holder == "own" else {
            return .page(try await page(visit, [FieldFault(field: "holder", key: "roleUnknown")], status: .unprocessableContent))
        }
        guard form["days"] == "never" || lifetimes.contains(Int(form["days"]) ?? 0) else {
            let fault = FieldFault(field: "days", key: "tokenDays", values: ["longest": "\(MakeToken.longest)"])
            return .page(try await page(visit, [fault], status: .unprocessableContent))
        }
        let request = MakeToken.Request(
            name: form["name"], user: role == nil ? visit.user.id : nil, role: role ?? visit.user.role,
            scopes: Set(form.all("scopes").compactMap { TokenScope(rawValue: $0) }), lifetime: Int(form["days"]).map { .days($0) })
        do {
            let made = try await MakeToken(visit.kalends)(request, actor: visit.actor)
            return .page(try await page(visit, fresh: made))
        } catch let invalid as Invalid {
            return .page(try await page(visit, invalid.faults, status: .unprocessableContent))
        }
    }

    static func askRevoke(_ visit: Visit) async throws -> Answer {
        let token = try await ownOrManaged(visit)
        return visit.ask(
            "revokeToken", values: ["name": token.name], consequences: [visit.texts["adminConfirm.revokeTokenAtOnce"]],
            action: "\(path)/\(token.id)/revoke", cancel: path, menu: .tokens)
    }

    static func revoke(_ visit: Visit) async throws -> Answer {
        guard visit.isConfirmed else { return try await askRevoke(visit) }
        try await RevokeToken(visit.kalends)(visit.id(), actor: visit.actor)
        return .redirect(path, Notice("tokenRevoked"))
    }

    /// - Throws: `NotFound` for one that the user may not see.
    private static func ownOrManaged(_ visit: Visit) async throws -> AccessToken {
        let id: AccessToken.ID = visit.id()
        guard let token = try await visit.read({ try $0.accessTokens.find(id) }),
            token.user == visit.user.id || visit.user.role.canManageSettings
        else { throw NotFound("token") }
        return token
    }

    private static func page(
        _ visit: Visit, _ faults: [FieldFault] = [], fresh: (text: String, token: AccessToken)? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> AdminPage {
        let texts = visit.texts
        let isManager = visit.user.role.canManageSettings
        let (tokens, users) = try await visit.read { transaction in
            (try transaction.accessTokens.all(of: isManager ? nil : visit.user.id), try transaction.users.all())
        }
        let names = Dictionary(uniqueKeysWithValues: users.map { ($0.id, $0.name) })
        let fields = FormFields(visit, area: "adminToken", sent: faults.isEmpty ? nil : visit.form, faults: faults)
        let holders = [("own", texts["adminToken.own"])] + Role.allCases.map { ($0.rawValue, application($0, texts)) }
        let view = View(
            tokens: tokens.map { row($0, names, visit) }, isEmpty: tokens.isEmpty, faults: fields.summary,
            name: fields.text("name", required: true, autocomplete: "off"),
            scopes: fields.several(
                "scopes", [TokenScope.read.rawValue],
                TokenScope.allCases.map { (value: $0.rawValue, label: "\($0.rawValue): \(texts["adminToken.\(key(of: $0))"])") }),
            days: fields.choice(
                "days", "90",
                lifetimes.map { (value: String($0), label: texts.count("adminToken.forDays", $0)) } + [
                    (value: "never", label: texts["adminToken.forever"])
                ]),
            holder: isManager ? fields.choice("holder", "own", holders) : nil, fresh: fresh?.text, freshName: fresh?.token.name ?? "")
        return AdminPage("admin-token-list", title: texts["adminMenu.tokens"], menu: .tokens, status: status, view: view)
    }

    private static func application(_ role: Role, _ texts: Texts) -> String {
        texts("adminToken.application", ["role": texts["adminUser.\(role.rawValue)"]])
    }

    private static func key(of scope: TokenScope) -> String {
        switch scope {
        case .read: "scopeRead"
        case .appointments: "scopeAppointments"
        case .readWrite: "scopeReadWrite"
        case .manage: "scopeManage"
        case .sync: "scopeSync"
        case .webhooks: "scopeWebhooks"
        }
    }

    private static func row(_ token: AccessToken, _ names: [User.ID: String], _ visit: Visit) -> Row {
        let texts = visit.texts
        let state = token.state(visit.now)
        let end =
            switch state {
            case .working:
                token.expiresAt.map { texts("adminToken.worksUntil", ["time": texts.when($0, in: visit.zone)]) }
                    ?? texts["adminToken.works"]
            case .expired: texts["adminToken.expired"]
            case .revoked: texts["adminToken.revoked"]
            }
        let used =
            token.lastUsedAt.map { texts("adminToken.usedAt", ["ago": texts.relative($0, now: visit.now)]) }
            ?? texts["adminToken.neverUsed"]
        return Row(
            name: token.name, hint: token.hint, owner: token.user.map { names[$0] ?? "" } ?? application(token.role, texts),
            scopes: token.scopes.map(\.rawValue).sorted(), state: end, isWorking: state == .working,
            detail: texts("adminToken.detail", ["made": texts.when(token.createdAt, in: visit.zone), "used": used]),
            revokeAddress: "\(path)/\(token.id)/revoke")
    }
}
