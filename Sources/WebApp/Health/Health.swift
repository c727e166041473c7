import Hummingbird
import Logging
import Operations
import Persistence
import WebShell

/// `/healthz`: the process answers. `/readyz`: it can also read its database.
struct Health {
    let kalends: Kalends

    func addRoutes(to router: Router<KalendsRequestContext>) {
        router.get("healthz") { _, _ in "ok\n" }
        router.get("readyz") { _, context -> Response in
            do {
                _ = try await kalends.database.read { transaction in try transaction.availability.revision() }
                return Response(
                    status: .ok, headers: [.contentType: "text/plain"], body: ResponseBody(byteBuffer: ByteBuffer(string: "ready\n")))
            } catch {
                context.logger.error("The database does not answer", metadata: ["error": "\(error)"])
                return Response(
                    status: .serviceUnavailable, headers: [.contentType: "text/plain"],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: "the database does not answer\n")))
            }
        }
    }
}
