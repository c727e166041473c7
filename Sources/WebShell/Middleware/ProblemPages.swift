import CivilTime
import HTTPTypes
import Hummingbird
import Logging
import Texts

/// Turns every error into a page in plain words, or into JSON for those who ask for it.
struct ProblemPages: RouterMiddleware {
    typealias Context = KalendsRequestContext

    let shell: WebShell

    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            return try respond(to: problem(of: error, request, context), request, context)
        }
    }

    private func problem(of error: any Error, _ request: Request, _ context: Context) -> Problem {
        if let known = shell.translate(error) { return known }
        switch error {
        case let problem as Problem: return problem
        case let error as HTTPError where error.status == .notFound:
            let allowed = context.endpointPath == "NotFound" ? shell.allowedMethods.methods(for: request.uri.path) : []
            guard !allowed.isEmpty else { return .notFound }
            return Problem(status: .methodNotAllowed, headers: [.allow: allowed.joined(separator: ", ")])
        case let error as any HTTPResponseError where error.status.code < 500: return Problem(status: error.status)
        default:
            // What an error says of itself may hold what people typed; its type says where to look.
            context.logger.error(
                "a request failed", metadata: ["error": .string(Self.name(of: error)), "route": .string(context.endpointPath ?? "")])
            return Problem(status: .internalServerError)
        }
    }

    /// The error's type, and its case where that holds nothing: `StoreFailure.busy`.
    private static func name(of error: any Error) -> String {
        let type = String(reflecting: Swift.type(of: error))
        let mirror = Mirror(reflecting: error)
        guard mirror.displayStyle == .enum else { return type }
        return "\(type).\(mirror.children.first?.label ?? "\(error)")"
    }

    private func respond(to problem: Problem, _ request: Request, _ context: Context) throws -> Response {
        let texts = context.texts
        var values = problem.values
        if let wait = problem.retryAfter { values["wait"] = texts.duration(wait) }
        let heading = texts("\(problem.key)Heading", values)
        let text = texts("\(problem.key)Text", values)
        let reference = problem.status.code >= 500 ? context.requestID : nil
        var headers = problem.headers
        if let wait = problem.retryAfter { headers[.retryAfter] = String(max(1, wait.count)) }
        if Self.wantsJSON(request) {
            return .json(JSONText.error("\(heading). \(text)", reference: reference), status: problem.status, headers: headers)
        }
        // It holds nothing to click: a booking page's frame may show it, so that nobody is left with an empty one.
        if headers[.contentSecurityPolicy] == nil { headers[.contentSecurityPolicy] = ContentPolicy(frameAncestors: ["*"]).header }
        let page = ProblemPage(
            title: heading, heading: heading, text: text, reference: reference.map { texts("shell.reference", ["id": $0]) })
        let frame = PublicFrame(brand: PublicFrame.Brand(name: texts["shell.name"]), robots: "noindex")
        return try shell.page(page, frame: frame, context, status: problem.status, headers: headers)
    }

    static func wantsJSON(_ request: Request) -> Bool {
        guard let accept = request.headers[.accept]?.lowercased() else { return false }
        return accept.contains("application/json") && !accept.contains("text/html")
    }
}
