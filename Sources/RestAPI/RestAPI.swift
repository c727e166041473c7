import Booking
import CivilTime
public import Hummingbird
public import Operations
import RestShape
public import WebShell

// RestAPI: `/v1.0/…` in the shape of Microsoft's Graph Bookings API. One table of routes as values (`APIRoute`) makes everything: what is
// served, who may ask, how bodies are read, the OpenAPI document and the page about it. It translates between JSON and the use cases of
// Operations; what may be done is decided there, as for the admin app.
// Its words: an *item* is a thing of ours as the API tells it; a *call* is a request that was authenticated, allowed and read; the *gate* says
// who may ask; the *desk* carries out calls. Properties that nothing acts on are kept as extras of the thing that they belong to.

/// The REST API of an instance.
public struct RestAPI: Sendable {
    let routes: [APIRoute]
    let idempotency: Idempotency
    private let kalends: Kalends
    private let shell: WebShell

    /// The API over an instance, beside its pages.
    public init(_ kalends: Kalends, shell: WebShell) {
        self.kalends = kalends
        self.shell = shell
        idempotency = Idempotency(kalends)
        let zones = kalends.zones
        let isZone: @Sendable (String) -> Bool = { zones.zone(tzid: $0) != nil }
        let services = ServiceOperations()
        let staff = StaffOperations(schema: StaffItem.schema(isZone: isZone), zones: zones)
        let customers = CustomerOperations()
        let questions = QuestionOperations()
        let appointments = AppointmentOperations(schema: AppointmentItem.schema(isZone: isZone), zones: zones)
        let businesses = BusinessOperations(
            schema: BusinessItem.schema(isZone: isZone), zones: zones,
            expansions: [
                "services": { call, business in
                    .list(try await services.items(of: business.id, call).map { services.schema.write($0, call.listed) })
                },
                "staffMembers": { call, business in
                    .list(try await staff.items(of: business.id, call).map { staff.schema.write($0, call.listed) })
                },
                "customers": { call, business in
                    .list(try await customers.items(of: business.id, call).map { customers.schema.write($0, call.listed) })
                },
                "customQuestions": { call, business in
                    .list(try await questions.items(of: business.id, call).map { questions.schema.write($0, call.listed) })
                },
                "appointments": { call, business in
                    .list(try await appointments.items(of: business.id, call).map { appointments.schema.write($0, call.listed) })
                },
            ])
        var routes = CurrencyOperations.routes
        routes += businesses.routes
        routes.append(AvailabilityOperation(zones: zones).route)
        routes += services.routes
        routes += staff.routes
        routes += customers.routes
        routes += questions.routes
        routes += appointments.routes
        routes += SlotOperations(zones: zones).routes
        routes += PublicPages(shell: shell, zones: zones).routes
        routes += SyncOperations(zones: zones).routes
        routes += WebhookOperations().routes
        routes += WebhookDeliveryOperations().routes
        routes += JobOperations().routes.map { $0.forSync() }
        routes += HistoryOperations().routes.map { $0.forSync() }
        self.routes = routes
    }

    /// The methods that the desk answers itself; any other is unknown to the whole server.
    private static let methods: [HTTPRequest.Method] = [.get, .post, .patch, .delete, .put, .options, .trace]

    /// Serves the API, its description at `/openapi.json` and the page about it at `/docs`.
    public func addRoutes(to router: Router<KalendsRequestContext>) {
        let desk = APIDesk(kalends: kalends, shell: shell, routes: routes, idempotency: idempotency)
        for method in Self.methods {
            router.on("/v1.0/**", method: method, use: desk.answer)
            // The router knows no way back from a more exact beginning to a looser one.
            router.on("/v1.0/public", method: method, use: desk.answer)
            if method != .options { router.on("/v1.0/public/**", method: method, use: desk.answer) }
        }
        router.on("/v1.0/public/**", method: .options, use: ForeignPages(routes: routes).preflight)
        let description = OpenAPIDocument(routes, baseURL: kalends.settings.baseURL, version: kalends.settings.version).json.indented
        router.get("/openapi.json") { _, _ in
            Response.json(description, headers: [.cacheControl: "public, max-age=300", .accessControlAllowOrigin: "*"])
        }
        let page = ReferencePage(routes)
        router.get("/docs") { _, context in
            try shell.page(page.titled(context.texts), frame: PublicFrame(stylesheets: ["reference.css"]), context)
        }
    }
}
