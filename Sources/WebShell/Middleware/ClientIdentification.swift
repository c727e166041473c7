public import HTTPTypes
import Hummingbird
import Texts

/// Finds out who asks, how they reached us, and which language they read.
struct ClientIdentification: RouterMiddleware {
    typealias Context = KalendsRequestContext

    let shell: WebShell

    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        let proxies = shell.settings.trustedProxies
        var context = context
        context.client = proxies.client(peer: context.peer, forwardedFor: request.headers[values: .forwardedFor])
        context.isSecure = shell.settings.isSecure
        if let peer = context.peer, proxies.trusts(peer), let scheme = request.headers[.forwardedProto] {
            context.isSecure = scheme.split(separator: ",").last?.trimmingBlanks.lowercased() == "https"
        }
        context.texts = Texts(language: AcceptLanguage.preferred(request.headers[.acceptLanguage] ?? ""))
        return try await next(request, context)
    }
}

extension HTTPField.Name {
    static let forwardedFor = Self("X-Forwarded-For")!
    static let forwardedProto = Self("X-Forwarded-Proto")!
    public static let robotsTag = Self("X-Robots-Tag")!
}
