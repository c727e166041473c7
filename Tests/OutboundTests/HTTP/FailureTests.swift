import Testing

@testable import Outbound

@Suite(.timeLimit(.minutes(1)))
struct FailureTests {
    let client = HTTPClient(policy: .all, userAgent: "Kalends/test")

    @Test func `a server that does not speak HTTP is told as that, and may do so later`() async throws {
        let server = try HTTPServer { _, connection in
            connection.send("SSH-2.0-not a web server\r\n\r\n")
            return false
        }
        let failure = await #expect(throws: OutboundFailure.other(reason: "the server does not answer in HTTP")) {
            try await client.send(OutboundRequest(.GET, server.url))
        }
        #expect(failure?.isTransient == true)
    }

    @Test func `nobody listening is unreachable, and says where`() async throws {
        let port = try HTTPServer(answering: "").port
        let failure = await #expect(throws: OutboundFailure.self) {
            try await client.send(OutboundRequest(.GET, "http://127.0.0.1:\(port)/"))
        }
        guard case .notConnected(let host, _) = failure else { Issue.record("\(String(describing: failure))"); return }
        #expect(host == "127.0.0.1")
        #expect(failure?.sentence.contains("127.0.0.1 cannot be reached") == true)
        #expect(failure?.isTransient == true)
    }

    @Test func `a name that cannot exist is unresolvable`() async {
        await #expect(throws: OutboundFailure.unresolvable(host: "nothing.invalid")) {
            try await client.send(OutboundRequest(.GET, "http://Nothing.invalid/"))
        }
    }

    @Test func `a server that speaks no TLS fails as such`() async throws {
        let server = try Listener { connection in
            connection.send("220 mail.example.org ESMTP\r\n")
            connection.waitForClose()
        }
        let failure = await #expect(throws: OutboundFailure.self) {
            try await client.send(OutboundRequest(.GET, "https://127.0.0.1:\(server.port)/"))
        }
        guard case .tlsFailed = failure else { Issue.record("\(String(describing: failure))"); return }
    }

    @Test(arguments: ["HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", ""]) func `a connection that breaks off is no answer`(
        bytes: String
    ) async throws {
        let server = try HTTPServer { _, connection in
            connection.send(bytes)
            return false
        }
        let failure = await #expect(throws: OutboundFailure.self) { try await client.send(OutboundRequest(.GET, server.url)) }
        guard case .unreachable = failure else { Issue.record("\(String(describing: failure))"); return }
    }

    @Test func `what is not HTTP is no answer`() async throws {
        let server = try HTTPServer { _, connection in
            connection.send("220 mail.example.org ESMTP\r\n")
            return false
        }
        await #expect(throws: OutboundFailure.self) { try await client.send(OutboundRequest(.GET, server.url)) }
    }

    @Test(arguments: [
        "", "calendar", "cal.example.org", "ftp://example.org/", "file:///etc/passwd", "http://", "https://:443/", "http://a b/",
        "http://h:99999/",
        "http://h:0/", "http://[::1/", "javascript:alert(1)", "http://a\u{0}b/",
    ])
    func `an address that is none is refused and named`(url: String) async {
        await #expect(throws: OutboundFailure.invalidURL(url)) { try await client.send(OutboundRequest(.GET, url)) }
    }

    @Test(arguments: [
        ("ftp://cleo:secret@example.org/x", "ftp://example.org/x"),
        ("http://cleo:secret@h:99999/", "http://h:99999/"),
        ("https://cleo:sec/ret@example.org/", "https://example.org/"),
        ("http:/cleo:secret@h:99999/", "http:/h:99999/"),
        ("cleo:secret@example.org", "example.org"),
        ("http://cleo:se@cret@h:99999/", "http://h:99999/"),
    ])
    func `user and password do not appear in a failure`(url: String, shown: String) async {
        #expect(WebAddress.withoutUserInfo(url) == shown)
        #expect(!"\(OutboundRequest(.GET, url))".contains("secret"))
        #expect(OutboundFailure.invalidURL(shown).sentence.contains(shown))
    }

    @Test(arguments: ["https://example.org/dav/cleo@example.org/", "https://h:8443/a@b", "https://h/?q=a:b@c", "cleo@example.org"])
    func `an at sign in a path stays`(url: String) {
        #expect(WebAddress.withoutUserInfo(url) == url)
    }

    @Test func `a request that is printed, dumped or reflected betrays no credentials`() {
        var request = OutboundRequest(.GET, "https://ana:secret@example.org/", headers: [("Authorization", "Bearer secret")])
        request.basicCredentials = ("ana", "secret")
        var dumped = ""
        dump(request, to: &dumped)
        #expect(!"\(request) \(String(reflecting: request)) \(dumped)".contains("secret"))
    }

    @Test(arguments: [
        (OutboundFailure.addressRefused(host: "nas.lan", address: "192.168.1.5"), "KALENDS_ALLOW_PRIVATE_ADDRESSES"),
        (.addressRefused(host: "nas.lan", address: "192.168.1.5"), "192.168.1.5"),
        (.unresolvable(host: "cal.example"), "cal.example"),
        (.timedOut(afterSeconds: 30), "30 seconds"),
        (.responseTooLarge(limit: 1000), "1000 bytes"),
        (.tlsFailed(reason: "certificate has expired"), "certificate has expired"),
    ])
    func `sentences name what a person must know`(failure: OutboundFailure, word: String) {
        #expect(failure.sentence.contains(word))
    }
}
