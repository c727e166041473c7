import Booking
import CalendarSync
import CivilTime
import FoundationEssentials
import HTTPTypes
import Operations
import Persistence
import Secrets
import Texts
import WebShell

/// Connecting a calendar account in two steps: sign in, then choose. The password stays sealed between them.
enum CalendarConnect {
    // MARK: Sign in

    static func get(_ visit: Visit) async throws -> Answer {
        var asked = visit.query
        if asked.contains("account") {
            let id = CalendarAccount.ID(asked["account"])
            guard let account = try await visit.read({ try $0.accounts.find(id) }) else { throw NotFound("calendar account") }
            asked.set("resource", account.resource.rawValue)
            asked.set("kind", account.provider.rawValue)
            asked.set("address", account.address)
            asked.set("user", account.user)
            if account.provider == .google { return .redirect(GoogleConnect.address(of: account)) }
        }
        return .page(try await form(visit, asked: asked))
    }

    static func signIn(_ visit: Visit) async throws -> Answer {
        let form = visit.form
        let kind = ProviderKind(rawValue: form["kind"]) ?? .caldav
        let credentials = CalendarCredentials(
            address: form["address"].trimmingWhitespace, user: form["user"].trimmingWhitespace, password: form["password"])
        do {
            let found = try await ConnectCalendar(visit.kalends).discover(
                kind, credentials, for: Resource.ID(form["resource"]), actor: visit.actor)
            let ticket = ConnectionTicket(
                resource: form["resource"], kind: kind, address: credentials.address, user: credentials.user,
                password: credentials.password,
                expires: (visit.now + .minutes(30)).secondsSinceEpoch)
            return .page(try await choice(visit, ticket: ticket, found: found))
        } catch let invalid as Invalid {
            return .page(try await self.form(visit, asked: form, faults: invalid.faults, status: .unprocessableContent))
        } catch let failure as ProviderFailure where failure.kind == .unauthorized && kind != .feed {
            let refused = FieldFault(field: "password", key: "passwordRefused", values: ["reason": failure.sentence])
            return .page(try await self.form(visit, asked: form, faults: [refused], status: .unprocessableContent))
        } catch let failure as ProviderFailure {
            return .page(try await self.form(visit, asked: form, refusal: failure.sentence, status: .unprocessableContent))
        }
    }

    // MARK: Choose

    static func choose(_ visit: Visit) async throws -> Answer {
        guard let ticket = ConnectionTicket(sealed: visit.form["ticket"], visit) else {
            return .page(
                try await form(
                    visit, asked: visit.form, faults: [FieldFault(field: "password", key: "ticketExpired")], status: .unprocessableContent))
        }
        let chosen = ChosenCalendars(visit.form)
        let credentials = CalendarCredentials(address: ticket.address, user: ticket.user, password: ticket.password)
        do {
            if SyncPlanPage.isEdited(visit) {
                let found = try await ConnectCalendar(visit.kalends).discover(
                    ticket.kind, credentials, for: Resource.ID(ticket.resource), actor: visit.actor)
                return .page(try await choice(visit, ticket: ticket, found: found, chosen: chosen))
            }
            if !chosen.isAnswered { throw Invalid("linked", "linkedMissing") }
            let request = ConnectCalendar.Request(
                resource: Resource.ID(ticket.resource), provider: ticket.kind, credentials: credentials, linked: chosen.linked,
                conflicts: chosen.conflicts, actor: visit.actor)
            return try await SyncPlanPage.agree(visit, label: visit.texts["adminConnect.connect"], back: "/admin/calendars") {
                try await ConnectCalendar(visit.kalends).preview(request)
            } apply: { agreed in
                let account = try await ConnectCalendar(visit.kalends)(request, agreed: agreed)
                return .redirect("/admin/calendars", Notice("accountConnected", ["name": account.name]))
            }
        } catch let invalid as Invalid {
            let found = try await ConnectCalendar(visit.kalends).discover(
                ticket.kind, credentials, for: Resource.ID(ticket.resource), actor: visit.actor)
            return .page(try await choice(visit, ticket: ticket, found: found, faults: invalid.faults, status: .unprocessableContent))
        } catch let failure as ProviderFailure {
            return .page(try await form(visit, asked: ticket.asked, refusal: failure.sentence, status: .unprocessableContent))
        }
    }

    // MARK: Pages

    private static func form(
        _ visit: Visit, asked: Query, faults: [FieldFault] = [], refusal: String? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> AdminPage {
        let texts = visit.texts
        let staff = try await visit.read { try $0.staff.all(in: visit.business.id) }
        guard let person = staff.first(where: { $0.resource.rawValue == asked["resource"] }) ?? staff.first else {
            throw NotFound("person")
        }
        let sent = status == .ok ? nil : asked
        let fields = FormFields(visit, area: "adminConnect", sent: sent, faults: faults)
        let kind = ProviderKind(rawValue: asked["kind"]) ?? .caldav
        // Where people sign in at the provider's own page there is nothing to type here.
        let kinds = ProviderKind.allCases.filter { visit.kalends.providers[$0].map { $0.authorization == nil } ?? false }.map {
            (value: $0.rawValue, label: texts["adminCalendars.\($0.rawValue)"])
        }
        let known = ConnectionForm.servers.map { server in
            var query = Query()
            query.set("resource", person.resource.rawValue)
            query.set("address", server.address)
            return ConnectionForm.Known(
                name: server.name, hint: texts["adminConnect.\(server.key)Hint"], server: server.address,
                useAddress: query.address("/admin/calendars/connect"))
        }
        let view = ConnectionForm(
            person: person.name,
            googleAddress: visit.kalends.providers[.google] == nil ? nil : GoogleConnect.address(for: person.resource),
            faults: fields.summary, refusal: refusal, kind: fields.choice("kind", kind.rawValue, kinds),
            isFeed: kind == .feed,
            address: fields.text(
                "address", asked["address"], type: "url", required: true, autocomplete: "off", inputMode: "url", wide: true),
            user: fields.text("user", asked["user"], autocomplete: "off"),
            password: fields.text("password", type: "password", autocomplete: "off"),
            resource: person.resource.rawValue, known: known)
        return AdminPage(
            "admin-calendar-connect", title: texts("adminConnect.heading", ["name": person.name]), menu: .calendars, status: status,
            view: view)
    }

    private static func choice(
        _ visit: Visit, ticket: ConnectionTicket, found: DiscoveredAccount, chosen typed: ChosenCalendars? = nil, faults: [FieldFault] = [],
        status: HTTPResponse.Status = .ok
    ) async throws -> AdminPage {
        let resource = Resource.ID(ticket.resource)
        let former = try await ConnectCalendar(visit.kalends).formerChoice(ticket.kind, user: ticket.user, found, of: resource)
        let chosen =
            typed ?? (faults.isEmpty ? ChosenCalendars(proposedFor: found.calendars, former: former) : ChosenCalendars(visit.form))
        return try await CalendarChoose.page(
            visit, resource: resource, account: found.name, calendars: found.calendars, chosen: chosen, faults: faults,
            action: "/admin/calendars/connect/choose", hidden: [ConfirmationPage.Hidden(name: "ticket", value: ticket.sealed(visit))],
            status: status,
            isNew: true)
    }
}

/// What a form of calendars says.
struct ChosenCalendars: Sendable {
    var linked: String?
    var conflicts: Set<String>

    /// Whether it is said where bookings are written, be it nowhere.
    var isAnswered = true

    init(linked: String?, conflicts: Set<String>) {
        self.linked = linked
        self.conflicts = conflicts
    }

    init(proposedFor calendars: [RemoteCalendar], former: FormerChoice? = nil) {
        let proposed = ProposedCalendars(calendars, former: former)
        (linked, conflicts, isAnswered) = (proposed.linked, proposed.conflicts, proposed.isClear)
    }

    init(_ form: Query) {
        linked = form.value("linked")
        isAnswered = form.contains("linked")
        conflicts = Set(form.all("conflicts"))
    }
}

/// The credentials between the two steps: sealed for this user, good for half an hour.
struct ConnectionTicket: Codable, Sendable {
    var resource: String
    var kind: ProviderKind
    var address: String
    var user: String
    var password: String
    var expires: Int64

    init(resource: String, kind: ProviderKind, address: String, user: String, password: String, expires: Int64) {
        self.resource = resource
        self.kind = kind
        self.address = address
        self.user = user
        self.password = password
        self.expires = expires
    }

    /// `nil` for a ticket that is not ours, is somebody else's, or is past its time.
    init?(sealed: String, _ visit: Visit) {
        guard let bytes = visit.kalends.secretKey.open(sealed, context: Self.context(visit)),
            let ticket = try? JSONDecoder().decode(ConnectionTicket.self, from: Data(bytes)), ticket.expires > visit.now.secondsSinceEpoch
        else { return nil }
        self = ticket
    }

    func sealed(_ visit: Visit) -> String {
        guard let data = try? JSONEncoder().encode(self) else { preconditionFailure("A ticket of texts can always be encoded.") }
        return visit.kalends.secretKey.seal(Array(data), context: Self.context(visit))
    }

    /// What the first form needs to be shown again; never the password.
    var asked: Query {
        var query = Query()
        for (name, value) in [("resource", resource), ("kind", kind.rawValue), ("address", address), ("user", user)] {
            query.set(name, value)
        }
        return query
    }

    private static func context(_ visit: Visit) -> String { "connect:\(visit.user.id)" }
}
