import Testing

@testable import Outbound

@Suite(.timeLimit(.minutes(1)))
struct HTTPClientTests {
    let client = HTTPClient(policy: .all, userAgent: "Kalends/test")

    @Test func `status, headers and body of the answer come back`() async throws {
        let server = try HTTPServer(answering: answer("207 Multi-Status", ["ETag: \"a\"", "X-Twice: 1", "x-twice: 2"], body: "<ok/>"))
        let response = try await client.send(OutboundRequest(.PROPFIND, server.url + "/cal/"))
        #expect(response.status == 207)
        #expect(response.header("etag") == "\"a\"")
        #expect(response.headers.filter { $0.name.lowercased() == "x-twice" }.map(\.value) == ["1", "2"])
        #expect(response.body == Array("<ok/>".utf8))
        #expect(response.finalURL == server.url + "/cal/")
        #expect(response.permanentRedirect == nil)
    }

    @Test(arguments: OutboundRequest.Method.allCases) func `every method arrives under its own name`(method: OutboundRequest.Method)
        async throws
    {
        let server = try HTTPServer(answering: method == .HEAD ? "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n" : answer("200 OK"))
        let response = try await client.send(OutboundRequest(method, server.url))
        #expect(response.status == 200)
        #expect(server.asked.map(\.method) == [method.rawValue])
    }

    @Test func `headers, body and user agent are sent, and none that nobody asked for`() async throws {
        let server = try HTTPServer(answering: answer("201 Created"))
        _ = try await client.send(
            OutboundRequest(.PUT, server.url + "/e.ics", headers: [("If-None-Match", "*"), ("X-Empty", "")], body: Array("BEGIN".utf8)))
        let asked = try #require(server.asked.first)
        #expect(asked.body == "BEGIN")
        #expect(asked.header("If-None-Match") == "*")
        #expect(asked.header("X-Empty") == "")
        #expect(asked.header("User-Agent") == "Kalends/test")
        #expect(asked.header("Content-Type") == nil)
        #expect(asked.header("Expect") == nil)
        #expect(asked.header("Authorization") == nil)
    }

    @Test func `a large body needs no permission to continue`() async throws {
        let server = try HTTPServer(answering: answer("201 Created"))
        let body = [UInt8](repeating: 0x61, count: 3 << 20)
        _ = try await client.send(OutboundRequest(.PUT, server.url, body: body))
        #expect(server.asked.first?.body.utf8.count == 3 << 20)
        #expect(server.asked.first?.header("Expect") == nil)
    }

    @Test(arguments: [OutboundRequest.Method.PUT, .POST, .PATCH]) func `a request without its body says that it has none`(
        method: OutboundRequest.Method
    ) async throws {
        let server = try HTTPServer(answering: answer("200 OK"))
        _ = try await client.send(OutboundRequest(method, server.url))
        #expect(server.asked.first?.header("Content-Length") == "0")
    }

    @Test func `basic credentials go out with the first request`() async throws {
        let server = try HTTPServer(answering: answer("200 OK"))
        var request = OutboundRequest(.GET, server.url)
        request.basicCredentials = ("cleo", "pä:ss")
        _ = try await client.send(request)
        #expect(server.asked.map { $0.header("Authorization") } == ["Basic Y2xlbzpww6Q6c3M="])
    }

    @Test func `user and password inside the address become basic credentials and leave the address`() async throws {
        let server = try HTTPServer(answering: answer("200 OK"))
        let response = try await client.send(OutboundRequest(.GET, "http://cleo%40example.org:a%2Fb@127.0.0.1:\(server.port)/feed"))
        #expect(server.asked.first?.header("Authorization") == "Basic Y2xlb0BleGFtcGxlLm9yZzphL2I=")
        #expect(response.finalURL == server.url + "/feed")
    }

    @Test func `a server that wants Digest gets it, and gets it at once the next time`() async throws {
        let server = try HTTPServer { asked, connection in
            let isDigest = asked.header("Authorization")?.hasPrefix("Digest ") ?? false
            let challenge = "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\""
            connection.send(isDigest ? answer("200 OK", body: "in") : answer("401 Unauthorized", [challenge]))
            return true
        }
        var request = OutboundRequest(.GET, server.url)
        request.basicCredentials = ("cleo", "secret")
        #expect(try await client.send(request).body == Array("in".utf8))
        _ = try await client.send(request)
        let basics = server.asked.compactMap { $0.header("Authorization") }.filter { $0.hasPrefix("Basic") }
        #expect(basics.count == 1)
    }

    @Test func `refused credentials are an answer and not a failure`() async throws {
        let server = try HTTPServer(answering: answer("401 Unauthorized", ["WWW-Authenticate: Basic realm=\"x\""]))
        var request = OutboundRequest(.GET, server.url)
        request.basicCredentials = ("cleo", "wrong")
        #expect(try await client.send(request).status == 401)
        #expect(server.asked.count == 1)
    }

    @Test func `one connection serves one request after the other`() async throws {
        let server = try HTTPServer(answering: answer("200 OK"))
        for _ in 0..<5 { _ = try await client.send(OutboundRequest(.GET, server.url)) }
        #expect(server.asked.count == 5)
        #expect(server.connectionCount == 1)
    }

    @Test func `cookies are not kept from one request to the next`() async throws {
        let server = try HTTPServer(answering: answer("200 OK", ["Set-Cookie: session=1"]))
        for _ in 0..<2 { _ = try await client.send(OutboundRequest(.GET, server.url)) }
        #expect(server.asked.allSatisfy { $0.header("Cookie") == nil })
    }

    @Test(arguments: ["a\r\nX-Evil: 1", "a\nb", "a\u{0}b", "a\u{7F}"]) func `control characters in a header are refused`(value: String)
        async throws
    {
        let server = try HTTPServer(answering: answer("200 OK"))
        await #expect(throws: OutboundFailure.other(reason: "the request header X-Name contains a control character")) {
            try await client.send(OutboundRequest(.GET, server.url, headers: [("X-Name", value)]))
        }
        #expect(server.connectionCount == 0)
    }

    @Test(arguments: ["", "X Name", "X-Name:", "X\r\n", "Host", "content-length", "Transfer-Encoding"])
    func `unfit header names are refused`(
        name: String
    ) async throws {
        let server = try HTTPServer(answering: answer("200 OK"))
        await #expect(throws: OutboundFailure.self) { try await client.send(OutboundRequest(.GET, server.url, headers: [(name, "v")])) }
        #expect(server.connectionCount == 0)
    }

    @Test func `headers of an interim answer and trailers are not headers of the answer`() async throws {
        let chunked = "HTTP/1.1 200 OK\r\nX-Real: 1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Trailer: 1\r\n\r\n"
        let server = try HTTPServer(answering: "HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n" + chunked)
        let response = try await client.send(OutboundRequest(.GET, server.url))
        #expect(response.body == Array("ok".utf8))
        #expect(response.header("X-Real") == "1")
        #expect(response.header("X-Early") == nil)
        #expect(response.header("X-Trailer") == nil)
    }
}
