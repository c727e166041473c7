import Booking
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// Who may sign in, and what each may do.
enum UserList {
    struct Row: Sendable {
        var id: String
        var name: String
        var email: String
        var role: Field
        var state: String
        var isInvited: Bool
        var isSelf: Bool
        var isLastAdministrator: Bool
        var roleAddress: String
        var removeAddress: String
        var inviteAddress: String
    }

    struct View: Sendable {
        var users: [Row]
        var faults: FaultSummary?
        var name: Field
        var email: Field
        var role: Field
        /// A fresh invitation, for copying.
        var link: String?
        var linkFor: String
        var isMailConfigured: Bool
    }

    static func get(_ visit: Visit) async throws -> Answer { .page(try await page(visit)) }

    static func invite(_ visit: Visit) async throws -> Answer {
        guard let role = Role(rawValue: visit.form["role"]) else {
            return .page(try await page(visit, [FieldFault(field: "role", key: "roleUnknown")], status: .unprocessableContent))
        }
        do {
            let invited = try await InviteUser(visit.kalends)(
                name: visit.form["name"], email: visit.form["email"], role: role, actor: visit.actor)
            return .page(try await page(visit, link: invited.link, linkFor: invited.user.name))
        } catch let invalid as Invalid {
            return .page(try await page(visit, invalid.faults, status: .unprocessableContent))
        }
    }

    static func inviteAgain(_ visit: Visit) async throws -> Answer {
        let id: User.ID = visit.id()
        guard let user = try await visit.read({ try $0.users.find(id) }) else { throw NotFound("user") }
        let link = try await InviteUser(visit.kalends).again(id, actor: visit.actor)
        return .page(try await page(visit, link: link, linkFor: user.name))
    }

    static func changeRole(_ visit: Visit) async throws -> Answer {
        guard let role = Role(rawValue: visit.form["role"]) else {
            return .page(try await page(visit, [FieldFault(field: "role", key: "roleUnknown")], status: .unprocessableContent))
        }
        do {
            try await ChangeUser(visit.kalends).role(of: visit.id(), to: role, actor: visit.actor)
            return .redirect("/admin/users", Notice("roleChanged"))
        } catch ChangeUser.Failure.lastAdministrator {
            return .page(try await page(visit, [FieldFault(field: "role", key: "lastAdministrator")], status: .conflict))
        }
    }

    static func askRemove(_ visit: Visit) async throws -> Answer {
        let id: User.ID = visit.id()
        guard let user = try await visit.read({ try $0.users.find(id) }) else { throw NotFound("user") }
        return visit.ask(
            "removeUser", values: ["name": user.name],
            consequences: [visit.texts["adminConfirm.removeUserSignedOut"], visit.texts["adminConfirm.removeUserHistory"]],
            action: "/admin/users/\(id)/remove", cancel: "/admin/users", menu: .users)
    }

    static func remove(_ visit: Visit) async throws -> Answer {
        guard visit.isConfirmed else { return try await askRemove(visit) }
        do {
            let id: User.ID = visit.id()
            try await ChangeUser(visit.kalends).remove(id, actor: visit.actor)
            return id == visit.user.id
                ? .signedOut(to: "/admin/sign-in", Notice("signedOut")) : .redirect("/admin/users", Notice("userRemoved"))
        } catch ChangeUser.Failure.lastAdministrator {
            return .page(try await page(visit, [FieldFault(field: "role", key: "lastAdministrator")], status: .conflict))
        }
    }

    private static func page(
        _ visit: Visit, _ faults: [FieldFault] = [], link: String? = nil, linkFor: String = "", status: HTTPResponse.Status = .ok
    ) async throws -> AdminPage {
        let texts = visit.texts
        let users = try await visit.read { try $0.users.all() }
        // Whoever has not answered the invitation yet could not let anybody in.
        let administrators = users.filter { $0.role == .administrator && $0.passwordHash != nil }
        let roles = Role.allCases.map { (value: $0.rawValue, label: texts["adminUser.\($0.rawValue)"]) }
        let fields = FormFields(visit, area: "adminUser", sent: faults.isEmpty ? nil : visit.form, faults: faults)
        let view = View(
            users: users.map { user in
                let plain = FormFields(visit, area: "adminUser", prefix: "\(user.id)-")
                let isInvited = user.passwordHash == nil
                return Row(
                    id: user.id.rawValue, name: user.name, email: user.email, role: plain.choice("role", user.role.rawValue, roles),
                    state: texts[isInvited ? "adminUser.invited" : "adminUser.active"], isInvited: isInvited,
                    isSelf: user.id == visit.user.id,
                    isLastAdministrator: administrators.map(\.id) == [user.id], roleAddress: "/admin/users/\(user.id)/role",
                    removeAddress: "/admin/users/\(user.id)/remove", inviteAddress: "/admin/users/\(user.id)/invite")
            },
            faults: fields.summary, name: fields.text("name", required: true, autocomplete: "off"),
            email: fields.text("email", type: "email", required: true, autocomplete: "off"),
            role: fields.choice("role", Role.scheduler.rawValue, roles), link: link, linkFor: linkFor,
            isMailConfigured: visit.kalends.settings.isMailConfigured)
        return AdminPage("admin-user-list", title: texts["adminMenu.users"], menu: .users, status: status, live: ["settings"], view: view)
    }
}
