import Booking
import HTTPTypes
import Operations
import Texts
import WebShell

/// Choosing a password by a link: after an invitation, or when it was forgotten.
enum ChoosePasswordPage {
    struct View: Sendable {
        var faults: FaultSummary?
        var heading: String
        var explanation: String
        var email: String
        var password: Field
        var action: String
        var isUsable: Bool
    }

    static func get(_ guest: Guest) async throws -> Answer { try await page(guest) }

    static func post(_ guest: Guest) async throws -> Answer {
        do {
            let signedIn = try await ChoosePassword(guest.kalends)(
                token: guest.parameters["token"] ?? "", password: guest.form["password"], userAgent: guest.userAgent,
                address: guest.address,
                household: guest.household)
            return .signedIn(token: signedIn.token, to: "/admin")
        } catch let invalid as Invalid {
            return try await page(guest, invalid.faults, status: .unprocessableContent)
        } catch is NotFound {
            return try await page(guest, status: .gone)
        }
    }

    private static func page(_ guest: Guest, _ faults: [FieldFault] = [], status: HTTPResponse.Status = .ok) async throws -> Answer {
        let token = guest.parameters["token"] ?? ""
        let opened = try await ChoosePassword(guest.kalends).open(token: token)
        let fields = FormFields(texts: guest.texts, area: "adminSignIn", sent: faults.isEmpty ? nil : guest.form, faults: faults)
        let key = opened.map { $0.isInvitation ? "invitation" : "reset" } ?? "usedUp"
        let values = ["name": opened?.user.name ?? ""]
        return .page(
            AdminPage(
                "admin-choose-password", title: guest.texts("adminSignIn.\(key)Heading", values), status: opened == nil ? .gone : status,
                view: View(
                    faults: fields.summary, heading: guest.texts("adminSignIn.\(key)Heading", values),
                    explanation: guest.texts("adminSignIn.\(key)Explanation", values), email: opened?.user.email ?? "",
                    password: fields.text("password", type: "password", required: true, autocomplete: "new-password"),
                    action: "/admin/password/\(Query.encode(token))", isUsable: opened != nil)))
    }
}
