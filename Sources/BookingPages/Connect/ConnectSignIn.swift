import Booking
import CalendarSync
import CivilTime
import HTTPTypes
import Hummingbird
import Operations
import Texts
import WebShell

/// The two steps of connecting by an invitation: sign in, then choose what each calendar is for. The use cases are those of the admin app.
struct ConnectSignIn: Sendable {
    let site: PublicSite

    private var connect: Connect { Connect(site: site) }
    private var useCase: ConnectCalendar { ConnectCalendar(site.kalends) }

    @Sendable func signIn(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        let opened = try await connect.opened(context)
        guard let form = try await connect.form(request, opened) else {
            return try await connect.page(opened, request, notice: "connect.formOld", status: .unprocessableContent)
        }
        guard opened.state == .open, opened.invitation.consentedAt != nil else { return .see("/connect/\(opened.token)") }
        let credentials = CalendarCredentials(
            address: form["address"].trimmingWhitespace, user: form["user"].trimmingWhitespace, password: form["password"])
        do {
            try await OpenInvitation(site.kalends).countTry(opened.invitation.id)
            let found = try await useCase.discover(.caldav, credentials, for: opened.invitation.resource, actor: opened.actor)
            try await OpenInvitation(site.kalends).forgetTries(opened.invitation.id)
            try require(credentials.user, opened)
            return try await choice(opened, found, ConnectTicket(.caldav, credentials, site.kalends))
        } catch let attempts as TooManyAttempts {
            throw Problem.tooMany(retryAfter: attempts.until - site.kalends.now)
        } catch let invalid as Invalid {
            return try await connect.page(opened, request, asked: form, faults: invalid.faults, status: .unprocessableContent)
        } catch let failure as ProviderFailure where failure.kind == .unauthorized {
            let refused = FieldFault(field: "password", key: "passwordRefused", values: ["reason": failure.sentence])
            return try await connect.page(opened, request, asked: form, faults: [refused], status: .unprocessableContent)
        } catch let failure as ProviderFailure {
            return try await connect.page(opened, request, refusal: failure.sentence, asked: form, status: .unprocessableContent)
        }
    }

    /// A link that is for one account connects no other.
    private func require(_ user: String, _ opened: OpenedInvitation) throws {
        guard opened.isForOneAccount, let wanted = opened.broken?.account, wanted.user.lowercased() != user.lowercased() else { return }
        throw Invalid("user", "otherAccount", ["wanted": wanted.name])
    }

    /// The account is not the one that is meant: back to signing in.
    @Sendable func useAnother(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        let opened = try await connect.opened(context)
        guard try await connect.form(request, opened) != nil else {
            return try await connect.page(opened, request, notice: "connect.formOld", status: .unprocessableContent)
        }
        do {
            try await OpenInvitation(site.kalends).letGo(opened.invitation.id)
        } catch is NotAllowed {
            // Used or taken back while the page was open: the page says so.
        }
        return .see("/connect/\(opened.token)")
    }

    @Sendable func choose(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        let opened = try await connect.opened(context)
        guard let form = try await connect.form(request, opened) else {
            return try await connect.page(opened, request, notice: "connect.formOld", status: .unprocessableContent)
        }
        guard opened.state == .open else { return .see("/connect/\(opened.token)") }
        let ticket = ConnectTicket(sealed: form["ticket"], opened, site.kalends)
        guard ticket != nil || opened.account != nil else {
            return try await connect.page(
                opened, request, faults: [FieldFault(field: "password", key: "ticketExpired")], status: .unprocessableContent)
        }
        let (linked, conflicts) = (form.value("linked"), Set(form.all("conflicts")))
        do {
            if !form.contains("linked") { throw Invalid("linked", "linkedMissing") }
            let way = Way(useCase, opened, ticket, linked, conflicts)
            if let agreed = form.value("agreed") { return try await apply(way, agreed, opened) }
            return try show(try await way.preview(), form, opened)
        } catch let changed as PlanChanged {
            return try show(changed.plan, form, opened, hasChanged: true)
        } catch let invalid as Invalid {
            return try await again(opened, ticket, request, faults: invalid.faults, form)
        } catch let failure as ProviderFailure {
            guard let ticket else {
                return try await connect.page(opened, request, refusal: failure.sentence, status: .unprocessableContent)
            }
            return try await connect.page(opened, request, refusal: failure.sentence, asked: ticket.asked, status: .unprocessableContent)
        } catch is NotAllowed {
            return .see("/connect/\(opened.token)")
        }
    }

    /// The calendars of an account whose owner has signed in at the provider's page.
    func choices(_ opened: OpenedInvitation, of account: CalendarAccount, _ request: Request, refusal: String?) async throws -> Response {
        do {
            return try await choice(opened, try await useCase.list(account.id, actor: opened.actor), nil, refusal: refusal)
        } catch let failure as ProviderFailure {
            let texts = site.texts(of: opened.business)
            var page = ConnectPage(opened, token: token(opened), texts: texts)
            page.refusal = failure.sentence
            page.other = other(opened, nil)
            return try site.privatePage(page, of: opened.business, modules: ["connect.js"], status: .unprocessableContent)
        }
    }

    /// `nil` where the account is the one that the link is for.
    private func other(_ opened: OpenedInvitation, _ ticket: ConnectTicket?) -> ConnectPage.Other? {
        if ticket != nil { return ConnectPage.Other(isStored: false) }
        return opened.account.flatMap { $0.id == opened.invitation.renews ? nil : ConnectPage.Other(isStored: true) }
    }

    /// One way to connect: with what was typed, or with the account that was signed in to.
    private struct Way {
        let useCase: ConnectCalendar
        let opened: OpenedInvitation
        let request: ConnectCalendar.Request?
        let linked: String?
        let conflicts: Set<String>

        init(_ useCase: ConnectCalendar, _ opened: OpenedInvitation, _ ticket: ConnectTicket?, _ linked: String?, _ conflicts: Set<String>)
        {
            (self.useCase, self.opened, self.linked, self.conflicts) = (useCase, opened, linked, conflicts)
            request = ticket.map {
                ConnectCalendar.Request(
                    resource: opened.invitation.resource, provider: $0.kind, credentials: $0.credentials, linked: linked,
                    conflicts: conflicts, actor: opened.actor)
            }
        }

        func preview() async throws -> SyncPlan {
            if let request { return try await useCase.preview(request) }
            guard let account = opened.account else { throw NotFound("calendar account") }
            return try await useCase.previewChange(account.id, linked: linked, conflicts: conflicts, actor: opened.actor)
        }

        func apply(_ digest: String) async throws {
            if let request {
                _ = try await useCase(request, agreed: digest)
            } else if let account = opened.account {
                try await useCase.change(account.id, linked: linked, conflicts: conflicts, agreed: digest, actor: opened.actor)
            }
        }
    }

    private func apply(_ way: Way, _ digest: String, _ opened: OpenedInvitation) async throws -> Response {
        try await way.apply(digest)
        return .see("/connect/\(opened.token)")
    }

    private func again(
        _ opened: OpenedInvitation, _ ticket: ConnectTicket?, _ request: Request, faults: [FieldFault], _ form: Query
    ) async throws -> Response {
        do {
            let found =
                if let ticket {
                    try await useCase.discover(ticket.kind, ticket.credentials, for: opened.invitation.resource, actor: opened.actor)
                } else if let account = opened.account {
                    try await useCase.list(account.id, actor: opened.actor)
                } else {
                    throw NotFound("calendar account")
                }
            return try await choice(opened, found, ticket, faults: faults, form)
        } catch let failure as ProviderFailure {
            return try await connect.page(opened, request, refusal: failure.sentence, status: .unprocessableContent)
        }
    }

    private func choice(
        _ opened: OpenedInvitation, _ found: DiscoveredAccount, _ ticket: ConnectTicket?, refusal: String? = nil,
        faults: [FieldFault] = [], _ form: Query? = nil
    ) async throws -> Response {
        let texts = site.texts(of: opened.business)
        var page = ConnectPage(opened, token: token(opened), texts: texts)
        page.refusal = refusal
        page.errors = ErrorSummary(faults, texts: texts)
        page.choice = ConnectPage.Choice(
            found, former: try await former(opened, found, ticket), form, faults, ticket: ticket?.sealed(opened, site.kalends) ?? "",
            elsewhere: opened.linkedElsewhere(found), texts)
        page.other = other(opened, ticket)
        return try site.privatePage(
            page, of: opened.business, modules: ["connect.js"], status: faults.isEmpty ? .ok : .unprocessableContent)
    }

    private func former(_ opened: OpenedInvitation, _ found: DiscoveredAccount, _ ticket: ConnectTicket?) async throws -> FormerChoice? {
        if let ticket {
            return try await useCase.formerChoice(ticket.kind, user: ticket.user, found, of: opened.invitation.resource)
        }
        guard let account = opened.account else { return nil }
        return try await useCase.formerChoice(of: account.id)
    }

    private func show(_ plan: SyncPlan, _ form: Query, _ opened: OpenedInvitation, hasChanged: Bool = false) throws -> Response {
        let texts = site.texts(of: opened.business)
        var page = ConnectPage(opened, token: token(opened), texts: texts)
        page.refusal = hasChanged ? texts["adminPlan.changed"] : nil
        page.plan = ConnectPage.Plan(plan, form, zone: site.kalends.zone(named: opened.business.zone), texts)
        return try site.privatePage(page, of: opened.business, modules: ["connect.js"], status: hasChanged ? .conflict : .ok)
    }

    private func token(_ opened: OpenedInvitation) -> String { site.shell.formTokens.make(purpose: Connect.purpose(opened)) }
}
