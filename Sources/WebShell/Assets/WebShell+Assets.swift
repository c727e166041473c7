import HTTPTypes
import Hummingbird

extension WebShell {
    /// `/static/<version>/<name>` and `/theme/<accent>.css`.
    func addStaticFiles(to router: Router<KalendsRequestContext>) {
        router.get("/static/{version}/{name}") { [self] request, context in
            try staticFile(context.parameters.require("name"), version: context.parameters.require("version"), request)
        }
        router.get("/theme/{accent}.css") { request, context in
            guard let accent = AccentColor(hex: try context.parameters.require("accent")) else { throw Problem.notFound }
            return Response.content(
                ByteBuffer(string: accent.stylesheet), type: "text/css; charset=utf-8", status: .ok,
                headers: [.cacheControl: Self.forever, .vary: "Accept-Encoding"])
        }
    }

    /// The address of an accent's stylesheet; `nil` for a colour that cannot be read.
    public func themeAddress(accent: String) -> String? {
        AccentColor(hex: accent).map { "/theme/\($0.digits).css" }
    }

    private func staticFile(_ name: String, version: String, _ request: Request) throws -> Response {
        guard let file = assets.file(name) else { throw Problem.notFound }
        let tag = "\"\(file.tag)\""
        // A page of the version before this one may still ask: it gets today's file, to be asked for again.
        let headers: HTTPFields = [
            .eTag: tag, .cacheControl: version == assets.version ? Self.forever : "no-cache", .vary: "Accept-Encoding",
        ]
        if request.headers[.ifNoneMatch]?.split(separator: ",").contains(where: { $0.trimmingBlanks == tag }) == true {
            return Response(status: .notModified, headers: headers)
        }
        return .content(ByteBuffer(bytes: file.bytes), type: file.type, status: .ok, headers: headers)
    }

    private static let forever = "public, max-age=31536000, immutable"
}
