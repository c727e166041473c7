import HTTPTypes
import Hummingbird
import NIOCore
import RestShape

/// Reads what a request carries.
enum RequestBody {
    private static let limits = JSONLimits()
    /// How much of a body that is too large is heard out before the answer; what is larger still is cut off.
    private static let patience = 33_554_432

    /// What a request carries, to the last byte; empty for operations that take nothing.
    /// - Throws: `JSONFault` for too much.
    static func bytes(_ request: Request, for route: APIRoute) async throws -> [UInt8] {
        if case .none = route.body { return [] }
        var bytes: [UInt8] = []
        var count = 0
        var chunks = request.body.makeAsyncIterator()
        while let chunk = try await next(of: &chunks) {
            count += chunk.readableBytes
            // What is too much is heard out and forgotten: most clients read the answer only after they have sent everything.
            guard count <= patience else { break }
            if count <= limits.bytes { bytes += chunk.readableBytesView }
        }
        guard count <= limits.bytes else { throw JSONFault.tooLong(limits.bytes) }
        return bytes
    }

    /// - Returns: `nil` when there is nothing.
    /// - Throws: `GraphError` for anything but JSON, `JSONFault`.
    static func read(_ bytes: [UInt8], of request: Request) throws -> JSONValue? {
        guard !bytes.isEmpty else { return nil }
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased() ?? ""
        guard type.filter({ $0 != " " }) == "application/json" else {
            throw GraphError(.unsupportedMediaType, "The body is not JSON by its Content-Type: send application/json.")
        }
        return try JSONValue(parsing: bytes, limits: limits)
    }

    /// - Throws: `GraphError` when the connection breaks, or what comes is no HTTP.
    private static func next<Chunks: AsyncIteratorProtocol>(of chunks: inout Chunks) async throws -> Chunks.Element? {
        do {
            return try await chunks.next()
        } catch let ended as CancellationError {
            throw ended
        } catch {
            throw GraphError(.invalidRequest, "The body broke off before its end: send all of it again.")
        }
    }
}
