public import Hummingbird

extension WebShell {
    /// More than any form of ours needs, notes and weekly hours included.
    public static let formLimit = 65_536

    /// What somebody sent with a form.
    /// - Throws: `Problem` for anything but a form, and for more than `limit` bytes.
    public func form(_ request: Request, limit: Int = WebShell.formLimit) async throws -> Query {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased()
        guard type == "application/x-www-form-urlencoded" else { throw Problem(.unsupportedMediaType, "shell.badRequest") }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw Problem.tooLarge }
        var bytes: [UInt8] = []
        for try await chunk in request.body {
            guard bytes.count + chunk.readableBytes <= limit else { throw Problem.tooLarge }
            bytes += chunk.readableBytesView
        }
        return Query(parsing: String(decoding: bytes, as: UTF8.self))
    }
}

extension Request {
    /// The fields behind the question mark.
    public var queryFields: Query { uri.query.map { Query(parsing: $0) } ?? Query() }
}
