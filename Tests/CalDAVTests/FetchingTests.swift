import CalendarSync
import Outbound
import Testing

@testable import CalDAV

struct FetchingTests {
    /// A calendar that lists so many events, named by number.
    private func server(_ count: Int) -> ScriptedServer {
        let server = ScriptedServer()
        let list = (1...count).map { listed("/cal/\($0).ics", "\"\($0)\"") }.joined()
        server.on("PROPFIND /cal/", Cast.state(token: "t"), .multistatus(Cast.itself + list))
        return server
    }

    private func event(_ number: Int) -> String { data("/cal/\(number).ics", "\"\(number)\"", Cast.ics("uid-\(number)")) }

    private func changes(_ server: ScriptedServer) async throws(ProviderFailure) -> ChangeBatch {
        try await Cast.reader(server).changes(since: nil, known: [:])
    }

    @Test func `downloads come a hundred at a time`() async throws {
        let server = server(150)
        server.on("REPORT /cal/", .multistatus((1...100).map(event).joined()), .multistatus((101...150).map(event).joined()))
        let batch = try await changes(server)
        #expect(batch.changed.count == 150)
        #expect(batch.troubled.isEmpty)
        #expect(server.asked.filter { $0 == "REPORT /cal/" }.count == 2)
    }

    @Test func `what a short answer leaves out is asked for by itself`() async throws {
        let server = server(3)
        server.on("REPORT /cal/", .multistatus(event(1)))
        server.on("GET /cal/2.ics", .status(200, Cast.ics("uid-2"), headers: [("ETag", "\"2x\"")]))
        server.on("GET /cal/3.ics", .status(403))
        let batch = try await changes(server)
        #expect(batch.changed.map(\.uid) == ["uid-1", "uid-2"])
        #expect(batch.changed.last?.version == "\"2x\"")
        #expect(batch.troubled.map(\.id) == ["/cal/3.ics"])
        #expect(batch.removed.isEmpty)
        #expect(batch.cursor?.value == "sync|45|t", "what could not be had is looked for again soon")
    }

    @Test func `an event that was deleted in between is removed and not listed`() async throws {
        let server = server(2)
        server.on("REPORT /cal/", .multistatus(event(1), status("/cal/2.ics", 404)))
        let batch = try await changes(server)
        #expect(batch.removed == ["/cal/2.ics"])
        #expect(batch.listing == ["/cal/1.ics"])
    }

    @Test func `one event that spoils the whole answer does not stop the others`() async throws {
        let server = server(2)
        server.on("REPORT /cal/", .status(207, "<d:multistatus xmlns:d='DAV:'>&bad;"))
        server.on("GET /cal/1.ics", .status(200, Cast.ics("uid-1"), headers: [("ETag", "\"1\"")]))
        server.on("GET /cal/2.ics", .status(200, "<html>oops</html>"))
        let batch = try await changes(server)
        #expect(batch.changed.map(\.uid) == ["uid-1"])
        #expect(batch.troubled.map(\.id) == ["/cal/2.ics"])
        #expect(batch.listing == ["/cal/1.ics", "/cal/2.ics"])
    }

    @Test func `an event that breaks off is set aside`() async throws {
        let server = server(2)
        server.on("REPORT /cal/", .multistatus(event(1), data("/cal/2.ics", "\"2\"", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x\nDTSTART:2026")))
        let batch = try await changes(server)
        #expect(batch.changed.map(\.uid) == ["uid-1"])
        #expect(batch.troubled.map(\.id) == ["/cal/2.ics"])
    }

    @Test func `a server without multiget is read event by event`() async throws {
        let server = server(1)
        server.on("REPORT /cal/", .status(501))
        server.on("GET /cal/1.ics", .status(200, Cast.ics("uid-1")))
        let batch = try await changes(server)
        #expect(batch.changed.map(\.version) == ["\"1\""], "an answer without a version has the listed one")
    }

    @Test func `a server that fails at every event fails as a whole`() async throws {
        let server = server(9)
        server.on("REPORT /cal/", .status(500))
        for number in 1...9 { server.on("GET /cal/\(number).ics", .status(500)) }
        #expect(try await failure { _ = try await changes(server) }.kind == .unreachable)
        #expect(server.asked.filter { $0.hasPrefix("GET") }.count == 4)
    }

    @Test func `an event that a server lists on another site is asked for without the password`() async throws {
        let server = ScriptedServer()
        server.on("PROPFIND /cal/", Cast.state(token: "t"), .multistatus(Cast.itself + listed("https://evil.example/x.ics", "\"1\"")))
        server.on("REPORT /cal/", .multistatus())
        server.on("GET https://evil.example/x.ics", .status(200, Cast.ics("x")))
        #expect(try await changes(server).changed.map(\.id) == ["https://evil.example/x.ics"])
        #expect(try server.last.basicCredentials == nil)
        #expect(server.requests.first?.basicCredentials?.password == "secret")
    }

    @Test func `an item is gone only if its calendar is there`() async throws {
        let server = ScriptedServer()
        server.on("GET /cal/1.ics", .status(404))
        server.on("PROPFIND /cal/", .multistatus(Cast.itself), .status(404))
        #expect(try await Cast.reader(server).item("/cal/1.ics") == nil)
        #expect(try await failure { _ = try await Cast.reader(server).item("/cal/1.ics") }.kind == .calendarMissing)
        server.on("GET /cal/1.ics", .status(500))
        #expect(try await failure { _ = try await Cast.reader(server).item("/cal/1.ics") }.kind == .unreachable)
    }
}
