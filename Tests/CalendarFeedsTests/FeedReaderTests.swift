import CalendarFeeds
import CalendarSync
import CivilTime
import Outbound
import Testing

struct FeedReaderTests {
    let server = FeedServer()

    private func changes(_ cursor: SyncCursor?, _ known: [RemoteItem.ID: String] = [:]) async throws -> ChangeBatch {
        try await server.reader.changes(since: cursor, known: known)
    }

    private func header(_ name: String) -> String? { server.requests.last?.headers.first { $0.0 == name }?.1 }

    @Test func `a first read brings every entry and lists it`() async throws {
        server.answer(ok(feed(event("a"), event("b"))))
        let batch = try await changes(nil)
        #expect(batch.changed.map(\.id) == ["a", "b"])
        #expect(batch.listing == ["a", "b"])
        #expect(header("If-None-Match") == nil)
    }

    @Test func `the next read asks only for what is new, and 304 changes nothing`() async throws {
        server.answer(ok(feed(event("a")), [("ETag", "\"1\""), ("Last-Modified", "Sat, 21 Nov 2026 09:00:00 GMT")]))
        let first = try await changes(nil)
        server.answer(status(304))
        #expect(try await changes(first.cursor, versions(first)) == ChangeBatch(cursor: first.cursor))
        #expect(header("If-None-Match") == "\"1\"")
        #expect(header("If-Modified-Since") == "Sat, 21 Nov 2026 09:00:00 GMT")
    }

    @Test func `the same bytes without a tag are no change either`() async throws {
        server.answer(ok(feed(event("a"))))
        let first = try await changes(nil)
        #expect(try await changes(first.cursor, versions(first)) == ChangeBatch(cursor: first.cursor))
    }

    @Test func `what publishers change at every export is no change`() async throws {
        server.answer(
            ok(
                feed(
                    event("a", "SUMMARY:x\nDTSTAMP:20260101T000000Z\nSEQUENCE:1\nLAST-MODIFIED:20260101T000000Z\nCREATED:20260101T000000Z"))
            ))
        let first = try await changes(nil)
        server.answer(
            ok(
                feed(
                    event("a", "SUMMARY:x\nDTSTAMP:20260202T000000Z\nSEQUENCE:2\nLAST-MODIFIED:20260202T000000Z\nCREATED:20260202T000000Z"))
            ))
        let second = try await changes(first.cursor, versions(first))
        #expect(second.changed.isEmpty)
        #expect(second.listing == ["a"])
        server.answer(ok(feed(event("a", "SUMMARY:y"))))
        #expect(try await changes(second.cursor, versions(first)).changed.map(\.id) == ["a"])
    }

    @Test func `an entry that left the feed is not listed, and is gone when it is asked for`() async throws {
        server.answer(ok(feed(event("a"), event("b"))))
        let first = try await changes(nil)
        server.answer(ok(feed(event("b"))))
        #expect(try await changes(first.cursor, versions(first)).listing == ["b"])
        #expect(try await server.reader.item("a") == nil)
        #expect(try await server.reader.item("b")?.uid == "b")
    }

    @Test(arguments: [
        "<html><title>Sign in</title></html>", "", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:b\nDTSTART:20261124T090000Z\nEND:VEVENT\n",
        "not found",
    ])
    func `a page, nothing, a torso or words delete nothing`(body: String) async throws {
        server.answer(ok(feed(event("a"))))
        let first = try await changes(nil)
        server.answer(ok(body))
        #expect(try await failure { _ = try await changes(first.cursor, versions(first)) }.kind == .invalidAnswer)
        #expect(try await failure { _ = try await server.reader.item("a") }.kind == .invalidAnswer)
    }

    @Test(arguments: [403, 404, 500, 302])
    func `any other status deletes nothing`(code: Int) async throws {
        server.answer(status(code))
        #expect(try await failure { _ = try await changes(SyncCursor("feed\nx\n\n\n"), ["a": "1"]) }.kind != .alreadyExists)
        #expect(try await failure { _ = try await server.reader.item("a") }.kind != .alreadyExists)
    }

    @Test func `a feed that is suddenly empty is believed at the second time only`() async throws {
        server.answer(ok(feed(event("a")), [("ETag", "\"1\"")]))
        let first = try await changes(nil)
        server.answer(ok(feed(), [("ETag", "\"2\"")]))
        let second = try await changes(first.cursor, versions(first))
        #expect(second.listing == nil)
        #expect(second.changed.isEmpty)
        let third = try await changes(second.cursor, versions(first))
        #expect(header("If-None-Match") == nil, "a 304 would tell nothing")
        #expect(third.listing == [])
    }

    @Test func `a feed that comes back after one empty read lost nothing`() async throws {
        server.answer(ok(feed(event("a"))))
        let first = try await changes(nil)
        server.answer(ok(feed()), ok(feed(event("a"))))
        let empty = try await changes(first.cursor, versions(first))
        let back = try await changes(empty.cursor, versions(first))
        #expect(back.changed.isEmpty)
        #expect(back.listing == ["a"])
    }

    @Test func `events without a UID keep one name`() async throws {
        server.answer(ok(feed(event(nil), event(nil, day: 25))))
        let first = try await changes(nil)
        #expect(first.listing?.count == 2)
        server.answer(ok(feed(event(nil, day: 25), event(nil), event("new"))))
        #expect(try await changes(first.cursor, versions(first)).changed.map(\.id) == ["new"])
    }

    @Test func `events that share a UID without being a series are one entry that takes all their times`() async throws {
        server.answer(ok(feed(event("same"), event("same", day: 25))))
        let batch = try await changes(nil)
        #expect(batch.changed.map(\.id) == ["same"])
        #expect(batch.changed.first?.fields == nil)
        #expect(batch.changed.first?.payload.contains("20261125T090000Z") == true)
    }

    @Test func `a publisher that makes up new UIDs each time is read by content from then on`() async throws {
        func export(_ run: Int) -> String { feed(event("r\(run)-1", day: 24), event("r\(run)-2", day: 25), event("r\(run)-3", day: 26)) }
        server.answer(ok(export(1)), ok(export(2)), ok(export(3)))
        let first = try await changes(nil)
        let second = try await changes(first.cursor, versions(first))
        #expect(second.listing?.isDisjoint(with: ["r1-1", "r2-1"]) == true)
        let third = try await changes(second.cursor, versions(second))
        #expect(third.changed.isEmpty)
        #expect(third.listing == second.listing)
        #expect(try await server.reader.item(try #require(second.changed.first?.id)) != nil)
    }

    @Test func `an entry carries the zones it names`() async throws {
        let zone =
            "BEGIN:VTIMEZONE\nTZID:Office\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n"
        let other = zone.replacing("Office", with: "Elsewhere")
        server.answer(
            ok(
                feed(
                    zone, other, "BEGIN:VEVENT\nUID:z\nDTSTART;TZID=Office:20261124T100000\nDTEND;TZID=Office:20261124T110000\nEND:VEVENT\n"
                )))
        let item = try #require(try await changes(nil).changed.first)
        #expect(item.fields?.span.start.description == "2026-11-24T09:00:00Z")
        #expect(!item.payload.contains("Elsewhere"))
    }
}
