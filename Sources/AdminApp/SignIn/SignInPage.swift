import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// Signing in and out.
enum SignInPage {
    struct View: Sendable {
        var faults: FaultSummary?
        var email: Field
        var password: Field
        var next: String?
        var isMailConfigured: Bool
    }

    static func get(_ guest: Guest) async throws -> Answer {
        if guest.isSignedIn { return .redirect(next(guest)) }
        return page(guest)
    }

    static func post(_ guest: Guest) async throws -> Answer {
        do {
            let signedIn = try await SignIn(guest.kalends)(
                email: guest.form["email"], password: guest.form["password"], userAgent: guest.userAgent, address: guest.address,
                household: guest.household)
            return .signedIn(token: signedIn.token, to: next(guest))
        } catch SignIn.Failure.refused {
            return page(guest, FieldFault(field: "email", key: "signInRefused"), status: .unprocessableContent)
        } catch let limit as TooManyAttempts {
            return page(guest, limit.fault(field: "email", guest.texts, now: guest.now), status: .tooManyRequests)
        }
    }

    static func signOut(_ visit: Visit) async throws -> Answer {
        try await EndSession(visit.kalends)(visit.session.tokenHash, of: visit.user.id)
        return .signedOut(to: "/admin/sign-in", Notice("signedOut"))
    }

    /// Where somebody wanted to go; only ever a page of ours.
    private static func next(_ guest: Guest) -> String {
        let wanted = guest.form.contains("next") ? guest.form["next"] : guest.query["next"]
        return LocalPath(wanted)?.text ?? "/admin"
    }

    private static func page(_ guest: Guest, _ fault: FieldFault? = nil, status: HTTPResponse.Status = .ok) -> Answer {
        let fields = FormFields(
            texts: guest.texts, area: "adminSignIn", sent: fault == nil ? nil : guest.form, faults: fault.map { [$0] } ?? [])
        let next = next(guest)
        return .page(
            AdminPage(
                "admin-sign-in", title: guest.texts["adminSignIn.heading"], status: status,
                view: View(
                    faults: fields.summary, email: fields.text("email", type: "email", required: true, autocomplete: "username"),
                    password: fields.text("password", type: "password", required: true, autocomplete: "current-password"),
                    next: next == "/admin" ? nil : next, isMailConfigured: guest.kalends.settings.isMailConfigured)))
    }
}

extension TooManyAttempts {
    func fault(field: String, _ texts: Texts, now: Instant) -> FieldFault {
        FieldFault(field: field, key: "tooManyAttempts", values: ["wait": texts.duration(max(until - now, .seconds(1)))])
    }
}
