import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// Drawn stories of bookings, edits, faults, crashes and changes of calendars, and what must hold when they have come to rest.
struct SyncHistoryTests {
    @Test(arguments: 41...70 as ClosedRange<UInt64>)
    func `every booking has exactly one event in the end, and nothing is left to do`(_ seed: UInt64) async throws {
        var story = try await Story(seed: seed)
        for _ in 0..<30 { try await story.act() }
        try await story.rest()
        let faults = try story.faults()
        #expect(faults.isEmpty, "\(faults) after \(story.told)")
        story.world.server.forgetCounts()
        try await story.world.poll()
        #expect(story.world.server.writes == 0, "a second cycle writes after \(story.told)")
        #expect(try story.world.jobs(.dead).isEmpty)
    }
}

private struct Story {
    let world: World
    private(set) var told: [String] = []
    private var random: SeededGenerator
    private var booked: [Appointment.ID] = []
    private var linked: String? = "work"

    init(seed: UInt64) async throws {
        random = SeededGenerator(seed: seed)
        world = try World()
        let isListing = random.oneIn(2)
        world.server.change { $0.listsAlways = isListing }
        try await world.connect(conflicts: ["work", "family"])
    }

    private mutating func start() -> Instant { monday(random.int(9...16), random.pick([0, 30])) + .days(random.int(0...1)) }

    mutating func act() async throws {
        switch random.int(1...14) {
        case 1...3: try await book()
        case 4: try await move()
        case 5: try await cancel()
        case 6, 7: breakSomething()
        case 8: editOutside()
        case 9: try await crash()
        case 10: try await changeCalendar()
        case 11: try await settle()
        default:
            told.append("poll")
            try await world.poll()
        }
    }

    private mutating func book() async throws {
        let start = start()
        do {
            booked.append(try await world.book(start, by: World.ana).id)
            told.append("booked \(start)")
        } catch is BookAppointment.Failure { told.append("not booked") }
    }

    private mutating func move() async throws {
        guard !booked.isEmpty else { return }
        let (id, start, staff) = (random.pick(booked), start(), random.pick([nil, Cast.anaMember, Cast.benMember]))
        do {
            _ = try await world.move(try world.appointment(id), to: start, with: staff)
            told.append("moved \(id) to \(start) of \(staff?.name ?? "the same")")
        } catch is MoveAppointment.Failure { told.append("not moved") }
    }

    private mutating func cancel() async throws {
        guard !booked.isEmpty else { return }
        let id = random.pick(booked)
        do {
            try await world.cancel(try world.appointment(id))
            told.append("cancelled \(id)")
        } catch is CancelAppointment.Failure {}
    }

    private mutating func breakSomething() {
        let request = random.pick([CalendarServer.Request.create, .update, .delete, .item, .changes])
        let isLost = random.oneIn(2)
        told.append("\(request) \(isLost ? "loses its answer" : "fails")")
        world.server.fail(request, isLost ? .answerIsLost : .fails(ProviderFailure(.unreachable, "The server does not answer.")))
    }

    private mutating func editOutside() {
        guard let linked, let event = world.server.items(in: linked).first(where: { _ in random.oneIn(2) }) else { return }
        if random.oneIn(2) {
            told.append("deleted \(event.uid) outside")
            world.server.remove(event.id, from: linked)
        } else {
            let start = start()
            told.append("moved \(event.uid) outside to \(start)")
            world.server.change { state in
                var moved = event
                moved.fields?.span = Span(start: start, duration: .minutes(30))
                state.store(moved, in: linked)
            }
        }
    }

    /// A process takes jobs, does their work and dies before it can say so.
    private mutating func crash() async throws {
        told.append("crash")
        let now = world.clock.now
        let jobs = try await world.database.write { try $0.jobs.claim(now: now, worker: "dead", leaseUntil: now + .minutes(3), limit: 9) }
        let handlers = JobHandlers(kalends: world.kalends, mail: world.mail.transport, webhooks: nil)
        for job in jobs { _ = await handlers.outcome(of: job) }
    }

    private mutating func changeCalendar() async throws {
        guard random.oneIn(2), let account = try world.read({ try $0.accounts.all().first }) else { return }
        if random.oneIn(3) {
            told.append("disconnected and connected again")
            try await DisconnectAccount(world.kalends)(account.id, actor: World.ana)
            try await world.connect(linked: linked, conflicts: ["work", "family"])
        } else {
            linked = random.pick(["work", "family"])
            told.append("linked \(linked ?? "none")")
            try await ConnectCalendar(world.kalends).change(account.id, linked: linked, conflicts: ["work", "family"], actor: World.ana)
        }
    }

    private mutating func settle() async throws {
        for conflict in try world.conflicts() {
            let decision: SettleConflict.Decision = random.oneIn(2) ? .follow : .putBack
            do {
                try await SettleConflict(world.kalends)(conflict.id, decision, actor: World.ana)
                told.append("\(decision) \(conflict.appointment)")
            } catch is SettleConflict.Failure {
                try await SettleConflict(world.kalends)(conflict.id, .putBack, actor: World.ana)
            }
        }
    }

    /// Without faults, until nobody is asked anything any more.
    mutating func rest() async throws {
        world.server.change { $0.faults = [:] }
        for _ in 0..<8 {
            world.clock.advance(by: .minutes(15))
            try await world.run()
            try await settle()
        }
        try await world.poll()
    }

    /// What does not hold, in words.
    func faults() throws -> [String] {
        var faults: [String] = []
        for calendar in ["work", "family"] {
            let wanted =
                calendar == linked ? try world.read { try $0.appointments.upcoming(of: Cast.benMember.id, from: world.clock.now) } : []
            let events = world.server.items(in: calendar)
            for appointment in wanted {
                let own = events.filter { $0.marker?.appointment == appointment.id.rawValue }
                if own.map(\.fields?.span) != [appointment.span] {
                    faults.append("\(appointment.id) at \(appointment.span.start) has \(own.map(\.id))")
                }
            }
            if events.count != wanted.count { faults.append("\(events.count) events in \(calendar) for \(wanted.count) bookings") }
        }
        let claims = try world.read { try $0.claims.all(of: [Cast.benResource.id], overlapping: Span(monday(0), monday(72))) }
        if zip(claims, claims.dropFirst()).contains(where: { $0.span.overlaps($1.span) }) { faults.append("claims overlap") }
        return faults
    }
}
