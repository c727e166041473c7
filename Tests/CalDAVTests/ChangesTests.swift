import CalendarSync
import Outbound
import Testing

@testable import CalDAV

struct ChangesTests {
    private func server(_ listing: String, token: String? = nil, tag: String? = nil) -> ScriptedServer {
        let server = ScriptedServer()
        // At Depth 0 first, then at Depth 1.
        server.on("PROPFIND /cal/", Cast.state(token: token, tag: tag), .multistatus(Cast.itself + listing))
        return server
    }

    private static let one = data("/cal/1.ics", "\"a\"", Cast.ics("one"))

    @Test func `a first read lists everything, and asks for the token before the list`() async throws {
        let server = server(listed("/cal/1.ics", "\"a\""), token: "t1")
        server.on("REPORT /cal/", .multistatus(Self.one))
        let batch = try await Cast.reader(server).changes(since: nil, known: [:])
        #expect(batch.changed.map(\.id) == ["/cal/1.ics"])
        #expect(batch.changed.first?.version == "\"a\"")
        #expect(batch.listing == ["/cal/1.ics"])
        #expect(batch.cursor?.value == "sync|0|t1")
        #expect(server.requests.map { $0.headers.first { $0.0 == "Depth" }?.1 } == ["0", "1", "1"])
    }

    @Test func `what changed is downloaded, our own echo is not, what is gone is told`() async throws {
        let server = ScriptedServer()
        server.on(
            "REPORT /cal/",
            .multistatus(listed("/cal/1.ics", "\"b\""), listed("/cal/ours.ics", "\"o\""), status("/cal/old.ics", 404), token: "t2"),
            .multistatus(data("/cal/1.ics", "\"c\"", Cast.ics("one"))))
        let batch = try await Cast.reader(server).changes(
            since: SyncCursor("sync|3|t1"), known: ["/cal/1.ics": "\"a\"", "/cal/ours.ics": "\"o\"", "/cal/old.ics": "\"x\""])
        #expect(batch.changed.map(\.version) == ["\"c\""], "the version that came with the data counts, not the listed one")
        #expect(batch.removed == ["/cal/old.ics"])
        #expect(batch.listing == nil)
        #expect(batch.cursor?.value == "sync|4|t2")
        let report = String(decoding: try #require(server.requests.first?.body), as: UTF8.self)
        #expect(report.contains("<D:sync-token>t1</D:sync-token>"))
        #expect(!report.contains("limit"))
    }

    @Test func `a list cut off with 507 is read on from its token`() async throws {
        let server = ScriptedServer()
        server.on(
            "REPORT /cal/",
            .multistatus(
                listed("/cal/1.ics", "\"a\""), status("/cal/", 507, "<d:error><d:number-of-matches-within-limits/></d:error>"), token: "t2"),
            .multistatus(listed("/cal/2.ics", "\"a\""), status("/cal/1.ics", 404), token: "t3"),
            .multistatus(data("/cal/2.ics", "\"a\"", Cast.ics("two"))))
        let batch = try await Cast.reader(server).changes(since: SyncCursor("sync|0|t1"), known: ["/cal/1.ics": "\"0\""])
        #expect(batch.changed.map(\.uid) == ["two"])
        #expect(batch.removed == ["/cal/1.ics"])
        #expect(batch.cursor?.value == "sync|1|t3")
    }

    @Test(arguments: [403, 409, 412, 500])
    func `a token that the server forgot leads to a whole list, in which what is known is not downloaded`(status: Int) async throws {
        let server = server(listed("/cal/1.ics", "\"a\"") + listed("/cal/2.ics", "\"b\""), token: "t9")
        server.on("REPORT /cal/", .error(status, "valid-sync-token"), .multistatus(data("/cal/2.ics", "\"b\"", Cast.ics("two"))))
        let batch = try await Cast.reader(server).changes(
            since: SyncCursor("sync|1|old"), known: ["/cal/1.ics": "\"a\"", "/cal/2.ics": "\"x\""])
        #expect(batch.changed.map(\.uid) == ["two"])
        #expect(batch.listing == ["/cal/1.ics", "/cal/2.ics"])
        #expect(batch.cursor?.value == "sync|0|t9")
    }

    @Test func `a server whose reports fail is read by its tag until the next comparison`() async throws {
        let server = server(listed("/cal/1.ics", "\"a\""), token: "t1", tag: "c1")
        server.on("REPORT /cal/", .status(500, "out of order"))
        let batch = try await Cast.reader(server).changes(since: SyncCursor("sync|1|t0"), known: ["/cal/1.ics": "\"a\""])
        #expect(batch.listing == ["/cal/1.ics"])
        #expect(batch.cursor?.value == "ctag|0|c1")
    }

    @Test func `an unchanged tag means that nothing has to be listed`() async throws {
        let server = ScriptedServer()
        server.on("PROPFIND /cal/", Cast.state(tag: "c1"))
        let batch = try await Cast.reader(server).changes(since: SyncCursor("ctag|4|c1"), known: ["/cal/1.ics": "\"a\""])
        #expect(batch == ChangeBatch(cursor: SyncCursor("ctag|5|c1")))
        #expect(server.asked == ["PROPFIND /cal/"])
    }

    @Test func `a changed tag leads to a list, from which deletions follow`() async throws {
        let server = ScriptedServer()
        server.on("PROPFIND /cal/", Cast.state(tag: "c2"), Cast.state(tag: "c2"), .multistatus(Cast.itself))
        let batch = try await Cast.reader(server).changes(since: SyncCursor("ctag|4|c1"), known: ["/cal/1.ics": "\"a\""])
        #expect(batch.listing == [])
        #expect(batch.cursor?.value == "ctag|5|c2")
    }

    @Test func `every fiftieth read compares everything, as tokens lie`() async throws {
        let server = server(listed("/cal/1.ics", "\"a\""), token: "t5")
        let batch = try await Cast.reader(server).changes(since: SyncCursor("sync|49|t4"), known: ["/cal/1.ics": "\"a\""])
        #expect(batch.listing == ["/cal/1.ics"])
        #expect(batch.cursor?.value == "sync|0|t5")
        #expect(!server.asked.contains("REPORT /cal/"))
    }

    @Test(arguments: [
        "https://cal.example.org/cal/a%40b.ics", "http://cal.example.org:8080/cal/a@b.ics", "/cal/a@b.ics", "/cal/%61%40b.ics", "a%40b.ics",
    ])
    func `another spelling of a known address is the same event`(href: String) async throws {
        let server = ScriptedServer()
        server.on("REPORT /cal/", .multistatus(listed(href, "\"2\""), token: "t2"), .multistatus(data(href, "\"2\"", Cast.ics("a@b"))))
        let batch = try await Cast.reader(server).changes(since: SyncCursor("sync|0|t1"), known: ["/cal/a%40b.ics": "\"1\""])
        #expect(batch.changed.map(\.id) == ["/cal/a%40b.ics"])
        #expect(String(decoding: try #require(server.last.body), as: UTF8.self).contains("<D:href>/cal/a%40b.ics</D:href>"))
    }

    @Test func `the collection itself, folders, tasks and address books in a list are no events`() async throws {
        let others =
            found("/cal/sub/", "<d:resourcetype><d:collection/></d:resourcetype>")
            + found("/cal/t.ics", "<d:getetag>\"1\"</d:getetag><d:getcontenttype>text/calendar; component=VTODO</d:getcontenttype>")
            + found("/cal/v.vcf", "<d:getetag>\"1\"</d:getetag><d:getcontenttype>text/vcard</d:getcontenttype>")
        let server = server(others)
        let batch = try await Cast.reader(server).changes(since: nil, known: [:])
        #expect(batch.listing == [])
        #expect(batch.cursor?.value == "list|0|")
    }

    @Test func `a weak or compressed tag of a known version is no change`() async throws {
        let server = server(listed("/cal/1.ics", "W/\"a\"") + listed("/cal/2.ics", "\"b-gzip\""))
        let batch = try await Cast.reader(server).changes(since: nil, known: ["/cal/1.ics": "\"a\"", "/cal/2.ics": "\"b\""])
        #expect(batch.changed.isEmpty)
        #expect(!server.asked.contains("REPORT /cal/"))
    }

    @Test func `an empty answer is no empty calendar`() async throws {
        let server = ScriptedServer()
        server.on("PROPFIND /cal/", Cast.state(), .multistatus())
        #expect(try await failure { _ = try await Cast.reader(server).changes(since: nil, known: [:]) }.kind == .invalidAnswer)
    }

    @Test(arguments: ["<d:multistatus xmlns:d='DAV:'><d:response><d:href>/cal/1.ics</d:hr", "", "<html><body>Sign in</body></html>"])
    func `a list that breaks off, is empty or is a web page changes nothing`(body: String) async throws {
        let server = ScriptedServer()
        server.on("PROPFIND /cal/", Cast.state(token: "t"), .status(207, body))
        #expect(try await failure { _ = try await Cast.reader(server).changes(since: nil, known: [:]) }.kind == .invalidAnswer)
    }

    @Test func `a calendar that is gone is asked for twice before it is called missing`() async throws {
        for missing in [Reply.status(404), .status(410), .status(405), .multistatus(status("/cal/", 404))] {
            let server = ScriptedServer()
            server.on("PROPFIND /cal/", missing)
            server.on("REPORT /cal/", .status(404))
            let gone = try await failure {
                _ = try await Cast.reader(server).changes(since: SyncCursor("sync|0|t"), known: [:])
            }
            #expect(gone.kind == .calendarMissing)
            #expect(server.asked.count == 2)
        }
    }

    @Test func `a refused password is asked about once more before it is believed`() async throws {
        let server = server(listed("/cal/1.ics", "\"a\""), token: "t2")
        server.on("PROPFIND /cal/", .multistatus(Cast.itself))
        server.on("REPORT /cal/", .status(401), .multistatus(token: "t2"))
        let batch = try await Cast.reader(server).changes(since: SyncCursor("sync|0|t1"), known: [:])
        #expect(batch.cursor?.value == "sync|1|t2")
        server.on("REPORT /cal/", .status(401))
        server.on("PROPFIND /cal/", .status(401))
        let refused = try await failure {
            _ = try await Cast.reader(server).changes(since: SyncCursor("sync|0|t1"), known: [:])
        }
        #expect(refused.kind == .unauthorized)
    }

    @Test(arguments: [429, 503])
    func `a server that asks for patience gets it`(status: Int) async throws {
        let server = ScriptedServer()
        server.on("PROPFIND /cal/", .status(status, headers: [("Retry-After", "120")]))
        let busy = try await failure { _ = try await Cast.reader(server).changes(since: nil, known: [:]) }
        #expect(busy.kind == .throttled)
        #expect(busy.retryAfter == 120)
    }
}
