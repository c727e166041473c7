import CivilTime
import Hummingbird
import Logging

/// Lets an address make so many requests a minute. Static files and health checks are not counted: they cost nothing.
struct RateLimit: RouterMiddleware {
    typealias Context = KalendsRequestContext

    let limiter: RateLimiter
    /// What this node has of the requests that all nodes share; `nil` where there is one.
    let portions: RequestPortions?
    let clock: @Sendable () -> Instant

    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        if let client = context.client, Self.counts(request.uri.path), let wait = await wait(of: client.household, context) {
            throw Problem.tooMany(retryAfter: wait)
        }
        return try await next(request, context)
    }

    /// - Returns: `nil` when the request may be answered.
    private func wait(of household: IPHousehold, _ context: Context) async -> Seconds? {
        let now = clock()
        switch await portions?.take(household, now: now, context.logger) {
        case .granted: return nil
        case .refused(let wait): return wait
        case .unknown, nil: return limiter.take(household, now: now)
        }
    }

    private static func counts(_ path: String) -> Bool {
        !path.hasPrefix("/static/") && !path.hasPrefix("/theme/") && path != "/healthz" && path != "/readyz"
    }
}
