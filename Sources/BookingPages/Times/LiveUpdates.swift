import Hummingbird
import WebShell

/// `/b/<business>/events`: tells open pages that times may have changed.
struct LiveUpdates: Sendable {
    let site: PublicSite

    @Sendable func listen(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        _ = try await site.openBusiness(context)
        return try site.shell.eventStream(request, topics: ["availability"])
    }
}
