import CalendarSync
import CivilTime
import Outbound
import Testing

@testable import CalDAV

struct WritingTests {
    private static let path = "/cal/kalends-1.ics"
    private static let stored = String(decoding: Cast.event.object(), as: UTF8.self)

    private func sent(_ server: ScriptedServer) throws -> String {
        let put = try #require(server.requests.last { $0.method == .PUT })
        return String(decoding: try #require(put.body), as: UTF8.self).replacing("\r\n ", with: "")
    }

    private func header(_ name: String, _ server: ScriptedServer) -> String? {
        server.requests.last { $0.method == .PUT || $0.method == .DELETE }?.headers.first { $0.0 == name }?.1
    }

    @Test func `a create names its event by its UID and never overwrites`() async throws {
        let server = ScriptedServer()
        server.on("PUT \(Self.path)", .status(201, headers: [("ETag", "\"1\"")]))
        let item = try await Cast.writer(server).create(Cast.event)
        #expect(item.id == Self.path)
        #expect(item.version == "\"1\"")
        #expect(item.fields?.normalized == Cast.event.fields.normalized)
        #expect(item.marker == Cast.event.marker)
        #expect(header("If-None-Match", server) == "*")
        #expect(server.asked.count == 1, "a strong tag promises that the bytes are ours")
    }

    @Test func `the host's copy invites nobody, and says what every server wants`() {
        for line in [
            "UID:kalends-1", "DTSTART:20261124T090000Z", "DTEND:20261124T094500Z", "STATUS:CONFIRMED", "TRANSP:OPAQUE", "SEQUENCE:2",
            "X-KALENDS-APPOINTMENT:a1/1", "PRODID:-//Kalends//Kalends//EN",
        ] {
            #expect(Self.stored.contains("\r\n\(line)\r\n"), "\(line)")
        }
        for name in ["ATTENDEE", "ORGANIZER", "METHOD", "VTIMEZONE"] { #expect(!Self.stored.contains(name)) }
    }

    @Test(arguments: [[], [("ETag", "W/\"1\"")]])
    func `without a strong tag the event is read back`(headers: [(String, String)]) async throws {
        let server = ScriptedServer()
        server.on("PUT \(Self.path)", .status(204, headers: headers))
        server.on(
            "GET \(Self.path)", .status(200, Self.stored.replacing("Room 1", with: "Room 1 (ground floor)"), headers: [("ETag", "\"2\"")]))
        let item = try await Cast.writer(server).create(Cast.event)
        #expect(item.version == "\"2\"")
        #expect(item.fields?.location == "Room 1 (ground floor)", "the base is what was read back")
    }

    @Test func `a create that meets an event of that name is told so`() async throws {
        let server = ScriptedServer()
        server.on("PUT \(Self.path)", .status(412))
        #expect(try await failure { _ = try await Cast.writer(server).create(Cast.event) }.kind == .alreadyExists)
    }

    @Test func `an event of ours that the server renamed is found by its UID and changed`() async throws {
        let server = ScriptedServer()
        server.on("PUT \(Self.path)", .error(409, "no-uid-conflict"))
        server.on("PROPFIND /cal/", .multistatus(Cast.itself))
        server.on("REPORT /cal/", .multistatus(data("/cal/9.ics", "\"9\"", Self.stored)))
        server.on("GET /cal/9.ics", .status(200, Self.stored, headers: [("ETag", "\"9\"")]))
        server.on("PUT /cal/9.ics", .status(204, headers: [("ETag", "\"10\"")]))
        let item = try await Cast.writer(server).create(Cast.event)
        #expect(item.id == "/cal/9.ics")
        #expect(item.version == "\"10\"")
    }

    @Test func `a UID that lies in the trash counts as taken`() async throws {
        let server = ScriptedServer()
        server.on(
            "PUT \(Self.path)",
            .status(
                400, "<d:error xmlns:d='DAV:'><s:message xmlns:s='s'>Deleted calendar object with uid already exists</s:message></d:error>")
        )
        server.on("REPORT /cal/", .multistatus())
        #expect(try await failure { _ = try await Cast.writer(server).create(Cast.event) }.kind == .alreadyExists)
    }

    @Test(arguments: [("CANCELLED", "CONFIRMED"), ("TENTATIVE", "TENTATIVE")])
    func `an event that was called off takes place again, and any other status is kept`(held: String, written: String) async throws {
        let server = ScriptedServer()
        let event = Self.stored.replacing("STATUS:CONFIRMED", with: "STATUS:\(held)")
        server.on("GET \(Self.path)", .status(200, event, headers: [("ETag", "\"1\"")]))
        server.on("PUT \(Self.path)", .status(204, headers: [("ETag", "\"2\"")]))
        let item = try await Cast.writer(server).update(Cast.event, at: Self.path, version: "\"1\"")
        #expect(try sent(server).contains("\r\nSTATUS:\(written)\r\n"))
        #expect(item.fields?.isCancelled == false)
    }

    @Test func `an update changes our fields and keeps what others added`() async throws {
        let server = ScriptedServer()
        let held = Cast.ics(
            "kalends-1",
            """
            SUMMARY;LANGUAGE=de:Haircut – Cleo\r
            DESCRIPTION:old\r
            X-ALT-DESC;FMTTYPE=text/html:<b>old</b>\r
            CATEGORIES:Private\r
            X-APPLE-TRAVEL:yes\r
            SEQUENCE:7\r
            BEGIN:VALARM\r
            ACTION:DISPLAY\r
            TRIGGER:-PT10M\r
            END:VALARM
            """
        ).replacing("DTSTART:20261124T090000Z", with: "DTSTART;TZID=Europe/Berlin:20261124T090000").replacing(
            "DTEND:20261124T100000Z", with: "DURATION:PT1H")
        server.on("GET \(Self.path)", .status(200, held, headers: [("ETag", "\"1\"")]))
        server.on("PUT \(Self.path)", .status(204, headers: [("ETag", "\"2\"")]))
        let item = try await Cast.writer(server).update(Cast.event, at: Self.path, version: "\"1\"")
        #expect(item.fields?.normalized == Cast.event.fields.normalized)
        #expect(header("If-Match", server) == "\"1\"")
        let text = try sent(server)
        for line in [
            "SUMMARY;LANGUAGE=de:Haircut – Cleo", "CATEGORIES:Private", "X-APPLE-TRAVEL:yes", "TRIGGER:-PT10M", "PRODID:-//Other//EN",
            "SEQUENCE:7",
            "DTSTART:20261124T090000Z", "DTEND:20261124T094500Z", "DESCRIPTION:cleo@example.org", "LOCATION:Room 1",
            "X-KALENDS-APPOINTMENT:a1/1",
        ] {
            #expect(text.contains("\r\n\(line)\r\n"), "\(line)")
        }
        for name in ["DURATION", "X-ALT-DESC", "TZID"] { #expect(!text.contains(name)) }
    }

    @Test func `an update based on another version is refused before anything is written`() async throws {
        let server = ScriptedServer()
        server.on("GET \(Self.path)", .status(200, Self.stored, headers: [("ETag", "\"2\"")]))
        let stale = try await failure {
            _ = try await Cast.writer(server).update(Cast.event, at: Self.path, version: "\"1\"")
        }
        #expect(stale.kind == .preconditionFailed)
        #expect(server.asked == ["GET \(Self.path)"])
    }

    @Test(arguments: [409, 412, 404])
    func `an update that meets a newer event, or none, is to be read again`(status: Int) async throws {
        let server = ScriptedServer()
        server.on("GET \(Self.path)", .status(200, Self.stored, headers: [("ETag", "\"1\"")]))
        server.on("PUT \(Self.path)", .status(status))
        server.on("PROPFIND /cal/", .multistatus(Cast.itself))
        let stale = try await failure {
            _ = try await Cast.writer(server).update(Cast.event, at: Self.path, version: "\"1\"")
        }
        #expect(stale.kind == .preconditionFailed)
    }

    @Test func `an event that was made a series is left alone`() async throws {
        let server = ScriptedServer()
        server.on("GET \(Self.path)", .status(200, Cast.ics("kalends-1", "RRULE:FREQ=DAILY"), headers: [("ETag", "\"1\"")]))
        let refused = try await failure {
            _ = try await Cast.writer(server).update(Cast.event, at: Self.path, version: "\"1\"")
        }
        #expect(refused.kind == .preconditionFailed)
        #expect(server.asked.count == 1)
    }

    @Test func `a delete is bound to its version, and gone is gone`() async throws {
        let server = ScriptedServer()
        server.on("DELETE \(Self.path)", .status(204), .status(412), .status(404))
        let writer = try Cast.writer(server)
        try await writer.delete(Self.path, version: "\"1\"")
        #expect(header("If-Match", server) == "\"1\"")
        #expect(try await failure { try await writer.delete(Self.path, version: "\"1\"") }.kind == .preconditionFailed)
        server.on("GET \(Self.path)", .status(404))
        server.on("PROPFIND /cal/", .multistatus(Cast.itself))
        server.on("REPORT /cal/", .multistatus())
        try await writer.delete(Self.path, version: "\"1\"")
    }

    @Test func `a delete under the name we gave removes the event that the server renamed`() async throws {
        let server = ScriptedServer()
        server.on("DELETE \(Self.path)", .status(404))
        server.on("GET \(Self.path)", .status(404))
        server.on("PROPFIND /cal/", .multistatus(Cast.itself))
        server.on("REPORT /cal/", .multistatus(data("/cal/9.ics", "\"9\"", Self.stored)))
        server.on("DELETE /cal/9.ics", .status(204))
        try await Cast.writer(server).delete(Self.path, version: "\"1\"")
        #expect(server.asked.last == "DELETE /cal/9.ics")
    }

    @Test func `a weak tag is compared here, as no server matches it`() async throws {
        let server = ScriptedServer()
        server.on("GET \(Self.path)", .status(200, Self.stored, headers: [("ETag", "W/\"1\"")]))
        server.on("DELETE \(Self.path)", .status(204))
        try await Cast.writer(server).delete(Self.path, version: "W/\"1\"")
        #expect(header("If-Match", server) == nil)
        let stale = try await failure { try await Cast.writer(server).delete(Self.path, version: "W/\"0\"") }
        #expect(stale.kind == .preconditionFailed)
    }

    @Test(arguments: [
        (403, "", ProviderFailure.Kind.forbidden), (403, "moving to trash failed", .unreachable), (413, "", .tooLarge),
        (423, "", .throttled),
        (507, "", .throttled), (500, "", .unreachable), (422, "", .eventRefused),
    ])
    func `each refusal of a write has its own consequence`(status: Int, body: String, kind: ProviderFailure.Kind) async throws {
        let server = ScriptedServer()
        server.on("DELETE \(Self.path)", .status(status, body))
        #expect(try await failure { try await Cast.writer(server).delete(Self.path, version: "\"1\"") }.kind == kind)
    }

    @Test func `a calendar that can only be read has no writer`() {
        var calendar = Cast.calendar
        calendar.access = .readOnly
        #expect(Cast.provider(ScriptedServer()).writer(of: calendar, with: Cast.credentials) == nil)
    }
}
