import Testing

@testable import Outbound

@Suite(.timeLimit(.minutes(1)))
struct AddressFilterTests {
    let strict = HTTPClient(policy: .publicOnly, userAgent: "k")

    @Test(arguments: [
        "127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
    ])
    func `this machine cannot be reached under any of its names`(host: String) async throws {
        let server = try HTTPServer(answering: answer("200 OK"))
        let failure = await #expect(throws: OutboundFailure.self) {
            try await strict.send(OutboundRequest(.GET, "http://\(host):\(server.port)/"))
        }
        guard case .addressRefused = failure else { Issue.record("\(String(describing: failure))"); return }
        #expect(server.connectionCount == 0)
    }

    @Test(arguments: ["10.0.0.1", "192.168.1.1", "169.254.169.254", "[fe80::1]", "[fd00::1]", "100.64.0.1", "224.0.0.1"])
    func `private networks are refused before a packet leaves`(host: String) async {
        let failure = await #expect(throws: OutboundFailure.self) {
            try await strict.send(OutboundRequest(.GET, "http://\(host)/latest/meta-data"))
        }
        guard case .addressRefused(_, let address) = failure else { Issue.record("\(String(describing: failure))"); return }
        #expect(failure?.sentence.contains("KALENDS_ALLOW_PRIVATE_ADDRESSES") == true)
        #expect(failure?.sentence.contains(address) == true)
    }

    @Test(arguments: ["127.0.0.0/8", "localhost", "all"]) func `what the operator allows can be reached`(allowed: String) async throws {
        let server = try HTTPServer(answering: answer("200 OK"))
        let client = HTTPClient(policy: try AddressPolicy(parsing: allowed), userAgent: "k")
        #expect(try await client.send(OutboundRequest(.GET, "http://localhost:\(server.port)/")).status == 200)
    }

    @Test func `a host allowed by name does not open its address to others`() async throws {
        let server = try HTTPServer(answering: answer("200 OK"))
        let client = HTTPClient(policy: try AddressPolicy(parsing: "localhost"), userAgent: "k")
        _ = try await client.send(OutboundRequest(.GET, "http://localhost:\(server.port)/"))
        await #expect(throws: OutboundFailure.addressRefused(host: "127.0.0.1", address: "127.0.0.1")) {
            try await client.send(OutboundRequest(.GET, "http://127.0.0.1:\(server.port)/"))
        }
    }
}
