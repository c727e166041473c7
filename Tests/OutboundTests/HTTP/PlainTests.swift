import Testing

@testable import Outbound

/// Requests that must not travel in the open.
@Suite(.timeLimit(.minutes(1)))
struct PlainTests {
    private static func request(_ url: String) -> OutboundRequest {
        var request = OutboundRequest(.POST, url, body: [])
        request.requiresTLSInPublic = true
        return request
    }

    @Test(arguments: ["none", "10.0.0.0/8, nas.lan"]) func `over the public internet they need TLS`(_ allowed: String) async throws {
        let client = HTTPClient(policy: try AddressPolicy(parsing: allowed), userAgent: "k")
        let failure = await #expect(throws: OutboundFailure.plainRefused(host: "93.184.215.14")) {
            try await client.send(Self.request("http://93.184.215.14/hook"))
        }
        #expect(failure?.sentence.contains("https://") == true && failure?.isTransient == false)
    }

    @Test(arguments: ["127.0.0.0/8", "127.0.0.1", "all"]) func `what the operator named is reached without`(_ allowed: String) async throws
    {
        let server = try HTTPServer(answering: answer("204 No Content"))
        let client = HTTPClient(policy: try AddressPolicy(parsing: allowed), userAgent: "k")
        #expect(try await client.send(Self.request("\(server.url)/hook")).status == 204)
    }

    @Test func `what is not public is refused for that`() async throws {
        let server = try HTTPServer(answering: answer("204 No Content"))
        let client = HTTPClient(policy: .publicOnly, userAgent: "k")
        await #expect(throws: OutboundFailure.addressRefused(host: "127.0.0.1", address: "127.0.0.1")) {
            try await client.send(Self.request("\(server.url)/hook"))
        }
        #expect(server.connectionCount == 0)
    }
}
