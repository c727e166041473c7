import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing
import Texts

@testable import Operations

/// Events that stand in calendars more than once: found with their reason, taken out on a tick, put back by an undo.
struct DuplicateTests {
    let world: World
    private let noon = Span(monday(12), monday(13))

    init() throws { world = try World() }

    private func remove(_ report: DuplicateReport, _ items: [DuplicateReport.Item]) async throws -> Int {
        try await RemoveDuplicates(world.kalends)(
            Cast.benResource.id, chosen: Set(items.map(\.key)), agreed: report.digest, actor: World.ana)
    }

    /// A booking with its event, and one of an earlier making that somebody fetched back from the trash.
    private func leftOver() async throws -> Appointment {
        try await world.connect()
        let booked = try await world.book(monday(10))
        try await world.run()
        try await world.poll()
        let former = try #require(world.server.items().first)
        world.server.remove(former.id)
        _ = try await world.move(booked, to: monday(14))
        try await world.run()
        #expect(world.server.items().map(\.uid) == ["g2-\(booked.uid)"])
        world.server.change { $0.store(former, in: "work") }
        try await world.poll()
        return booked
    }

    @Test func `an event of ours from an earlier making is proposed, the linked one stays, and the booking keeps its time`() async throws {
        let booked = try await leftOver()
        let report = try await world.duplicates()
        #expect(report.groups.map(\.reason) == [.sameBooking] && report.groups.map(\.keeping) == [.linked])
        #expect(report.groups[0].kept.candidate.item.uid == "g2-\(booked.uid)" && report.groups[0].others.map(\.isProposed) == [true])
        #expect(try await remove(report, report.groups[0].others) == 1)
        try await world.run()
        #expect(world.server.items().map(\.uid) == ["g2-\(booked.uid)"])
        try await world.poll()
        #expect(try await world.isOffered(monday(10)))
        #expect(try await !world.isOffered(monday(14)))
        #expect(try await world.duplicates().groups.isEmpty)
        #expect(try world.conflicts().isEmpty)
    }

    @Test func `what was ours comes back under a name of its own`() async throws {
        let booked = try await leftOver()
        try await world.removeDuplicates()
        try await world.run()
        let plan = try await world.undo(try #require(try world.runs().first))
        #expect(plan.foreign.map(\.action) == [.create])
        try await world.run()
        let uids = world.server.items().map(\.uid)
        #expect(uids.count == 2 && uids.contains("g2-\(booked.uid)") && uids.contains { $0.hasPrefix("again") })
        world.server.forgetCounts()
        try await world.poll()
        #expect(world.server.writes == 0 && world.server.items().count == 2)
        #expect(try await !world.isOffered(monday(10)))
        try await world.undo(try #require(try world.runs().first { $0.kind == .undo }))
        try await world.run()
        #expect(world.server.items().map(\.uid) == ["g2-\(booked.uid)"])
    }

    @Test func `the same event imported twice is found, waits for a tick, and comes back as it was`() async throws {
        world.server.put("one", noon)
        world.server.put("two", noon, payload: "busy")
        world.server.put("other", Span(monday(15), monday(16)))
        try await world.connect()
        let report = try await world.duplicates()
        #expect(report.groups.map(\.reason) == [.sameContent] && report.groups.map(\.keeping) == [.alike])
        #expect(report.groups[0].others.map(\.isProposed) == [false] && report.groups[0].others.map(\.isDelicate) == [false])
        let before = world.server.items().map(\.payload)
        #expect(try await remove(report, report.groups[0].others) == 1)
        try await world.run()
        #expect(world.server.items().map(\.uid) == ["one", "other"])
        #expect(try await !world.isOffered(monday(12)))
        try await world.undo(try #require(try world.runs().first))
        try await world.run()
        #expect(world.server.items().map(\.payload).sorted() == before.sorted())
    }

    @Test func `one event in two calendars, and copies of a booking's event, are named as such`() async throws {
        world.server.put("meeting", noon, payload: "meeting")
        world.server.put("meeting", noon, in: "family", payload: "meeting")
        try await world.connect(conflicts: ["work", "family"])
        let booked = try await world.book(monday(10))
        try await world.run()
        world.server.put("copy", booked.span, in: "family", marker: EventMarker(appointment: booked.id.rawValue, generation: 1))
        try await world.poll()
        let report = try await world.duplicates()
        #expect(report.groups.map(\.reason) == [.sameBooking, .sameEvent])
        #expect(report.groups[0].keeping == .linked && report.groups[0].others.map(\.candidate.isOurs) == [false])
        #expect(report.groups[1].others.map(\.isDelicate) == [true] && report.groups[1].others.map(\.isProposed) == [false])
    }

    @Test func `private events, and one calendar that two accounts show, are no duplicates`() async throws {
        world.server.put("one", noon, payload: "private")
        world.server.put("two", noon, payload: "private")
        world.server.put("three", Span(monday(15), monday(16)))
        try await world.connect(user: "ben")
        try await world.connect(linked: nil, conflicts: ["work"], user: "benny")
        #expect(try await world.duplicates().groups.isEmpty)
    }

    @Test func `what can only be read is shown and never taken out`() async throws {
        world.server.put("one", noon, in: "holidays")
        world.server.put("two", noon, in: "holidays")
        try await world.connect(conflicts: ["work", "holidays"])
        let report = try await world.duplicates()
        #expect(report.groups[0].others.map(\.obstacle) == [.unwritable])
        let refused = try await failure(of: Invalid.self) { _ = try await remove(report, report.groups[0].others) }
        #expect(refused?.faults.map(\.key) == ["duplicatesNotChosen"])
        #expect(world.server.items(in: "holidays").count == 2)
    }

    @Test func `when something changed since the list was shown nothing is taken out`() async throws {
        world.server.put("one", noon)
        world.server.put("two", noon)
        try await world.connect()
        let report = try await world.duplicates()
        world.server.put("three", noon)
        try await world.poll()
        let changed = try await failure(of: DuplicatesChanged.self) { _ = try await remove(report, report.groups[0].others) }
        #expect(changed?.report.groups[0].others.count == 2)
        try await world.run()
        #expect(world.server.items().count == 3)
    }

    @Test func `an event that was changed, or whose twin is gone, by the time it is its turn stays`() async throws {
        world.server.put("one", noon)
        world.server.put("two", noon)
        world.server.put("red", Span(monday(15), monday(16)))
        world.server.put("rot", Span(monday(15), monday(16)))
        try await world.connect()
        try await world.removeDuplicates()
        let kept = try await world.duplicates().groups[0].kept.candidate.item.id
        world.server.remove(kept)
        world.server.put("rot", Span(monday(16), monday(17)))
        try await world.run()
        #expect(world.server.items().count == 3)
        let run = try #require(try world.runs().first)
        #expect(try world.effects(run).map(\.outcome) == [.leftAlone, .leftAlone])
        #expect(try await world.undoing(run).obstacles.map(\.reason) == [.leftAlone, .leftAlone])
    }

    @Test func `work that is cut off after the deletion is done once`() async throws {
        world.server.put("one", noon)
        world.server.put("two", noon)
        try await world.connect()
        try await world.removeDuplicates()
        world.server.fail(.delete, .answerIsLost)
        try await world.run()
        world.clock.advance(by: .minutes(20))
        try await world.run()
        let run = try #require(try world.runs().first)
        #expect(world.server.items().count == 1)
        #expect(try world.effects(run).map(\.outcome) == [.done])
        world.server.fail(.create, .answerIsLost)
        try await world.undo(run)
        try await world.run()
        world.clock.advance(by: .minutes(20))
        try await world.run()
        #expect(world.server.items().count == 2)
    }

    @Test func `what has not been taken out yet stays when it is undone`() async throws {
        world.server.put("one", noon)
        world.server.put("two", noon)
        try await world.connect()
        try await world.removeDuplicates()
        try await world.undo(try #require(try world.runs().first))
        try await world.run()
        #expect(world.server.items().count == 2)
    }

    @Test func `only administrators take something out`() async throws {
        world.server.put("one", noon)
        world.server.put("two", noon)
        try await world.connect()
        let report = try await FindDuplicates(world.kalends)(Cast.benResource.id, actor: World.ben)
        let refused = try await failure(of: NotAllowed.self) {
            _ = try await RemoveDuplicates(world.kalends)(
                Cast.benResource.id, chosen: [report.groups[0].others[0].key], agreed: report.digest, actor: World.ben)
        }
        #expect(refused != nil)
    }
}
