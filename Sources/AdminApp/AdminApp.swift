import CivilTime
public import Hummingbird
public import Operations
public import WebShell

// AdminApp: everything below /admin — signing in, the calendar, and every list and form behind it. It reads from the store and calls use
// cases; rules live below it.
// Its words: a *visit* is one request of somebody signed in; a *route* says who may; a *notice* tells on the next page what was done; the
// *panel* stands beside the calendar; *trust* says how far what is shown can be believed.

/// Adds the admin app's routes.
public func addAdminApp(to router: Router<KalendsRequestContext>, kalends: Kalends, shell: WebShell) {
    let desk = AdminDesk(kalends: kalends, shell: shell)
    for route in adminRoutes {
        router.on(RouterPath(route.path), method: route.method) { request, context in
            try await desk.answer(request, context, route)
        }
    }
    router.get("/admin/events") { request, context in
        guard try await desk.visitor(of: request) != nil else { throw Problem(.unauthorized, "adminProblem.signedOut") }
        return try shell.eventStream(request, topics: AdminDesk.topics)
    }
    router.get("/admin/grid.css") { _, _ in AdminDesk.stylesheet(CalendarStylesheet.grid) }
    router.get("/admin/colors.css") { request, _ in AdminDesk.stylesheet(CalendarStylesheet.colors(query: request.queryFields["c"])) }
}
