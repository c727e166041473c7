import Hummingbird

/// Keeps where the news were before a page read anything, for `{{newsPlace}}` in its template.
struct NewsPlace: RouterMiddleware {
    typealias Context = KalendsRequestContext

    let events: EventHub

    /// Empty outside a request.
    @TaskLocal static var current = ""

    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        try await Self.$current.withValue(events.place) { try await next(request, context) }
    }
}
