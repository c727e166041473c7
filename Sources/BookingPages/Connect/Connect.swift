import Booking
import CalendarSync
import HTTPTypes
import Hummingbird
import Operations
import Texts
import WebShell

/// `/connect/<token>`: somebody without an account connects their own calendar. Opening the page changes nothing.
struct Connect: Sendable {
    let site: PublicSite

    @Sendable func show(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        let opened = try await opened(context)
        if request.method == .get { try await OpenInvitation(site.kalends).noteOpened(opened) }
        return try await page(opened, request)
    }

    /// Tells the open page how far the import is.
    @Sendable func listen(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        guard try await opened(context).state == .used else { throw Problem.notFound }
        return try site.shell.eventStream(request, topics: ["calendars"])
    }

    @Sendable func agree(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        let opened = try await opened(context)
        let form = try await form(request, opened)
        guard let form else { return try await page(opened, request, notice: "connect.formOld", status: .unprocessableContent) }
        guard form.contains("agree") else {
            return try await page(
                opened, request, faults: [FieldFault(field: "agree", key: "consentMissing")], status: .unprocessableContent)
        }
        do {
            try await OpenInvitation(site.kalends).agree(opened.invitation.id)
        } catch is NotAllowed {
            // Taken back while the page was open: the page says so.
        }
        return .see("/connect/\(opened.token)")
    }

    // MARK: What all its pages share

    func opened(_ context: KalendsRequestContext) async throws -> OpenedInvitation {
        let token = try context.parameters.require("token")
        guard let found = try await OpenInvitation(site.kalends).find(token: token) else { throw Problem(.notFound, "connect.unknownLink") }
        return found
    }

    static func purpose(_ opened: OpenedInvitation) -> String { "connect:\(opened.invitation.id)" }

    /// What was sent; `nil` when the form is not ours or too old.
    func form(_ request: Request, _ opened: OpenedInvitation) async throws -> Query? {
        let form = try await site.shell.form(request)
        guard case .valid = site.shell.formTokens.check(form["token"], purpose: Self.purpose(opened)) else { return nil }
        return form
    }

    /// The page as the invitation stands.
    func page(
        _ opened: OpenedInvitation, _ request: Request, notice: String? = nil, refusal: String? = nil, asked: Query? = nil,
        faults: [FieldFault] = [], status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let texts = site.texts(of: opened.business)
        var page = ConnectPage(opened, token: site.shell.formTokens.make(purpose: Self.purpose(opened)), texts: texts)
        page.refusal = refusal ?? notice.map { texts[$0] }
        page.errors = ErrorSummary(faults, texts: texts)
        var cookie: Cookie?
        switch opened.state {
        case .expired, .revoked: page.over = ConnectPage.Over(opened, texts)
        case .used:
            let standing = ConnectPage.Standing(opened, site.kalends, texts)
            page.heading = texts[standing.headingKey]
            page.standing = standing
        case .open where opened.invitation.consentedAt == nil:
            let fault = faults.first { $0.field == "agree" }?.sentence(in: texts)
            page.consent = ConnectPage.Consent(opened, fault: fault, texts)
        case .open:
            if let account = opened.account {
                return try await ConnectSignIn(site: site).choices(opened, of: account, request, refusal: refusal)
            }
            let session = GuestSession(request, isSecure: site.shell.settings.isSecure)
            cookie = session.cookie
            if opened.broken != nil { page.heading = texts["connect.againHeading"] }
            page.offer = try await offer(opened, session, asked: asked, faults: faults, texts)
        }
        let isOver = opened.state == .expired || opened.state == .revoked && opened.mended == nil
        var response = try site.privatePage(
            page, of: opened.business, modules: ["connect.js"], status: isOver && status == .ok ? .gone : status)
        if let cookie { response.setCookie(cookie) }
        return response
    }

    private func offer(
        _ opened: OpenedInvitation, _ session: GuestSession, asked: Query?, faults: [FieldFault], _ texts: Texts
    ) async throws -> ConnectPage.Offer {
        let zone = site.kalends.zone(named: opened.business.zone)
        var offer = ConnectPage.Offer(opened, asked: asked, faults: faults, zone: zone, texts)
        let known = opened.broken?.account
        guard site.kalends.providers[.google] != nil, !opened.isForOneAccount || known?.provider == .google else { return offer }
        let meant = known?.provider == .google ? known : nil
        let beginning = try await begin(opened, session, account: meant)
        let other = meant == nil || opened.isForOneAccount ? nil : try await begin(opened, session, account: nil).address
        offer.google = ConnectPage.Google(
            address: beginning.address, choose: meant.map { texts("adminGoogle.again", ["name": $0.name]) }, otherAddress: other,
            permissions: beginning.permissions.map { ConnectPage.Permission(wording: $0.wording, purpose: $0.purpose) })
        return offer
    }

    private func begin(_ opened: OpenedInvitation, _ session: GuestSession, account: CalendarAccount?) async throws
        -> SignInAccount.Beginning
    {
        let purpose = SignInAccount.Purpose(
            provider: .google, resource: opened.invitation.resource, account: account?.id, invitation: opened.invitation.id)
        return try await SignInAccount(site.kalends).begin(purpose, session: session.hash, actor: opened.actor)
    }
}
