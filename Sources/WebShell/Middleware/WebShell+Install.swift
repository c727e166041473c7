public import Hummingbird

extension WebShell {
    /// A router on which everything that all requests share is already standing: log, headers, errors, rate limit, static files.
    ///
    /// Add the routes, then call `finish(_:)`.
    public func makeRouter() -> Router<KalendsRequestContext> {
        let router = Router(context: KalendsRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ClientIdentification(shell: self))
        router.add(middleware: RequestLog())
        router.add(middleware: SecurityHeaders(isSecure: settings.isSecure))
        router.add(middleware: ProblemPages(shell: self))
        router.add(middleware: NewsPlace(events: events))
        if rateLimiter != nil { router.add(middleware: RateLimit(shell: self)) }
        addStaticFiles(to: router)
        return router
    }

    /// Lets the shell know all routes, so that a known path with an unknown method is told apart from an unknown path.
    public func finish(_ router: Router<KalendsRequestContext>) {
        allowedMethods.learn(router.routes.map { ("\($0.path)", $0.method.rawValue) })
    }
}
