import CalendarFeeds
import CalendarSync
import CivilTime
import Host
import Outbound
import Testing

struct FeedProviderTests {
    let server = FeedServer()

    private func discover(_ address: String) async throws -> DiscoveredAccount {
        try await server.provider.discover(CalendarCredentials(address: address))
    }

    @Test(arguments: ["webcal://feeds.example.org/a.ics", "feeds.example.org/a.ics", " https://feeds.example.org/a.ics\n"])
    func `a feed is one calendar that can only be read, under the name it gives itself`(typed: String) async throws {
        server.answer(ok(feed(event("a"))))
        let account = try await discover(typed)
        #expect(account.address == "https://feeds.example.org/a.ics")
        #expect(account.calendars == [RemoteCalendar(id: "https://feeds.example.org/a.ics", name: "Holidays, mostly", access: .readOnly)])
        #expect(server.requests.map(\.url) == ["https://feeds.example.org/a.ics"])
        #expect(server.provider.writer(of: account.calendars[0], with: CalendarCredentials(address: account.address)) == nil)
    }

    @Test func `a feed that moved for good is kept under its new address`() async throws {
        server.answer(ok(feed(), movedTo: "https://new.example.org/b.ics"))
        let account = try await discover("https://feeds.example.org/a.ics")
        #expect(account.address == "https://new.example.org/b.ics")
        #expect(account.name == "Feed at new.example.org")
    }

    @Test(arguments: ["ftp://feeds.example.org/a.ics", "https://", "file:///etc/passwd", "https://ana:pw@feeds.example.org/a.ics"])
    func `what is no address of a feed is refused without a request`(typed: String) async throws {
        let refused = try await failure { _ = try await discover(typed) }
        #expect(refused.kind == .addressRefused)
        #expect(!refused.sentence.contains("pw"))
        #expect(server.requests.isEmpty)
    }

    @Test func `a web page, a torso and a refusal are told apart`() async throws {
        for (reply, kind) in [
            (ok("<!DOCTYPE html><html></html>"), ProviderFailure.Kind.invalidAnswer),
            (ok("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n"), .invalidAnswer),
            (ok(""), .invalidAnswer), (status(401), .unauthorized), (status(403), .forbidden), (status(404), .calendarMissing),
            (status(410), .calendarMissing),
            (status(500), .unreachable), (status(204), .invalidAnswer), (.failure(.timedOut(afterSeconds: 60)), .unreachable),
            (.failure(.addressRefused(host: "x", address: "10.0.0.1")), .addressRefused),
        ] {
            server.answer(reply)
            #expect(try await failure { _ = try await discover("feeds.example.org/a.ics") }.kind == kind)
        }
        server.answer(status(503, [("Retry-After", "300")]))
        #expect(try await failure { _ = try await discover("feeds.example.org/a.ics") }.retryAfter == 300)
    }

    @Test func `entries take their times, published busy times too, and private ones say nothing else`() async throws {
        let zone = try #require(SystemZones.database.zone(named: "Europe/Berlin"))
        let busy = "BEGIN:VFREEBUSY\nUID:fb\nFREEBUSY:20261126T120000Z/PT1H\nEND:VFREEBUSY\n"
        let private_ = event("p", day: 25, "SUMMARY:Surgery\nCLASS:PRIVATE\nDESCRIPTION:Clinic")
        server.answer(ok(feed(event("a", "SUMMARY:Fair\nRRULE:FREQ=DAILY;COUNT=2\nATTACH;ENCODING=BASE64:AAAA"), private_, busy)))
        let batch = try await server.reader.changes(since: nil, known: [:])
        let november = Span(Instant(secondsSinceEpoch: 1_793_491_200), Instant(secondsSinceEpoch: 1_796_083_200))
        let owner = CalendarOwner(zone: zone, zones: SystemZones.database, ownAddresses: [])
        let occurrences = batch.changed.flatMap { server.provider.expand($0, in: november, for: owner).occurrences }
        #expect(
            occurrences.map(\.span.start.description) == [
                "2026-11-24T09:00:00Z", "2026-11-25T09:00:00Z", "2026-11-25T09:00:00Z", "2026-11-26T12:00:00Z",
            ])
        #expect(occurrences.map(\.title) == ["Fair", "Fair", nil, nil])
        #expect(occurrences.map(\.isBusy) == [true, true, true, true])
        for item in batch.changed { for word in ["Surgery", "Clinic", "ATTACH"] { #expect(!item.payload.contains(word)) } }
    }

    /// Ten o'clock without a zone.
    private let floating = "BEGIN:VEVENT\nUID:f\nDTSTART:20261124T100000\nDTEND:20261124T110000\nEND:VEVENT\n"

    private func occurrences(of feed: String) async throws -> [OutsideOccurrence] {
        server.answer(ok(feed))
        let batch = try await server.reader.changes(since: nil, known: [:])
        let zone = try #require(SystemZones.database.zone(named: "Europe/Berlin"))
        let owner = CalendarOwner(zone: zone, zones: SystemZones.database, ownAddresses: [])
        let november = Span(Instant(secondsSinceEpoch: 1_793_491_200), Instant(secondsSinceEpoch: 1_796_083_200))
        return batch.changed.flatMap { server.provider.expand($0, in: november, for: owner).occurrences }
    }

    @Test(arguments: [
        ("", "2026-11-24T09:00:00Z"), ("X-WR-TIMEZONE:America/New_York\n", "2026-11-24T15:00:00Z"),
        ("TIMEZONE-ID:Asia/Tokyo\n", "2026-11-24T01:00:00Z"),
    ])
    func `times without a zone are on the feed's own clock, else on the owner's`(header: String, start: String) async throws {
        #expect(try await occurrences(of: feed(floating, header: header)).map(\.span.start.description) == [start])
    }

    @Test func `a clock that the feed describes itself goes with the entry`() async throws {
        let zone =
            "BEGIN:VTIMEZONE\nTZID:Office\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:-0300\nTZOFFSETTO:-0300\n"
            + "END:STANDARD\nEND:VTIMEZONE\n"
        let found = try await occurrences(of: feed(zone, floating, header: "X-WR-TIMEZONE:Office\n"))
        #expect(found.map(\.span.start.description) == ["2026-11-24T13:00:00Z"])
    }

    @Test func `what a feed cancels as a whole takes no time`() async throws {
        #expect(try await occurrences(of: feed(floating, header: "METHOD:CANCEL\n")).map(\.isBusy) == [false])
        #expect(try await occurrences(of: feed(floating, header: "METHOD:PUBLISH\n")).map(\.isBusy) == [true])
    }

    @Test func `a feed that changes its clock changes its entries`() async throws {
        server.answer(ok(feed(floating, header: "X-WR-TIMEZONE:Asia/Tokyo\n")))
        let first = try await server.reader.changes(since: nil, known: [:])
        server.answer(ok(feed(floating, header: "X-WR-TIMEZONE:Asia/Kolkata\n")))
        #expect(try await server.reader.changes(since: first.cursor, known: versions(first)).changed.map(\.id) == ["f"])
    }
}
