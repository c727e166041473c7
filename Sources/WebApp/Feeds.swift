import Hummingbird
import Operations
import WebShell

/// The secret .ics feeds: `/feeds/business/<token>.ics` and `/feeds/staff/<token>.ics`.
struct Feeds {
    let kalends: Kalends

    func addRoutes(to router: Router<KalendsRequestContext>) {
        router.get("feeds/business/{file}") { request, context in try answer(try await BookingFeed(kalends).business(token: token(context)))
        }
        router.get("feeds/staff/{file}") { request, context in try answer(try await BookingFeed(kalends).staff(token: token(context))) }
    }

    private func token(_ context: KalendsRequestContext) throws -> String {
        let file = try context.parameters.require("file")
        guard file.hasSuffix(".ics") else { throw Problem(.notFound, "shell.notFound") }
        return String(file.dropLast(4))
    }

    private func answer(_ bytes: [UInt8]?) throws -> Response {
        guard let bytes else { throw Problem(.notFound, "shell.notFound") }
        return Response(
            status: .ok, headers: [.contentType: "text/calendar; charset=utf-8", .cacheControl: "private, max-age=60"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
