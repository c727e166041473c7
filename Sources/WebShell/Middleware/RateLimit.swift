import Hummingbird

/// Lets an address make so many requests a minute. Static files and health checks are not counted: they cost nothing.
struct RateLimit: RouterMiddleware {
    typealias Context = KalendsRequestContext

    let shell: WebShell

    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        if let client = context.client, Self.counts(request.uri.path),
            let wait = await shell.takeRequest(of: client.household, context.logger)?.wait
        {
            throw Problem.tooMany(retryAfter: wait)
        }
        return try await next(request, context)
    }

    private static func counts(_ path: String) -> Bool {
        !path.hasPrefix("/static/") && !path.hasPrefix("/theme/") && path != "/healthz" && path != "/readyz"
            // The API counts by itself, as its refusals have a form of their own.
            && !path.hasPrefix("/v1.0/")
    }
}
