import HTTPTypes
import Operations
import Texts
import WebShell

/// Asking for a link to a new password. The answer is the same whether the address is known or not.
enum ForgotPassword {
    struct View: Sendable {
        var faults: FaultSummary?
        var email: Field
        var isSent: Bool
        var sentTo: String
        var isMailConfigured: Bool
    }

    static func get(_ guest: Guest) async throws -> Answer { page(guest) }

    static func post(_ guest: Guest) async throws -> Answer {
        let email = guest.form["email"]
        guard email.contains("@"), email.utf8.count <= 254 else {
            return page(
                guest, FieldFault(field: "email", key: email.isEmpty ? "emailMissing" : "emailMalformed"), status: .unprocessableContent)
        }
        do {
            try await RequestPasswordReset(guest.kalends)(email: email, household: guest.household)
            return page(guest, sentTo: email)
        } catch let limit as TooManyAttempts {
            return page(guest, limit.fault(field: "email", guest.texts, now: guest.now), status: .tooManyRequests)
        }
    }

    private static func page(
        _ guest: Guest, _ fault: FieldFault? = nil, sentTo: String? = nil, status: HTTPResponse.Status = .ok
    ) -> Answer {
        let fields = FormFields(
            texts: guest.texts, area: "adminSignIn", sent: fault == nil ? nil : guest.form, faults: fault.map { [$0] } ?? [])
        return .page(
            AdminPage(
                "admin-forgot-password", title: guest.texts["adminSignIn.forgotHeading"], status: status,
                view: View(
                    faults: fields.summary, email: fields.text("email", type: "email", required: true, autocomplete: "username"),
                    isSent: sentTo != nil, sentTo: sentTo ?? "", isMailConfigured: guest.kalends.settings.isMailConfigured)))
    }
}
