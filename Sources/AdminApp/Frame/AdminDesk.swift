import Booking
import CivilTime
import HTTPTypes
import Hummingbird
import Operations
import Persistence
import Texts
import WebShell

/// Receives every request to the admin app: finds out who asks, checks the right and the form's token, and turns the answer into a response.
struct AdminDesk: Sendable {
    let kalends: Kalends
    let shell: WebShell

    /// What pages may listen to.
    static let topics = Set(Topic.allCases.map(\.rawValue))

    static func stylesheet(_ text: String) -> Response {
        .content(
            ByteBuffer(string: text), type: "text/css; charset=utf-8", status: .ok,
            headers: [.cacheControl: "public, max-age=31536000, immutable", .vary: "Accept-Encoding"])
    }

    func answer(_ request: Request, _ context: KalendsRequestContext, _ route: AdminRoute) async throws -> Response {
        if route.path == GoogleConnect.returnPath, let address = invitedReturn(request) { return .see(address) }
        return switch route.handler {
        case .guest(let handler): try await greet(request, context, handler)
        case .visit(let handler): try await receive(request, context, route, handler)
        }
    }

    /// Providers send everybody back to the one address that the operator registered; whoever began by an invitation goes on at its page.
    private func invitedReturn(_ request: Request) -> String? {
        var query = request.queryFields
        guard let session = GuestSession.hash(of: request),
            SignInAccount(kalends).purpose(of: query["state"], session: session)?.invitation != nil
        else { return nil }
        query.set("provider", "google")
        return query.address("/connect/return")
    }

    // MARK: Guests

    private func greet(
        _ request: Request, _ context: KalendsRequestContext, _ handler: @Sendable (Guest) async throws -> Answer
    ) async throws -> Response {
        var form = Query()
        if request.method == .post {
            try requireOwnOrigin(request)
            form = try await shell.form(request)
            guard case .valid = shell.formTokens.check(form["csrf"], purpose: Self.guestPurpose) else {
                throw Problem(.forbidden, "adminProblem.staleForm")
            }
        }
        let visitor = try await visitor(of: request)
        let guest = Guest(
            kalends: kalends, texts: context.texts, now: kalends.now, parameters: parameters(context), query: request.queryFields,
            form: form,
            address: context.clientAddress, household: context.clientHousehold, userAgent: request.headers[.userAgent] ?? "",
            isSignedIn: visitor != nil)
        do {
            return try await respond(to: try await handler(guest), request, context, visit: nil)
        } catch is NotFound {
            throw Problem.notFound
        }
    }

    static let guestPurpose = "admin-guest"

    // MARK: People signed in

    /// The user of the request's session and the session itself.
    func visitor(of request: Request) async throws -> (user: User, session: Persistence.Session)? {
        guard let token = request.cookies[sessionCookie]?.value else { return nil }
        return try await CurrentUser(kalends)(token)
    }

    private func receive(
        _ request: Request, _ context: KalendsRequestContext, _ route: AdminRoute, _ handler: @Sendable (Visit) async throws -> Answer
    ) async throws -> Response {
        guard let (user, session) = try await visitor(of: request) else { return try askToSignIn(request) }
        let businesses = try await kalends.database.read { try $0.businesses.all() }
        let wanted = request.cookies[Self.businessCookie]?.value
        let business = businesses.first { $0.id.rawValue == wanted } ?? businesses.first ?? .none
        var form = Query()
        if request.method == .post {
            try requireOwnOrigin(request)
            // Room for twenty long answers in any script.
            form = try await shell.form(request, limit: 1_048_576)
        }
        let visit = Visit(
            kalends: kalends, user: user, session: session, business: business, businesses: businesses, texts: context.texts,
            now: kalends.now,
            path: request.uri.path, parameters: parameters(context), query: request.queryFields, form: form, address: context.clientAddress,
            userAgent: request.headers[.userAgent] ?? "")
        guard route.access.admits(user.role) else { return try await problem(.forbidden, "roleMissing", request, context, visit) }
        if request.method == .post, !shell.csrf.isValid(form["csrf"], session: session.tokenHash) {
            return try await problem(.forbidden, "staleForm", request, context, visit)
        }
        if businesses.isEmpty, !route.path.hasPrefix("/admin/businesses"), route.path != "/admin/sign-out" {
            return .see("/admin/businesses/new")
        }
        do {
            return try await respond(to: try await handler(visit), request, context, visit: visit)
        } catch is NotFound {
            return try await problem(.notFound, "gone", request, context, visit)
        } catch is NotAllowed {
            return try await problem(.forbidden, "roleMissing", request, context, visit)
        } catch StoreFailure.busy {
            return try await problem(.serviceUnavailable, "busy", request, context, visit)
        } catch StoreFailure.outcomeUnknown {
            return try await problem(.serviceUnavailable, "outcomeUnknown", request, context, visit)
        }
    }

    /// A page leads to the sign-in and back; whatever would change something is refused.
    private func askToSignIn(_ request: Request) throws -> Response {
        guard request.method == .get || request.method == .head else { throw Problem(.unauthorized, "adminProblem.signedOut") }
        var query = Query()
        if let wanted = LocalPath(request.uri.string), wanted.text != "/admin" { query.append("next", wanted.text) }
        return .see(query.address("/admin/sign-in"))
    }

    private func requireOwnOrigin(_ request: Request) throws {
        let isOwn = shell.csrf.isOwnOrigin(
            fetchSite: request.headers[.secFetchSite], origin: request.headers[.origin], host: request.head.authority)
        guard isOwn else { throw Problem(.forbidden, "adminProblem.foreignForm") }
    }

    private func problem(
        _ status: HTTPResponse.Status, _ key: String, _ request: Request, _ context: KalendsRequestContext, _ visit: Visit
    ) async throws -> Response {
        let texts = visit.texts
        let page = ProblemView(heading: texts["adminProblem.\(key)Heading"], text: texts["adminProblem.\(key)Text"], address: "/admin")
        return try await respond(
            to: .page(AdminPage("admin-problem", title: page.heading, status: status, view: page)), request, context, visit: visit)
    }

    struct ProblemView: Sendable {
        var heading: String
        var text: String
        var address: String
    }

    private func parameters(_ context: KalendsRequestContext) -> [String: String] {
        Dictionary(context.parameters.map { (String($0.key), String($0.value)) }, uniquingKeysWith: { first, _ in first })
    }
}

extension HTTPField.Name {
    static let secFetchSite = Self("Sec-Fetch-Site")!
}

extension Business {
    /// What stands in until the first business is made.
    fileprivate static let none = Business(id: ID(""), slug: "", name: "Kalends", zone: "UTC", hours: WeeklyHours(), feedToken: "")
}
