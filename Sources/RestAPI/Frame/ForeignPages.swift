import HTTPTypes
import Hummingbird
import WebShell

/// Lets pages of other sites ask what is there for anybody (Fetch Standard, “HTTP extensions”). They never bring credentials: nothing here reads a
/// cookie, and the answer to all origins forbids browsers to send one.
struct ForeignPages: Sendable {
    let routes: [APIRoute]

    /// Answers what browsers ask before they ask. It tells what the table of routes tells everybody, and costs nobody anything.
    @Sendable func preflight(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        let path = Array(Address.parts(request.uri.path).dropFirst())
        let methods = Set(routes.filter { $0.isPublic && $0.path.match(path) != nil }.map(\.method.rawValue))
        guard !methods.isEmpty else { return Response(status: .notFound) }
        return Response(
            status: .noContent,
            headers: [
                .accessControlAllowOrigin: "*", .accessControlAllowMethods: methods.sorted().joined(separator: ", "),
                .accessControlAllowHeaders: "Accept-Language, Content-Type, Idempotency-Key, Prefer, client-request-id",
                .accessControlMaxAge: "86400",
            ])
    }
}

extension Reply {
    /// Lets pages of other sites read the answer, however it ends.
    mutating func openToForeignPages() {
        headers[.accessControlAllowOrigin] = "*"
        headers[.accessControlExposeHeaders] =
            "Location, Preference-Applied, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, request-id"
        varies = "Accept-Language, Prefer"
    }
}
