import CalendarSync
import Hummingbird
import Operations
import Texts
import WebShell

/// `/connect/return`: the provider's page sends people back through the address that the operator registered, and from there here, when it was
/// an invitation that they began by.
struct ConnectReturn: Sendable {
    let site: PublicSite

    @Sendable func finish(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        let query = request.queryFields
        let signIn = SignInAccount(site.kalends)
        let provider = ProviderKind(rawValue: query["provider"]) ?? .google
        guard let session = GuestSession.hash(of: request),
            let id = signIn.purpose(of: query["state"], session: session)?.invitation,
            let opened = try await OpenInvitation(site.kalends).find(id)
        else { throw Problem(.notFound, "connect.unknownLink") }
        guard opened.state == .open else { return .see("/connect/\(opened.token)") }
        let answer = SignInAccount.Return(state: query["state"], code: query["code"], error: query["error"])
        do {
            _ = try await signIn.finish(provider, answer, session: session, actor: opened.actor)
            return .see("/connect/\(opened.token)")
        } catch let failure as SignInAccount.Failure {
            let reason = sentence(failure.reason, opened)
            // A reload is no second outcome.
            if failure.reason != .spent { try await ReportFailedSignIn(site.kalends)(id, reason) }
            return try await Connect(site: site).page(opened, request, refusal: reason, status: .unprocessableContent)
        }
    }

    private func sentence(_ reason: SignInAccount.Failure.Reason, _ opened: OpenedInvitation) -> String {
        let texts = site.texts(of: opened.business)
        guard case .otherAccount(let wanted, let found) = reason else { return reason.sentence(texts) }
        let key = opened.isForOneAccount ? "connect.wrongAccount" : "connect.wrongAccountOrAnother"
        return texts(key, ["wanted": wanted, "found": found])
    }
}
