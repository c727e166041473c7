import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// Undoing what one agreed plan did: exactly what was shown, nothing that people changed since, and nothing is done again by the next cycle.
struct UndoRunTests {
    let world: World

    init() throws { world = try World() }

    private func events(in calendar: String = "work") -> [EventFields] {
        world.server.items(in: calendar).compactMap(\.fields).sorted { $0.span < $1.span }
    }

    private func titles() -> [String] { events().map(\.title) }

    /// Two bookings whose events say nothing but their time, since a run that reached them.
    private func anonymized() async throws -> (first: Appointment, run: SyncRun) {
        try await world.connect()
        let first = try await world.book(monday(10))
        try await world.book(monday(12))
        try await world.run()
        try await world.poll()
        world.clock.advance(by: .minutes(1))
        try await world.save(SyncChoices(sentFields: []), reachingExisting: true)
        try await world.run()
        #expect(titles() == ["Booked", "Booked"])
        return (first, try #require(try world.runs().first))
    }

    private func quietCycles() async throws {
        world.server.forgetCounts()
        try await world.poll()
        try await world.poll()
        #expect(world.server.writes == 0)
    }

    // MARK: Settings

    @Test func `a run keeps each effect with what stood there before`() async throws {
        let (first, run) = try await anonymized()
        #expect(run.kind == .settings && run.actor == World.ana.text)
        let changes = try world.effects(run).filter { $0.appointment == first.id }.map(\.change)
        guard case .updated(let before?, let after?)? = changes.first else { throw NotFound("effect") }
        #expect(before.title == "Haircut – Cleo" && after.title == "Booked" && changes.count == 1)
        let logged = try world.read { try $0.syncLog.list(of: Cast.benResource.id, SyncLogFilter(run: run.id), limit: 10) }
        #expect(logged.total == 2 && logged.rows.allSatisfy { $0.action == .updated })
    }

    @Test func `settings are put back, the events say again what they said, and the next cycle leaves it so`() async throws {
        let (_, run) = try await anonymized()
        let plan = try await world.undo(run)
        #expect(plan.count(.change) == 2 && plan.restored == [.settings(person: nil)] && plan.changedSince.isEmpty)
        try await world.run()
        #expect(titles() == ["Haircut – Cleo", "Haircut – Cleo"])
        try await quietCycles()
        #expect(try world.runs().first?.kind == .undo && world.runs().first?.undoes == run.id)
    }

    @Test func `showing what an undo would do does nothing`() async throws {
        let (_, run) = try await anonymized()
        world.server.forgetCounts()
        _ = try await world.undoing(run)
        try await world.run()
        #expect(world.server.writes == 0 && titles() == ["Booked", "Booked"])
        #expect(try world.runs().filter { $0.kind == .undo }.isEmpty)
        #expect(try world.read { try $0.syncSettings.versions(of: nil) }.count == 1)
    }

    @Test func `an undo can be undone, and a run is undone once`() async throws {
        let (_, run) = try await anonymized()
        try await world.undo(run)
        try await world.run()
        #expect(try await failure(of: UndoRun.Failure.self) { _ = try await world.undoing(run) } == .alreadyUndone)
        try await world.undo(try #require(try world.runs().first { $0.undoes == run.id }))
        try await world.run()
        #expect(titles() == ["Booked", "Booked"])
        try await quietCycles()
    }

    @Test func `bookings made under earlier settings get exactly those back`() async throws {
        try await world.connect()
        try await world.book(monday(10))
        try await world.run()
        world.clock.advance(by: .minutes(1))
        try await world.save(SyncChoices(sentFields: [.title]))
        world.clock.advance(by: .minutes(1))
        try await world.book(monday(12))
        try await world.run()
        #expect(titles() == ["Haircut – Cleo", "Haircut"])
        world.clock.advance(by: .minutes(1))
        try await world.save(SyncChoices(sentFields: []), reachingExisting: true)
        try await world.run()
        try await world.undo(try #require(try world.runs().first { $0.kind == .settings && (try? world.effects($0).count) == 3 }))
        try await world.run()
        #expect(titles() == ["Haircut – Cleo", "Haircut"])
        #expect(try world.read { try $0.syncSettings.terms(of: Cast.benResource.id).current.sentFields } == [.title])
        try await quietCycles()
    }

    @Test func `an event that somebody edited since is left alone unless it is ticked`() async throws {
        let (first, run) = try await anonymized()
        world.server.edit { if $0.span.start == monday(10) { $0.title = "VIP" } }
        try await world.poll()
        let plan = try await world.undo(run)
        #expect(plan.changedSince.map(\.reason) == [.event] && plan.changedSince[0].appointment?.id == first.id)
        #expect(plan.count(.change) == 1)
        try await world.run()
        #expect(titles() == ["VIP", "Haircut – Cleo"])
        try await quietCycles()
        // Once the booking changes, it is written again.
        _ = try await world.move(first, to: monday(11), against: true)
        try await world.run()
        #expect(events().map(\.span.start) == [monday(11), monday(12)])
        #expect(try world.link(first)?.heldBack == nil)
    }

    @Test func `what is ticked is undone though somebody edited it, and theirs is kept among the conflicts`() async throws {
        let (_, run) = try await anonymized()
        world.server.edit { if $0.span.start == monday(10) { $0.title = "VIP" } }
        try await world.poll()
        let id = try #require(try await world.undoing(run).changedSince.first?.id)
        let plan = try await world.undo(run, including: [id])
        #expect(plan.count(.change) == 2 && plan.changedSince.map(\.isIncluded) == [true])
        try await world.run()
        #expect(titles() == ["Haircut – Cleo", "Haircut – Cleo"])
    }

    @Test func `what the owner had written in an event before the run stands there again`() async throws {
        try await world.connect()
        try await world.book(monday(10))
        try await world.run()
        world.server.edit { $0.title = "Cleo (VIP)" }
        try await world.poll()
        world.clock.advance(by: .minutes(1))
        try await world.save(SyncChoices(sentFields: []), reachingExisting: true)
        try await world.run()
        #expect(titles() == ["Booked"])
        try await world.undo(try #require(try world.runs().first))
        try await world.run()
        #expect(titles() == ["Cleo (VIP)"])
        try await quietCycles()
    }

    @Test func `when the world changed since the plan was shown, nothing is done and the new plan is told`() async throws {
        let (first, run) = try await anonymized()
        let shown = try await world.undoing(run)
        world.clock.advance(by: .minutes(1))
        _ = try await world.move(first, to: monday(14), against: true)
        try await world.run()
        let changed = try await failure(of: PlanChanged.self) {
            try await UndoRun(world.kalends)(run.id, agreed: shown.digest, actor: World.ana)
        }
        #expect(changed?.plan.changedSince.map(\.reason) == [.booking])
        #expect(try world.read { try $0.syncSettings.versions(of: nil) }.count == 1)
    }

    @Test func `settings that were saved again since are left alone unless they are ticked`() async throws {
        let (_, run) = try await anonymized()
        world.clock.advance(by: .minutes(1))
        try await world.save(SyncChoices(sentFields: [], readDays: 3), reachingExisting: true)
        try await world.run()
        let plan = try await world.undoing(run)
        #expect(plan.isEmpty && plan.changedSince.map(\.id) == ["settings"])
        try await world.undo(run, including: ["settings"])
        try await world.run()
        #expect(titles() == ["Haircut – Cleo", "Haircut – Cleo"])
    }

    @Test func `events that were taken out are made anew, and lost words are told`() async throws {
        try await world.connect()
        try await world.book(monday(10))
        try await world.run()
        world.server.edit { $0.title = "Cleo (VIP)" }
        try await world.poll()
        try await world.save(SyncChoices(sendsBookings: false), reachingExisting: true)
        try await world.run()
        #expect(events().isEmpty)
        let plan = try await world.undo(try #require(try world.runs().first))
        #expect(plan.count(.create) == 1 && plan.obstacles.map(\.reason) == [.ownTexts] && plan.obstacles[0].detail == "Cleo (VIP)")
        try await world.run()
        #expect(titles() == ["Haircut – Cleo"])
        try await quietCycles()
    }

    @Test func `words of our own are not told as lost, whatever events say today`() async throws {
        let account = try await world.connect()
        try await world.book(monday(10))
        try await world.run()
        try await ConnectCalendar(world.kalends).change(account.id, linked: nil, conflicts: ["work"], actor: World.ana)
        try await world.run()
        #expect(events().isEmpty)
        let run = try #require(try world.runs().first { $0.kind == .choice })
        world.clock.advance(by: .minutes(1))
        try await world.save(SyncChoices(sentFields: []), reachingExisting: true)
        let plan = try await world.undoing(run)
        #expect(plan.count(.create) == 1 && plan.obstacles.filter { $0.reason == .ownTexts }.isEmpty)
    }

    @Test func `an event edited after the undo was agreed to is not taken away`() async throws {
        try await world.save(SyncChoices(sendsBookings: false))
        try await world.connect()
        try await world.book(monday(10))
        try await world.run()
        world.clock.advance(by: .minutes(1))
        try await world.save(SyncChoices(), reachingExisting: true)
        try await world.run()
        #expect(titles() == ["Haircut – Cleo"])
        let run = try #require(try world.runs().first { $0.kind == .settings && (try? world.effects($0).count) == 2 })
        let plan = try await world.undo(run)
        #expect(plan.count(.remove) == 1)
        world.server.edit { $0.title = "Cleo (VIP)" }
        try await world.run()
        #expect(titles() == ["Cleo (VIP)"])
        let undo = try #require(try world.runs().first { $0.kind == .undo })
        #expect(try world.effects(undo).map(\.outcome).contains(.leftAlone))
        try await quietCycles()
        #expect(titles() == ["Cleo (VIP)"])
    }

    @Test func `an undo that is cut off between its writes is carried on with`() async throws {
        let (_, run) = try await anonymized()
        try await world.undo(run)
        world.server.fail(.update, .answerIsLost, .fails(ProviderFailure(.unreachable, "The server is away.")))
        try await world.run()
        world.clock.advance(by: .minutes(20))
        try await world.run()
        #expect(titles() == ["Haircut – Cleo", "Haircut – Cleo"])
        try await quietCycles()
        #expect(try world.conflicts().isEmpty)
    }

    // MARK: Calendars

    @Test func `a connection is undone: its events go, nothing is linked, and the sign-in is told to stay`() async throws {
        try await world.book(monday(10))
        try await world.connect()
        #expect(events().count == 1)
        let run = try #require(try world.runs().first)
        #expect(run.kind == .connection)
        let plan = try await world.undo(run)
        #expect(plan.count(.remove) == 1 && plan.obstacles.map(\.reason) == [.signIn])
        try await world.run()
        #expect(events().isEmpty)
        #expect(try !world.calendar().isLinked && !world.calendar().closesTime)
        try await quietCycles()
    }

    @Test func `another choice of calendars is undone: the events go back where they were`() async throws {
        let account = try await world.connect()
        try await world.book(monday(10))
        try await world.run()
        try await ConnectCalendar(world.kalends).change(account.id, linked: "family", conflicts: ["family"], actor: World.ana)
        try await world.run()
        #expect(events().isEmpty && events(in: "family").count == 1)
        try await world.undo(try #require(try world.runs().first { $0.kind == .choice }))
        try await world.run()
        #expect(events().count == 1 && events(in: "family").isEmpty)
        try await quietCycles()
    }

    @Test func `undoing a choice names the calendars that close no time any more, and the later run that wrote an event, too`() async throws
    {
        let account = try await world.connect(linked: nil, conflicts: ["family"])
        let booked = try await world.book(monday(10))
        try await world.run()
        try await ConnectCalendar(world.kalends).change(account.id, linked: "work", conflicts: ["work", "family"], actor: World.ana)
        try await world.run()
        let run = try #require(try world.runs().first { $0.kind == .choice })
        let plan = try await world.undoing(run)
        #expect(plan.opened == ["Work"] && plan.items.map(\.action) == [.remove] && plan.items.first?.laterRun == nil)
        world.clock.advance(by: .minutes(1))
        try await world.save(SyncChoices(sentFields: []), reachingExisting: true)
        try await world.run()
        let later = try #require(try world.runs().first)
        let item = try #require(try await world.undoing(run, including: ["\(booked.id)/\(Cast.benResource.id)"]).items.first)
        #expect(later.kind == .settings && item.action == .remove && item.laterRun?.id == later.id)
    }

    @Test func `a calendar whose account is disconnected, or that can only be read by now, is not used again`() async throws {
        let account = try await world.connect()
        try await ConnectCalendar(world.kalends).change(account.id, linked: "family", conflicts: ["work"], actor: World.ana)
        try await world.run()
        let run = try #require(try world.runs().first { $0.kind == .choice })
        try await world.database.write { transaction in
            guard var work = try transaction.calendars.all().first(where: { $0.remote.id == "work" }) else { return }
            work.remote.access = .readOnly
            try transaction.calendars.update(work)
        }
        #expect(try await world.undoing(run).obstacles.map(\.reason) == [.unwritable])
        try await DisconnectAccount(world.kalends)(account.id, actor: World.ana)
        let plan = try await world.undoing(run, including: ["choice"])
        #expect(plan.obstacles.map(\.reason) == [.disconnected] && plan.isEmpty)
    }

    @Test func `an event that cannot be written any more is told and left out`() async throws {
        let (_, run) = try await anonymized()
        world.server.fail(.changes, .fails(ProviderFailure(.calendarMissing, "The calendar is gone.")))
        try await world.poll()
        let plan = try await world.undoing(run)
        #expect(plan.count(.change) == 0 && plan.obstacles.map(\.reason) == [.unwritable, .unwritable])
    }

    // MARK: What followed by itself

    private func followed(_ choices: SyncChoices, _ edit: (World) -> Void) async throws -> (booking: Appointment, run: SyncRun) {
        try await world.save(choices)
        try await world.connect()
        let booking = try await world.book(monday(10))
        try await world.run()
        try await world.poll()
        edit(world)
        try await world.poll()
        return (booking, try #require(try world.runs().first { $0.kind == .cycle }))
    }

    @Test func `a booking that followed its event goes back, and its event with it`() async throws {
        let (booking, run) = try await followed(SyncChoices(moves: .follow)) { $0.server.move(to: monday(14)) }
        #expect(try world.appointment(booking.id).span.start == monday(14))
        let plan = try await world.undo(run)
        #expect(plan.count(.move) == 1 && plan.obstacles.map(\.reason) == [.mailSent])
        try await world.run()
        #expect(try world.appointment(booking.id).span.start == monday(10))
        #expect(events().map(\.span.start) == [monday(10)])
        try await quietCycles()
        try await world.undo(try #require(try world.runs().first { $0.undoes == run.id }))
        try await world.run()
        #expect(events().map(\.span.start) == [monday(14)])
    }

    @Test func `a booking that was cancelled by a deletion is brought back under a new name`() async throws {
        let (booking, run) = try await followed(SyncChoices(deletions: .follow)) { $0.server.removeAll() }
        #expect(try world.appointment(booking.id).status == .cancelled)
        let plan = try await world.undo(run)
        #expect(plan.count(.reinstate) == 1)
        try await world.run()
        #expect(try world.appointment(booking.id).status == .confirmed)
        #expect(world.server.items().map(\.uid) == ["g2-\(booking.uid)"])
        #expect(try await !world.isOffered(monday(10)))
        try await quietCycles()
        #expect(try world.history("appointment:\(booking.id)").map(\.action).contains("reinstated"))
    }

    @Test func `a time that somebody else has by now is not taken back`() async throws {
        let (booking, run) = try await followed(SyncChoices(moves: .follow)) { $0.server.move(to: monday(14)) }
        try await world.book(monday(10), email: "dora@example.org")
        let plan = try await world.undoing(run)
        #expect(plan.count(.move) == 0 && plan.obstacles.map(\.reason) == [.taken])
        #expect(try world.appointment(booking.id).span.start == monday(14))
    }

    @Test func `a booking that was moved on since stays unless it is ticked`() async throws {
        let (booking, run) = try await followed(SyncChoices(moves: .follow)) { $0.server.move(to: monday(14)) }
        _ = try await world.move(try world.appointment(booking.id), to: monday(15))
        try await world.run()
        let plan = try await world.undoing(run)
        #expect(plan.count(.move) == 0 && plan.changedSince.map(\.reason) == [.booking])
        try await world.undo(run, including: Set(plan.changedSince.map(\.id)))
        #expect(try world.appointment(booking.id).span.start == monday(10))
    }

    @Test func `an event that was put back cannot be undone, and the plan says why`() async throws {
        let (_, run) = try await followed(SyncChoices(moves: .putBack)) { $0.server.move(to: monday(14)) }
        #expect(events().map(\.span.start) == [monday(10)])
        let plan = try await world.undoing(run)
        #expect(plan.isEmpty && plan.obstacles.map(\.reason) == [.putBack])
    }

    // MARK: Who, and for how long

    @Test func `settings are undone by administrators alone`() async throws {
        let (_, run) = try await anonymized()
        #expect(
            try await failure(of: NotAllowed.self) { _ = try await UndoRun(world.kalends).preview(run.id, actor: World.ben) } != nil)
    }

    @Test func `runs are kept as long as the log, and nothing of an erased customer`() async throws {
        let (first, run) = try await anonymized()
        try await EraseCustomer(world.kalends)(first.attendees[0].customer, actor: World.ana)
        #expect(try world.effects(run).allSatisfy { $0.appointment != first.id })
        world.clock.advance(by: .days(31))
        try await Sweep(kalends: world.kalends)()
        #expect(try world.runs().isEmpty)
    }
}
