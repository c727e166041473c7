import Booking
import CalendarSync
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// Connecting a Google account: what will be asked and why, the way to Google's page, and what comes back from it.
enum GoogleConnect {
    struct Permission: Sendable {
        var wording: String
        var purpose: String
    }

    struct View: Sendable {
        var person: String
        /// Why the last try connected nothing, and what to do.
        var refusal: String?
        var isAgain: Bool
        /// The account that is connected again.
        var again: String?
        var permissions: [Permission]
        /// Google's page; `nil` when it is not set up here.
        var address: String?
        var proceed: String
        /// Where another account is connected instead.
        var otherAddress: String?
        var cancelAddress: String
    }

    static let path = "/admin/calendars/connect/google"
    /// Where Google sends people back to.
    static let returnPath = "/admin/oauth/google"

    static func address(for resource: Resource.ID) -> String { "\(path)?resource=\(Query.encode(resource.rawValue))" }

    static func address(of account: CalendarAccount) -> String { "\(path)?account=\(Query.encode(account.id.rawValue))" }

    static func get(_ visit: Visit) async throws -> Answer {
        if let id = visit.query.value("account") {
            guard let account = try await visit.read({ try $0.accounts.find(CalendarAccount.ID(id)) }), account.provider == .google else {
                throw NotFound("calendar account")
            }
            return try await page(visit, SignInAccount.Purpose(provider: .google, resource: account.resource, account: account.id))
        }
        let staff = try await visit.read { try $0.staff.all(in: visit.business.id) }
        let wanted = visit.query["resource"]
        guard let person = staff.first(where: { $0.resource.rawValue == wanted }) ?? (wanted.isEmpty ? staff.first : nil) else {
            throw NotFound("person")
        }
        return try await page(visit, SignInAccount.Purpose(provider: .google, resource: person.resource))
    }

    /// Google sends people back here.
    static func finish(_ visit: Visit) async throws -> Answer {
        let answer = SignInAccount.Return(state: visit.query["state"], code: visit.query["code"], error: visit.query["error"])
        do {
            let account = try await SignInAccount(visit.kalends).finish(
                .google, answer, session: visit.session.tokenHash, actor: visit.actor)
            let isUsed = try await visit.read { transaction in
                try transaction.calendars.all(account: account.id).contains { $0.isLinked || $0.closesTime }
            }
            return isUsed
                ? .redirect("/admin/calendars", Notice("accountReconnected", ["name": account.name]))
                : .redirect("/admin/calendars/accounts/\(account.id)", Notice("accountSignedIn", ["name": account.name]))
        } catch let failure as SignInAccount.Failure {
            guard let purpose = failure.purpose else { return .redirect("/admin/calendars", Notice("signInNotOurs")) }
            return try await page(visit, purpose, refused: failure.reason)
        }
    }

    private static func page(_ visit: Visit, _ purpose: SignInAccount.Purpose, refused reason: SignInAccount.Failure.Reason? = nil)
        async throws -> Answer
    {
        let texts = visit.texts
        let (members, account) = try await visit.read { transaction in
            (try transaction.staff.all(of: purpose.resource), try purpose.account.flatMap { try transaction.accounts.find($0) })
        }
        let name = members.first { $0.business == visit.business.id }?.name ?? members.first?.name ?? ""
        let isSetUp = visit.kalends.providers[.google] != nil
        let beginning =
            isSetUp
            ? try await SignInAccount(visit.kalends).begin(purpose, session: visit.session.tokenHash, actor: visit.actor) : nil
        let title = texts("adminGoogle.heading", ["name": name])
        var otherAddress: String?
        if case .otherAccount = reason { otherAddress = address(for: purpose.resource) }
        return .page(
            AdminPage(
                "admin-calendar-google", title: title, menu: .calendars, status: reason == nil ? .ok : .unprocessableContent,
                view: View(
                    person: name, refusal: reason.map { $0.sentence(texts) }, isAgain: account != nil,
                    again: account.map { texts("adminGoogle.again", ["name": $0.name]) },
                    permissions: beginning?.permissions.map { Permission(wording: $0.wording, purpose: $0.purpose) } ?? [],
                    address: beginning?.address, proceed: texts[reason == nil ? "adminGoogle.proceed" : "adminGoogle.proceedAgain"],
                    otherAddress: otherAddress, cancelAddress: "/admin/calendars")))
    }
}
