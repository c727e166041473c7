import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// What becomes of a calendar that is not known any more: who is told, and what is offered.
struct OutageTests {
    private func alarms(_ world: World, _ kind: String = "alarm") throws -> [String] {
        try world.mails().filter { $0.kind == kind }.map(\.to).sorted()
    }

    private func watch(_ world: World) async throws { try await WatchCalendars(kalends: world.kalends)() }

    /// Whether customers are offered a start, by the rules of the business as it is stored.
    private func isOffered(_ world: World, _ start: Instant, with staff: StaffMember = Cast.benMember) async throws -> Bool {
        let business = try #require(try world.read { try $0.businesses.find(Cast.studio.id) })
        let window = Span(start, start + .seconds(1))
        return try await !FindSlots(world.kalends).offered(Cast.haircut, business: business, staff: staff.id, in: window).slots.isEmpty
    }

    private func age(_ world: World) throws -> CalendarAge? { try world.read { try $0.outages.all().first?.age } }

    private func connected(_ rules: UnreadCalendars? = nil) async throws -> World {
        let world = try World()
        if let rules {
            try await world.database.write { transaction in
                var studio = Cast.studio
                studio.page.unreadCalendars = rules
                try transaction.businesses.update(studio)
            }
        }
        try await world.connect()
        return world
    }

    @Test func `a calendar that was not read for a while is looked at before a customer's booking is confirmed`() async throws {
        let world = try await connected()
        world.server.put("meeting", Span(monday(10), monday(11)))
        world.clock.advance(by: .seconds(31))
        world.server.forgetCounts()
        #expect(try await failure(of: BookAppointment.Failure.self) { try await world.book(monday(10)) } != nil)
        #expect(try await !isOffered(world, monday(10)))
        // Just looked at: nothing more is asked.
        world.server.forgetCounts()
        try await world.book(monday(14))
        #expect(world.server.count(.changes) == 0)
        // Whoever books for others sees the calendar, and is not made to wait.
        world.clock.advance(by: .seconds(31))
        try await world.book(monday(15), by: World.ana)
        #expect(world.server.count(.changes) == 0)
    }

    @Test func `refused credentials are told at once, once, and again when they work`() async throws {
        let world = try await connected()
        world.server.change { $0.password = "changed" }
        try await world.poll()
        #expect(try age(world) == .dead)
        #expect(try alarms(world) == ["ben@example.org"])
        for _ in 0..<5 {
            world.clock.advance(by: .minutes(20))
            try await world.run()
            try await watch(world)
        }
        #expect(try alarms(world).count == 1 && alarms(world, "all-clear").isEmpty)
        world.server.change { $0.password = "app-password" }
        world.clock.advance(by: .minutes(20))
        try await world.run()
        #expect(try age(world) == nil)
        #expect(try alarms(world).count == 1 && alarms(world, "all-clear") == ["ben@example.org"])
        // Another outage is another mail.
        world.server.change { $0.password = "changed again" }
        try await world.poll()
        #expect(try alarms(world).count == 2)
    }

    @Test func `the alarm says what is wrong, since when, and leads to where it is mended`() async throws {
        let world = try await connected()
        world.server.change { $0.password = "changed" }
        try await world.poll()
        try await world.run()
        let mail = try #require(world.mail.deliveries(to: "ben@example.org").first)
        #expect(mail.message.contains("Subject: The calendar of Ben needs somebody"))
        // Ben manages no connections.
        #expect(mail.message.contains("https://booking.example.org/connect/") && !mail.message.contains("/admin/"))
    }

    @Test func `a server that does not answer is ageing, then stale and told of, and not dead for days`() async throws {
        let world = try await connected()
        let away = ProviderFailure(.unreachable, "No answer.")
        world.server.fail(.changes, .fails(away), .fails(away), .fails(away))
        try await world.poll()
        world.clock.advance(by: .minutes(8))
        try await watch(world)
        #expect(try age(world) == .ageing && alarms(world).isEmpty)
        world.clock.advance(by: .hours(1))
        try await watch(world)
        #expect(try age(world) == .stale && alarms(world) == ["ben@example.org"])
        world.clock.advance(by: .days(2))
        try await watch(world)
        #expect(try age(world) == .stale && alarms(world).count == 1)
        world.clock.advance(by: .days(2))
        try await watch(world)
        #expect(try age(world) == .dead && alarms(world).count == 1)
    }

    @Test(arguments: UnreadCalendars.Rule.allCases)
    func `the business says what a dead calendar means for its page`(rule: UnreadCalendars.Rule) async throws {
        let world = try await connected(UnreadCalendars(stale: .offer, dead: rule))
        #expect(try await isOffered(world, monday(10)))
        world.server.change { $0.password = "changed" }
        try await world.poll()
        #expect(try await isOffered(world, monday(10)) == (rule != .hide))
        // Others are not concerned, and staff see what is known.
        #expect(try await isOffered(world, monday(10), with: Cast.anaMember))
        try await world.book(monday(11), by: World.ana)
        if rule == .hide {
            let refused = try await failure(of: BookAppointment.Failure.self) { try await world.book(monday(10)) }
            guard case .taken = refused else {
                Issue.record("\(String(describing: refused))")
                return
            }
        } else {
            try await world.book(monday(10))
        }
        world.server.change { $0.password = "app-password" }
        world.clock.advance(by: .minutes(20))
        try await world.run()
        #expect(try await isOffered(world, monday(14)))
    }

    @Test(arguments: UnreadCalendars.Rule.allCases)
    func `the same of a stale one`(rule: UnreadCalendars.Rule) async throws {
        let world = try await connected(UnreadCalendars(stale: rule, dead: .hide))
        world.clock.advance(by: .hours(2))
        try await watch(world)
        #expect(try age(world) == .stale)
        #expect(try await isOffered(world, monday(10)) == (rule != .hide))
    }

    @Test func `a booking looks once more at a calendar that is older than its limit`() async throws {
        let world = try await connected()
        world.clock.advance(by: .minutes(10))
        try await watch(world)
        #expect(try age(world) == .ageing)
        world.server.put("dentist", Span(monday(10), monday(11)))
        world.server.forgetCounts()
        let refused = try await failure(of: BookAppointment.Failure.self) { try await world.book(monday(10)) }
        guard case .taken = refused else {
            Issue.record("\(String(describing: refused))")
            return
        }
        #expect(world.server.count(.changes) == 1)
        #expect(try age(world) == nil)
        // What is fresh is not asked.
        try await world.book(monday(14))
        #expect(world.server.count(.changes) == 1)
    }

    @Test func `a look that fails leaves the booking to the business's rule`() async throws {
        let world = try await connected()
        world.clock.advance(by: .minutes(10))
        try await watch(world)
        world.server.fail(.changes, .fails(ProviderFailure(.unreachable, "No answer.")))
        try await world.book(monday(10))
        #expect(try world.read { try $0.appointments.upcoming(of: Cast.benMember.id, from: Cast.morning).count } == 1)
    }

    @Test func `disconnecting ends an outage without a word`() async throws {
        let world = try await connected()
        world.server.change { $0.password = "changed" }
        try await world.poll()
        let account = try world.read { try $0.accounts.all()[0].id }
        try await DisconnectAccount(world.kalends)(account, actor: World.ana)
        #expect(try age(world) == nil && alarms(world, "all-clear").isEmpty)
        #expect(try await isOffered(world, monday(10)))
    }

    // MARK: The log

    @Test func `a reading that failed is not told as having read something`() async throws {
        let world = try await connected()
        world.server.fail(.changes, .fails(ProviderFailure(.unreachable, "No answer.")))
        try await world.poll()
        let row = try #require(try world.read { try $0.syncLog.list(of: Cast.benResource.id, limit: 1).rows.first })
        #expect(row.action == .read && row.failure == "No answer." && row.count == 0)
    }

    @Test func `every effect stands in the log with cause, result and appointment`() async throws {
        let world = try await connected()
        let appointment = try await world.book(monday(10))
        try await world.run()
        _ = try await world.move(appointment, to: monday(12))
        try await world.run()
        world.server.fail(.delete, .fails(ProviderFailure(.unreachable, "No answer.")))
        try await world.cancel(appointment)
        try await world.run()
        try await world.poll()
        let rows = try world.read { try $0.syncLog.list(of: Cast.benResource.id, limit: 50).rows.reversed() }
        let told = rows.filter { $0.appointment == appointment.id }.map { "\($0.action) \($0.cause) \($0.failure ?? "")" }
        #expect(told.contains("created booking ") && told.contains("updated booking ") && told.contains("deleted booking "))
        #expect(rows.contains { $0.failure == "No answer." })
        #expect(rows.first?.action == .read)
        let count = rows.count
        // A reading that brings nothing is not worth a line.
        try await world.poll()
        #expect(try world.read { try $0.syncLog.list(of: Cast.benResource.id, limit: 50).total } == count)
        world.clock.advance(by: .days(31))
        try await Sweep(kalends: world.kalends)()
        #expect(try world.read { try $0.syncLog.list(of: Cast.benResource.id, limit: 50).total } == 0)
    }
}
