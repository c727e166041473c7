public import Hummingbird

extension WebShell {
    /// More than any form of ours needs, notes and weekly hours included.
    public static let formLimit = 65_536

    /// How much of a body that is too large is heard out before the answer; what is larger still is cut off.
    private static let patience = 33_554_432

    /// What somebody sent with a form.
    /// - Throws: `Problem` for anything but a form, and for more than `limit` bytes.
    public func form(_ request: Request, limit: Int = WebShell.formLimit) async throws -> Query {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased()
        guard type == "application/x-www-form-urlencoded" else { throw Problem(.unsupportedMediaType, "shell.badRequest") }
        var bytes: [UInt8] = []
        var count = 0
        for try await chunk in request.body {
            count += chunk.readableBytes
            // What is too much is heard out and forgotten: a browser reads the answer only after it has sent everything.
            guard count <= Self.patience else { break }
            if count <= limit { bytes += chunk.readableBytesView }
        }
        guard count <= limit else { throw Problem.tooLarge }
        return Query(parsing: String(decoding: bytes, as: UTF8.self))
    }
}

extension Request {
    /// The fields behind the question mark.
    public var queryFields: Query { uri.query.map { Query(parsing: $0) } ?? Query() }
}
