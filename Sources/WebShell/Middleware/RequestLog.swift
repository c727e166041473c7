import Hummingbird
import Logging

/// One line a request: method, route, status and time taken. The route, not the path: paths hold tokens; no address, no query, no name.
struct RequestLog: RouterMiddleware {
    typealias Context = KalendsRequestContext

    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let taken = start.duration(to: .now).components
        context.logger.log(
            level: response.status.code >= 500 ? .error : .info, "request",
            metadata: [
                "method": .string(request.method.rawValue), "route": .string(context.endpointPath ?? "unknown"),
                "status": .stringConvertible(response.status.code),
                "ms": .stringConvertible(taken.seconds * 1000 + taken.attoseconds / 1_000_000_000_000_000),
            ])
        return response
    }
}
