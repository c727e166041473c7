import Testing

@testable import Outbound

@Suite(.timeLimit(.minutes(1)))
struct LimitTests {
    let client = HTTPClient(policy: .all, userAgent: "Kalends/test")

    @Test func `a server that never answers is given up at the deadline`() async throws {
        let server = try HTTPServer { _, connection in
            connection.waitForClose()
            return false
        }
        var request = OutboundRequest(.GET, server.url)
        request.deadline = 0.2
        await #expect(throws: OutboundFailure.timedOut(afterSeconds: 0.2)) { try await client.send(request) }
    }

    @Test func `a body that trickles without end is given up at the deadline`() async throws {
        let server = try HTTPServer { _, connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc")
            connection.waitForClose()
            return false
        }
        var request = OutboundRequest(.GET, server.url)
        request.deadline = 0.2
        await #expect(throws: OutboundFailure.timedOut(afterSeconds: 0.2)) { try await client.send(request) }
    }

    @Test func `redirects do not renew the deadline`() async throws {
        let server = try HTTPServer(answering: answer("302 Found", ["Location: /again"]))
        var request = OutboundRequest(.GET, server.url)
        request.deadline = 0.2
        request.maximumRedirects = .max
        await #expect(throws: OutboundFailure.timedOut(afterSeconds: 0.2)) { try await client.send(request) }
    }

    @Test func `a body announced too large is not read`() async throws {
        let server = try HTTPServer { _, connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n")
            connection.waitForClose()
            return false
        }
        var request = OutboundRequest(.GET, server.url)
        request.maximumResponseBytes = 1000
        await #expect(throws: OutboundFailure.responseTooLarge(limit: 1000)) { try await client.send(request) }
    }

    @Test func `an endless body is cut off while it streams`() async throws {
        let server = try HTTPServer { _, connection in
            connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            let piece = [UInt8](repeating: 0x61, count: 65_536)
            while connection.send(piece) {}
            return false
        }
        var request = OutboundRequest(.GET, server.url)
        request.maximumResponseBytes = 1 << 20
        await #expect(throws: OutboundFailure.responseTooLarge(limit: 1 << 20)) { try await client.send(request) }
    }

    @Test func `a body of exactly the limit is taken`() async throws {
        let server = try HTTPServer(answering: answer("200 OK", body: "12345"))
        var request = OutboundRequest(.GET, server.url)
        request.maximumResponseBytes = 5
        #expect(try await client.send(request).body.count == 5)
    }

    @Test func `a small body that unpacks into a large one is cut off`() async throws {
        let server = try HTTPServer { _, connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(Gzip.hundredThousandZeroes.count)\r\n\r\n")
            return connection.send(Gzip.hundredThousandZeroes)
        }
        var request = OutboundRequest(.GET, server.url)
        request.maximumResponseBytes = 50_000
        await #expect(throws: OutboundFailure.responseTooLarge(limit: 50_000)) { try await client.send(request) }
        request.maximumResponseBytes = 100_000
        #expect(try await client.send(request).body == [UInt8](repeating: 0, count: 100_000))
    }

    @Test func `compression is not asked for where the caller does not want it`() async throws {
        let server = try HTTPServer(answering: answer("200 OK"))
        var request = OutboundRequest(.GET, server.url)
        _ = try await client.send(request)
        request.acceptsCompression = false
        _ = try await client.send(request)
        #expect(server.asked.map { $0.header("Accept-Encoding")?.contains("gzip") } == [true, nil])
    }

    @Test func `endless headers are cut off`() async throws {
        let server = try HTTPServer { _, connection in
            connection.send("HTTP/1.1 200 OK\r\n")
            let line = Array("X-Filler: \(String(repeating: "a", count: 1000))\r\n".utf8)
            while connection.send(line) {}
            return false
        }
        await #expect(throws: OutboundFailure.responseTooLarge(limit: HTTPHop.maximumHeaderBytes)) {
            try await client.send(OutboundRequest(.GET, server.url))
        }
    }

    @Test func `endless interim answers are cut off`() async throws {
        let server = try HTTPServer { _, connection in
            let interim = Array("HTTP/1.1 100 Continue\r\nX-Filler: \(String(repeating: "a", count: 500))\r\n\r\n".utf8)
            while connection.send(interim) {}
            return false
        }
        await #expect(throws: OutboundFailure.responseTooLarge(limit: HTTPHop.maximumHeaderBytes)) {
            try await client.send(OutboundRequest(.GET, server.url))
        }
    }
}

enum Gzip {
    /// 100,000 zero bytes, packed into 132 by zlib.
    static let hundredThousandZeroes: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 237, 193, 49, 1, 0, 0, 0, 194, 160, 245, 79, 109, 13, 15, 160, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 128, 87, 3, 125, 149, 17, 212, 160, 134, 1, 0,
    ]
}
