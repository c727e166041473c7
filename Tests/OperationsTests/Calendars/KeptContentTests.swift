import Booking
import CalendarSync
import CivilTime
import TestSupport
import Testing

@testable import Operations
@testable import Persistence

/// Of events of others no more is stored than the settings allow: see docs/sync/settings.md.
struct KeptContentTests {
    let world: World

    init() throws { world = try World() }

    private func put(_ uid: String, _ hour: Int, _ title: String, marker: EventMarker? = nil) {
        let span = Span(monday(hour), monday(hour + 1))
        let payload = "busy \(span.start.secondsSinceEpoch) \(span.end.secondsSinceEpoch) \(title) secret-notes secret-guest"
        world.server.change { state in
            state.store(
                RemoteItem(
                    id: "\(uid).ics", version: nil, uid: uid, marker: marker,
                    fields: EventFields(span: span, title: title, notes: "secret-notes", location: "secret-place"), payload: payload),
                in: "work")
        }
    }

    /// Where a word stands in the database.
    private func tables(holding word: String) throws -> [String] {
        try world.database.engine.readNow { connection in
            var found: Set<String> = []
            for table in StoredTable.all {
                let columns = try table.columns(in: connection, of: world.database.engine)
                try connection.stream("SELECT \(columns.joined(separator: ", ")) FROM \(table.name)", []) { row in
                    if "\(columns.indices.map(row.value(at:)))".contains(word) { found.insert(table.name) }
                }
            }
            return found.sorted()
        }
    }

    @Test func `by the standard the title is kept, and neither notes, nor place, nor guests`() async throws {
        put("one", 12, "Oncologist")
        try await world.connect()
        #expect(try tables(holding: "Oncologist") == ["busy_blocks", "remote_items"])
        #expect(try tables(holding: "secret-").isEmpty)
        put("two", 14, "Therapist")
        try await world.poll()
        #expect(try tables(holding: "Therapist") == ["busy_blocks", "remote_items"])
        #expect(try tables(holding: "secret-").isEmpty)
        #expect(try await !world.isOffered(monday(14)))
    }

    @Test func `an event that was left to its owner is theirs when it is a single one again`() async throws {
        try await world.save(SyncChoices(readFields: []))
        try await world.connect()
        let booked = try await world.book(monday(10))
        try await world.run()
        try await world.poll()
        world.server.repeatDaily()
        try await world.poll()
        _ = try await world.cancel(booked)
        try await world.run()
        world.server.change { state in
            for var item in (state.items["work"] ?? [:]).values {
                item.fields = EventFields(span: Span(monday(10), monday(10, 30)), title: "Therapist", notes: "secret-diary")
                item.payload = "busy"
                state.store(item, in: "work")
            }
        }
        try await world.poll()
        try await world.run()
        #expect(try tables(holding: "Therapist").isEmpty && tables(holding: "secret-").isEmpty)
        #expect(try await world.duplicates().groups.flatMap(\.others).allSatisfy { !$0.isProposed })
    }

    @Test(arguments: [SyncChoices(readFields: []), SyncChoices(readsEvents: false)]) func `nothing but the time is nothing but the time`(
        choices: SyncChoices
    ) async throws {
        try await world.save(choices)
        put("one", 12, "Oncologist")
        try await world.connect()
        put("two", 14, "Therapist")
        try await world.poll()
        for word in ["Oncologist", "Therapist", "secret-"] { #expect(try tables(holding: word).isEmpty) }
        #expect(try await world.isOffered(monday(14)) == (choices.readsEvents == false))
    }

    @Test func `an import in portions keeps no more either`() async throws {
        try await world.save(SyncChoices(readFields: []))
        for number in 0..<7 { put("event\(number)", 12, "Oncologist") }
        world.server.change { $0.portion = 2 }
        try await world.connect()
        #expect(world.server.handedOver > 0)
        for word in ["Oncologist", "secret-"] { #expect(try tables(holding: word).isEmpty) }
    }

    @Test func `less is kept from the moment on that it is chosen, though no server answers, and more is fetched again`() async throws {
        for number in 0..<300 { put("event\(number)", 12, "Oncologist") }
        try await world.book(monday(9), against: false)
        try await world.connect()
        try await world.run()
        put("over", 9, "Oncologist")
        try await world.poll()
        #expect(try world.conflicts().count == 1)
        #expect(try tables(holding: "Oncologist") == ["busy_blocks", "conflicts", "remote_items"])
        world.server.fail(.changes, .fails(ProviderFailure(.unreachable, "It does not answer.", retryAfter: 60)))
        try await world.save(SyncChoices(readFields: []))
        try await world.run()
        #expect(try tables(holding: "Oncologist").isEmpty)
        #expect(try world.conflicts().count == 1)
        #expect(try await !world.isOffered(monday(12)))
        world.clock.advance(by: .hours(1))
        try await world.run()
        world.server.forgetCounts()
        try await world.save(SyncChoices())
        try await world.run()
        try await world.poll()
        #expect(try tables(holding: "Oncologist") == ["busy_blocks", "conflicts", "remote_items"])
        #expect(world.server.count(.item) == 0 && world.server.writes == 0)
        #expect(try await !world.isOffered(monday(12)))
    }

    @Test func `an undo of the choice fetches the titles again`() async throws {
        put("one", 12, "Oncologist")
        try await world.connect()
        try await world.save(SyncChoices(readFields: []))
        try await world.run()
        #expect(try tables(holding: "Oncologist").isEmpty)
        try await world.undo(try #require(try world.runs().first { $0.kind == .settings }))
        try await world.run()
        try await world.poll()
        #expect(try tables(holding: "Oncologist") == ["busy_blocks", "remote_items"])
    }

    @Test func `events of ours go on being compared, and nothing is read again for it`() async throws {
        try await world.save(SyncChoices(readFields: []))
        try await world.connect()
        let booked = try await world.book(monday(10))
        try await world.run()
        try await world.poll()
        #expect(try tables(holding: "Haircut").contains("remote_items"))
        world.server.edit { $0.title = "Haircut (VIP)" }
        world.server.forgetCounts()
        try await world.poll()
        #expect(world.server.writes == 0 && world.server.count(.item) == 0)
        #expect(try world.link(booked)?.base?.title == "Haircut (VIP)")
    }

    @Test func `a duplicate is kept whole once it is taken out, and where only the time may be kept it is not taken out`() async throws {
        put("one", 12, "Oncologist")
        put("two", 12, "Oncologist")
        try await world.connect()
        let before = world.server.items().map(\.payload)
        let report = try await world.duplicates()
        let other = try #require(report.groups.first?.others.first)
        _ = try await RemoveDuplicates(world.kalends)(Cast.benResource.id, chosen: [other.key], agreed: report.digest, actor: World.ana)
        #expect(try tables(holding: "secret-").isEmpty)
        try await world.run()
        #expect(world.server.items().count == 1)
        try await world.undo(try #require(try world.runs().first { $0.kind == .duplicates }))
        try await world.run()
        #expect(world.server.items().map(\.payload) == before)

        try await world.save(SyncChoices(readFields: []))
        try await world.run()
        #expect(try await world.duplicates().groups.isEmpty)
        put("one", 12, "Oncologist")
        world.server.change { state in
            if let item = state.items["work"]?["one.ics"] { state.store(item, in: "family") }
        }
        try await world.connect(conflicts: ["family"])
        try await world.poll()
        let same = try #require(try await world.duplicates().groups.first { $0.reason == .sameEvent })
        #expect(same.others.map(\.obstacle) == [.notKept])
    }
}
