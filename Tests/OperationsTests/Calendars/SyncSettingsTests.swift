import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing
import Texts

@testable import Operations

/// What travels in each direction, and since when.
struct SyncSettingsTests {
    let world: World

    init() async throws {
        world = try World()
        try await world.connect()
    }

    private func events() -> [EventFields] { world.server.items().filter { $0.marker != nil }.compactMap(\.fields) }

    // MARK: Out

    @Test func `an anonymous event says nothing but its time`() async throws {
        try await world.save(SyncChoices(sentFields: []))
        try await world.book(monday(10))
        try await world.run()
        #expect(events() == [EventFields(span: Span(monday(10), monday(10, 30)), title: "Booked")])
    }

    @Test(arguments: SentField.allCases) func `a field that does not travel stands nowhere in the event`(left: SentField) async throws {
        try await world.save(SyncChoices(sentFields: Set(SentField.allCases).subtracting([left])))
        try await world.book(monday(10))
        try await world.run()
        let event = try #require(events().first)
        let text = [event.title, event.notes, event.location].joined(separator: " ")
        #expect(text.contains("Haircut") == (left != .title))
        #expect(text.contains("Cleo") == (left != .customer) && text.contains("cleo@example.org") == (left != .customer))
        #expect(text.contains("Short, please.") == (left != .notes))
        if left == .location { #expect(event.location.isEmpty) }
    }

    @Test func `a person's own choice goes before everybody's`() async throws {
        try await world.save(SyncChoices(sentFields: []))
        try await world.save(SyncChoices(sentFields: [.title]), of: Cast.benResource.id)
        try await world.book(monday(10))
        try await world.run()
        #expect(events().map(\.title) == ["Haircut"])
    }

    @Test func `only the services chosen are written, and no request is made for the others`() async throws {
        try await world.save(SyncChoices(sentServices: .only([Service.ID("another")])))
        world.server.forgetCounts()
        let booked = try await world.book(monday(10))
        try await world.run()
        #expect(events().isEmpty && world.server.writes == 0 && world.server.count(.item) == 0)
        #expect(try world.link(booked) == nil)
    }

    @Test func `switched off, nothing new is written from that second on, and what stands there follows its booking`() async throws {
        let old = try await world.book(monday(10))
        try await world.run()
        try await world.save(SyncChoices(sendsBookings: false))
        try await world.book(monday(12))
        _ = try await world.move(old, to: monday(14))
        try await world.run()
        #expect(events().map(\.span.start) == [monday(14)])
    }

    // MARK: Existing ones

    @Test func `a change leaves existing events as they are, unless it is made to reach them`() async throws {
        try await world.book(monday(10))
        try await world.run()
        try await world.save(SyncChoices(sentFields: []))
        try await world.book(monday(12))
        try await world.run()
        #expect(events().map(\.title).sorted() == ["Booked", "Haircut – Cleo"])
        try await world.save(SyncChoices(sentFields: []), reachingExisting: true)
        try await world.run()
        #expect(events().map(\.title) == ["Booked", "Booked"])
        world.server.forgetCounts()
        try await world.poll()
        #expect(world.server.writes == 0)
    }

    @Test func `switched off for existing bookings, their events are taken out, and come back when it is switched on`() async throws {
        try await world.book(monday(10))
        try await world.run()
        try await world.save(SyncChoices(sendsBookings: false), reachingExisting: true)
        try await world.run()
        #expect(events().isEmpty)
        try await world.save(SyncChoices(), reachingExisting: true)
        try await world.run()
        #expect(events().map(\.title) == ["Haircut – Cleo"])
    }

    @Test func `the plan names the open questions that would end`() async throws {
        let booked = try await world.book(monday(10))
        try await world.run()
        world.server.move(to: monday(16))
        try await world.poll()
        #expect(try world.conflicts().count { $0.settledAt == nil } == 1)
        let change = SaveSyncSettings.Change(resource: nil, choices: SyncChoices(sendsBookings: false), reachesExisting: true)
        let plan = try await SaveSyncSettings(world.kalends).preview(change, actor: World.ana)
        #expect(plan.items.filter { $0.action == .endQuestion }.map(\.appointment.id) == [booked.id])
        #expect(try world.conflicts().count { $0.settledAt == nil } == 1, "it was only looked at")
    }

    @Test func `the plan says what would be done, and nothing is done`() async throws {
        try await world.book(monday(10))
        try await world.run()
        world.server.forgetCounts()
        let change = SaveSyncSettings.Change(resource: nil, choices: SyncChoices(sendsBookings: false), reachesExisting: true)
        let plan = try await SaveSyncSettings(world.kalends).preview(change, actor: World.ana)
        #expect(plan.count(.remove) == 1 && plan.items.count == 1 && plan.items[0].calendar == "Work")
        try await world.run()
        #expect(world.server.writes == 0)
        #expect(try world.read { try $0.syncSettings.versions(of: nil) }.isEmpty)
    }

    @Test func `exactly the plan that was shown is applied, or the new one is told`() async throws {
        try await world.book(monday(10))
        try await world.run()
        let save = SaveSyncSettings(world.kalends)
        let change = SaveSyncSettings.Change(resource: nil, choices: SyncChoices(sentFields: []), reachesExisting: true)
        let shown = try await save.preview(change, actor: World.ana)
        try await world.book(monday(12))
        let changed = try await failure(of: PlanChanged.self) { try await save(change, agreed: shown.digest, actor: World.ana) }
        let plan = try #require(changed).plan
        #expect(plan.items.count == 2)
        #expect(try world.read { try $0.syncSettings.versions(of: nil) }.isEmpty)
        try await save(change, agreed: plan.digest, actor: World.ana)
        #expect(try world.read { try $0.syncSettings.versions(of: nil) }.count == 1)
    }

    @Test func `a choice that cannot be is told at its field, and only administrators choose`() async throws {
        let save = SaveSyncSettings(world.kalends)
        func faults(_ choices: SyncChoices) async throws -> [String]? {
            let change = SaveSyncSettings.Change(resource: nil, choices: choices, reachesExisting: false)
            return try await failure(of: Invalid.self) { _ = try await save.preview(change, actor: World.ana) }?.faults.map(\.field)
        }
        #expect(try await faults(SyncChoices(readDays: 400)) == ["readDays"])
        #expect(try await faults(SyncChoices(sentServices: .only([]))) == ["sentServices"])
        let change = SaveSyncSettings.Change(resource: nil, choices: SyncChoices(), reachesExisting: false)
        #expect(try await failure(of: NotAllowed.self) { try await save(change, agreed: "", actor: World.ben) } != nil)
    }

    // MARK: In

    @Test func `an event's title is kept only where it may be`() async throws {
        world.server.put("dentist", Span(monday(10), monday(11)))
        try await world.poll()
        func titles() throws -> [String?] {
            try world.read {
                try $0.busyBlocks.outside(of: [Cast.benResource.id], overlapping: Span(monday(9), monday(17))).map(\.block.title)
            }
        }
        #expect(try titles() == ["Dentist"])
        try await world.save(SyncChoices(readFields: []))
        try await world.poll()
        #expect(try titles() == [nil])
        #expect(try await !world.isOffered(monday(10)))
    }

    @Test func `where nothing is read in, events close nothing, and a moved event is put back`() async throws {
        world.server.put("dentist", Span(monday(12), monday(13)))
        let booked = try await world.book(monday(10))
        try await world.run()
        try await world.save(SyncChoices(readsEvents: false))
        try await world.poll()
        #expect(try await world.isOffered(monday(12)))
        world.server.edit { if $0.title != "Dentist" { $0.span = Span(start: monday(15), duration: $0.span.duration) } }
        try await world.poll()
        #expect(events().map(\.span.start) == [monday(10)])
        #expect(try world.conflicts().isEmpty && world.appointment(booked.id).span.start == monday(10))
    }
}
