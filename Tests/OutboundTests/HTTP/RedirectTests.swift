import Testing

@testable import Outbound

@Suite(.timeLimit(.minutes(1)))
struct RedirectTests {
    let client = HTTPClient(policy: .all, userAgent: "Kalends/test")

    /// Answers "/start" with the redirect and everything else with 200.
    func server(_ status: String, to location: String) throws -> HTTPServer {
        try HTTPServer { asked, connection in
            connection.send(Array((asked.path == "/start" ? answer(status, ["Location: \(location)"]) : answer("200 OK")).utf8))
        }
    }

    @Test(
        arguments: ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"], [OutboundRequest.Method.PROPFIND, .REPORT, .PUT, .DELETE])
    func `method, headers and body survive a redirect`(status: String, method: OutboundRequest.Method) async throws {
        let server = try server(status, to: "/there/")
        _ = try await client.send(
            OutboundRequest(
                method, server.url + "/start", headers: [("Depth", "0"), ("Content-Type", "text/xml")], body: Array("<x/>".utf8)))
        let last = try #require(server.asked.last)
        #expect(last.path == "/there/")
        #expect(last.method == method.rawValue)
        #expect(last.body == "<x/>")
        #expect(last.header("Depth") == "0")
        #expect(last.header("Content-Type") == "text/xml")
    }

    @Test(arguments: [("303 See Other", OutboundRequest.Method.PUT), ("301 Moved", .POST), ("302 Found", .POST)])
    func `what turns into a GET loses its body`(status: String, method: OutboundRequest.Method) async throws {
        let server = try server(status, to: "/there")
        _ = try await client.send(OutboundRequest(method, server.url + "/start", headers: [("Content-Type", "text/plain")], body: [0x61]))
        let last = try #require(server.asked.last)
        #expect(last.method == "GET")
        #expect(last.body.isEmpty)
        #expect(last.header("Content-Type") == nil)
    }

    @Test func `the final address is reported, relative locations resolved`() async throws {
        let server = try server("302 Found", to: "dav/../there?x=1#part")
        let response = try await client.send(OutboundRequest(.GET, server.url + "/start"))
        #expect(response.finalURL == server.url + "/there?x=1")
        #expect(response.permanentRedirect == nil)
    }

    @Test(arguments: ["301 Moved", "308 Permanent"]) func `a permanent redirect names the address to keep`(status: String) async throws {
        let server = try server(status, to: "/new")
        #expect(try await client.send(OutboundRequest(.GET, server.url + "/start")).permanentRedirect == server.url + "/new")
    }

    @Test func `a permanent redirect behind a temporary one is not kept, one before it is`() async throws {
        let chain = ["/a": "301 /b", "/b": "302 /c", "/c": "301 /d"]
        let server = try HTTPServer { asked, connection in
            let step = chain[asked.path]?.split(separator: " ").map(String.init)
            return connection.send(Array((step.map { answer("\($0[0]) Moved", ["Location: \($0[1])"]) } ?? answer("200 OK")).utf8))
        }
        let response = try await client.send(OutboundRequest(.GET, server.url + "/a"))
        #expect(response.finalURL == server.url + "/d")
        #expect(response.permanentRedirect == server.url + "/b")
        #expect(try await client.send(OutboundRequest(.GET, server.url + "/b")).permanentRedirect == nil)
    }

    @Test func `a redirect loop ends at the limit`() async throws {
        let server = try HTTPServer(answering: answer("302 Found", ["Location: /again"]))
        await #expect(throws: OutboundFailure.tooManyRedirects) { try await client.send(OutboundRequest(.GET, server.url)) }
        #expect(server.asked.count == 6)
    }

    @Test func `with no redirects allowed the redirect itself is the answer`() async throws {
        let server = try server("302 Found", to: "/there")
        var request = OutboundRequest(.GET, server.url + "/start")
        request.maximumRedirects = 0
        let response = try await client.send(request)
        #expect(response.status == 302)
        #expect(response.header("Location") == "/there")
    }

    @Test(arguments: ["304 Not Modified", "300 Multiple Choices"]) func `other answers of the 300s are not followed`(status: String)
        async throws
    {
        let server = try HTTPServer { _, connection in
            connection.send(Array("HTTP/1.1 \(status)\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n".utf8))
        }
        #expect(try await client.send(OutboundRequest(.GET, server.url)).status == Int(status.prefix(3)))
    }

    @Test func `credentials stay on the site they were given for`() async throws {
        let other = try HTTPServer(answering: answer("200 OK"))
        let first = try server("302 Found", to: "http://localhost:\(other.port)/there")
        var request = OutboundRequest(.GET, first.url + "/start", headers: [("Cookie", "a=b"), ("X-Kept", "1")])
        request.basicCredentials = ("cleo", "secret")
        _ = try await client.send(request)
        #expect(first.asked.first?.header("Authorization") != nil)
        let asked = try #require(other.asked.first)
        #expect(asked.header("Authorization") == nil)
        #expect(asked.header("Cookie") == nil)
        #expect(asked.header("X-Kept") == "1")
    }

    @Test func `a bearer token does not follow to another port`() async throws {
        let other = try HTTPServer(answering: answer("200 OK"))
        let first = try server("307 Temporary", to: "\(other.url)/there")
        _ = try await client.send(OutboundRequest(.GET, first.url + "/start", headers: [("Authorization", "Bearer t")]))
        #expect(other.asked.map { $0.header("Authorization") } == [nil])
    }

    @Test func `credentials dropped on the way do not come back with the way`() async throws {
        let home = try HTTPServer(answering: answer("200 OK"))
        let stranger = try server("302 Found", to: home.url + "/delete-all")
        var request = OutboundRequest(.GET, home.url)
        request.basicCredentials = ("cleo", "secret")
        let leg = try HTTPLeg(request, userAgent: "k").redirected(to: stranger.url, status: 302).redirected(
            to: home.url + "/x", status: 302)
        #expect(leg.credentials == nil)
    }

    @Test func `credentials stay on the same site`() async throws {
        let server = try server("301 Moved", to: "/there")
        var request = OutboundRequest(.PROPFIND, server.url + "/start")
        request.basicCredentials = ("cleo", "secret")
        _ = try await client.send(request)
        #expect(server.asked.map { $0.header("Authorization") != nil } == [true, true])
    }

    @Test(arguments: ["ftp://127.0.0.1/x", "file:///etc/passwd", "gopher://127.0.0.1:25/", "smtp://127.0.0.1/", "http://"])
    func `only http and https are followed`(location: String) async throws {
        let server = try server("302 Found", to: location)
        await #expect(throws: OutboundFailure.invalidURL(location)) { try await client.send(OutboundRequest(.GET, server.url + "/start")) }
        #expect(server.asked.count == 1)
    }

    @Test func `a redirect to a private address is refused though the first address was allowed`() async throws {
        let inner = try HTTPServer(answering: answer("200 OK", body: "secret"))
        let outer = try server("302 Found", to: inner.url + "/admin")
        let strict = HTTPClient(policy: try AddressPolicy(parsing: "localhost"), userAgent: "k")
        await #expect(throws: OutboundFailure.addressRefused(host: "127.0.0.1", address: "127.0.0.1")) {
            try await strict.send(OutboundRequest(.GET, "http://localhost:\(outer.port)/start"))
        }
        #expect(outer.asked.count == 1)
        #expect(inner.connectionCount == 0)
    }
}
