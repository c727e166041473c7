import Synchronization

/// What the scripted server was asked.
struct Asked: Sendable {
    var method: String
    var path: String
    var headers: [(name: String, value: String)]
    var body: String

    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
}

/// A scripted HTTP server: the script writes the answer to each request by hand, byte for byte.
final class HTTPServer: Sendable {
    private let listener: Listener
    private let log: Log

    final class Log: Sendable {
        let asked = Mutex<[Asked]>([])
        let arrivals: AsyncStream<Asked>
        let continuation: AsyncStream<Asked>.Continuation
        init() { (arrivals, continuation) = AsyncStream.makeStream() }
    }

    var port: Int { listener.port }
    var url: String { "http://127.0.0.1:\(port)" }
    var connectionCount: Int { listener.connectionCount }
    var asked: [Asked] { log.asked.withLock { $0 } }

    /// The script returns false to close the connection.
    init(_ script: @escaping @Sendable (Asked, Connection) -> Bool) throws {
        let log = Log()
        self.log = log
        listener = try Listener { connection in
            while let asked = Self.read(connection) {
                log.asked.withLock { $0.append(asked) }
                log.continuation.yield(asked)
                guard script(asked, connection) else { return }
            }
        }
    }

    /// The same answer to every request.
    convenience init(answering answer: String) throws {
        try self.init { _, connection in connection.send(Array(answer.utf8)) }
    }

    /// Waits for the next request that nobody waited for yet.
    func nextRequest() async -> Asked? {
        for await asked in log.arrivals { return asked }
        return nil
    }

    private static func read(_ connection: Connection) -> Asked? {
        guard let parts = connection.line()?.split(separator: " "), parts.count == 3 else { return nil }
        var asked = Asked(method: String(parts[0]), path: String(parts[1]), headers: [], body: "")
        while let line = connection.line(), !line.isEmpty {
            let header = line.split(separator: ":", maxSplits: 1).map(String.init)
            asked.headers.append((header[0], header.count == 2 ? String(header[1].drop { $0 == " " }) : ""))
        }
        let length = asked.header("Content-Length").flatMap { Int($0) } ?? 0
        guard let body = connection.bytes(length) else { return nil }
        asked.body = String(decoding: body, as: UTF8.self)
        return asked
    }
}

func answer(_ status: String, _ headers: [String] = [], body: String = "") -> String {
    (["HTTP/1.1 \(status)"] + headers + ["Content-Length: \(body.utf8.count)", "", ""]).joined(separator: "\r\n") + body
}
