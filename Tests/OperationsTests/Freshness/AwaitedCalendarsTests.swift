import Booking
import CalendarSync
import CivilTime
import Foundation
import Persistence
import TestSupport
import Testing

@testable import Operations

/// Bookings of people whose calendars cannot be looked at, by a business that confirms them later.
struct AwaitedCalendarsTests {
    let world: World

    init() async throws {
        world = try World()
        try await world.save(unread: UnreadCalendars(stale: .confirm, dead: .confirm))
        try await world.connect()
    }

    // MARK: What happens

    private func shutOut() async throws {
        world.server.change { $0.password = "changed" }
        try await world.poll()
        #expect(try world.read { try Set($0.outages.all().map(\.age)) } == [.dead])
    }

    /// The calendar can be read again, and is.
    private func letIn() async throws {
        world.server.change { $0.password = "app-password" }
        world.clock.advance(by: .minutes(20))
        try await world.run()
    }

    /// A booking that waits, and whose mails are sent.
    private func requested(_ start: Instant = monday(10)) async throws -> Appointment {
        try await shutOut()
        let booked = try await world.book(start)
        try await world.run()
        return booked
    }

    /// A booking that waits, over which an event has come.
    private func contested() async throws -> (Appointment, SyncConflict.ID) {
        let booked = try await requested()
        world.server.put("dentist", Span(monday(10), monday(11)))
        try await letIn()
        return (booked, try #require(try world.conflicts().first).id)
    }

    private func subjects(to address: String = "cleo@example.org") throws -> [String] {
        try world.mails().filter { $0.to == address }.map { String($0.subject.prefix { $0 != " " }) }
    }

    /// What the invitation in each mail to the customer says.
    private func properties(_ name: String) throws -> [String] {
        try world.mail.deliveries(to: "cleo@example.org").map { delivery in
            let parts = delivery.message.split(separator: "\r\n\r\n", omittingEmptySubsequences: false)
            let head = try #require(parts.firstIndex { $0.contains("text/calendar") })
            // No base64 holds the hyphens that end the part.
            let body = Data(base64Encoded: String(parts[head + 1].prefix { $0 != "-" }), options: .ignoreUnknownCharacters)
            let lines = String(decoding: try #require(body), as: UTF8.self).split(separator: "\r\n")
            return String(try #require(lines.first { $0.hasPrefix("\(name):") }))
        }
    }

    private func actions(_ id: Appointment.ID) throws -> [String] { try world.history("appointment:\(id)").map(\.action) }

    private func isAwaiting(_ appointment: Appointment) throws -> Bool { try world.appointment(appointment.id).awaitsConfirmation }

    // MARK: Booking

    @Test func `a booking whose calendar cannot be looked at holds its time and says that it is not confirmed`() async throws {
        let booked = try await requested()
        let stored = try world.appointment(booked.id)
        #expect(stored.awaitsConfirmationSince == world.clock.now && stored.status == .confirmed)
        #expect(try world.read { try $0.claims.all(of: [Cast.benResource.id], overlapping: booked.span).count } == 1)
        #expect(try subjects() == ["Requested"])
        #expect(try subjects(to: "ben@example.org").last == "Requested")
        #expect(try properties("STATUS") == ["STATUS:TENTATIVE"])
        #expect(try world.history("appointment:\(booked.id)").first?.reason.contains("to be confirmed") == true)
        let refused = try await failure(of: BookAppointment.Failure.self) { try await world.book(monday(10)) }
        guard case .taken = refused else {
            Issue.record("\(String(describing: refused))")
            return
        }
    }

    @Test func `the slots say so, and what would come of a start does too`() async throws {
        let window = Span(monday(10), monday(10) + .seconds(1))
        func slots(_ staff: StaffMember.ID?, _ actor: Actor = .customer) async throws -> [OfferedSlot] {
            let business = try #require(try world.read { try $0.businesses.find(Cast.studio.id) })
            return try await FindSlots(world.kalends).offered(Cast.haircut, business: business, staff: staff, in: window, actor: actor)
                .slots
        }
        #expect(try await slots(Cast.benMember.id).map(\.awaitsConfirmation) == [false])
        #expect(try await BookAppointment(world.kalends).outlook(of: world.request(monday(10))) == .free)
        try await shutOut()
        #expect(try await slots(Cast.benMember.id).map(\.awaitsConfirmation) == [true])
        #expect(try await slots(Cast.benMember.id, World.ana).map(\.awaitsConfirmation) == [false])
        // Ana is free without a doubt.
        #expect(try await slots(nil).map(\.awaitsConfirmation) == [false])
        #expect(try await BookAppointment(world.kalends).outlook(of: world.request(monday(10))) == .awaitingConfirmation)
        #expect(try await BookAppointment(world.kalends).outlook(of: world.request(monday(10), with: nil)) == .free)
    }

    @Test func `of those who are free, whoever is known to be gets the booking`() async throws {
        try await shutOut()
        // Ana is booked more than Ben.
        try await world.book(monday(12), with: Cast.anaMember)
        let first = try await world.book(monday(10), with: nil)
        #expect(first.staff == [Cast.anaMember.id] && !first.awaitsConfirmation)
        let second = try await world.book(monday(10), with: nil)
        #expect(second.staff == [Cast.benMember.id] && second.awaitsConfirmation)
    }

    @Test func `what staff book needs no confirmation`() async throws {
        try await shutOut()
        #expect(try await !world.book(monday(10), by: World.ana).awaitsConfirmation)
        #expect(try await !world.book(monday(12), by: World.ana, against: true).awaitsConfirmation)
    }

    @Test func `a calendar that can be read in time makes an ordinary booking`() async throws {
        world.clock.advance(by: .hours(2))
        try await WatchCalendars(kalends: world.kalends)()
        #expect(try world.read { try $0.outages.all().map(\.age) } == [.stale])
        #expect(try await !world.book(monday(10)).awaitsConfirmation)
    }

    @Test func `a stale calendar that cannot be read in time makes one that waits`() async throws {
        world.clock.advance(by: .hours(2))
        try await WatchCalendars(kalends: world.kalends)()
        world.server.fail(.changes, .fails(ProviderFailure(.unreachable, "No answer.")))
        #expect(try await world.book(monday(10)).awaitsConfirmation)
    }

    // MARK: Confirming

    @Test func `it is confirmed by itself once the calendar was read`() async throws {
        let booked = try await requested()
        try await letIn()
        let confirmed = try world.appointment(booked.id)
        #expect(!confirmed.awaitsConfirmation && confirmed.sequence == booked.sequence + 1)
        #expect(try subjects() == ["Requested", "Confirmed"])
        #expect(try subjects(to: "ben@example.org").suffix(2).contains("Confirmed"))
        #expect(try properties("STATUS") == ["STATUS:TENTATIVE", "STATUS:CONFIRMED"])
        #expect(try Set(properties("UID")).count == 1 && properties("SEQUENCE") == ["SEQUENCE:0", "SEQUENCE:1"])
        #expect(try actions(booked.id) == ["booked", "confirmed"])
        #expect(try world.history("appointment:\(booked.id)").last?.actor == "system")
        // Reading again, and looking again, changes nothing.
        try await world.poll()
        try await WatchCalendars(kalends: world.kalends)()
        #expect(try world.appointment(booked.id) == confirmed && subjects().count == 2)
        // The event in Ben's calendar says nothing of a wait any more.
        #expect(world.server.items().map { $0.fields?.notes.contains("Not confirmed") } == [false])
    }

    @Test func `every calendar that closes time must have been read`() async throws {
        try await world.connect(linked: nil, conflicts: ["family"], user: "other")
        let booked = try await requested()
        let calendar = try world.calendar("work")
        world.server.change { $0.password = "app-password" }
        world.clock.advance(by: .minutes(1))
        try await ReadCalendar(kalends: world.kalends)(calendar.id)
        #expect(try isAwaiting(booked))
        try await ReadCalendar(kalends: world.kalends)(world.calendar("family").id)
        #expect(try !isAwaiting(booked))
    }

    @Test func `a reading that fails confirms nothing`() async throws {
        let booked = try await requested()
        for _ in 0..<3 { try await world.poll() }
        try await WatchCalendars(kalends: world.kalends)()
        #expect(try isAwaiting(booked) && subjects() == ["Requested"])
    }

    @Test func `what has begun is not confirmed by itself any more`() async throws {
        let booked = try await requested()
        world.server.change { $0.password = "app-password" }
        world.clock.advance(by: monday(10, 10) - world.clock.now)
        try await world.run()
        #expect(try isAwaiting(booked) && subjects() == ["Requested"])
    }

    @Test func `an event that was stored at the very moment of the booking is found before it is confirmed`() async throws {
        let booked = try await requested()
        let calendar = try world.calendar()
        try await world.database.write { transaction in
            let block = BusyBlock(resource: Cast.benResource.id, span: booked.span, source: "Work", title: "Dentist")
            try transaction.busyBlocks.replace(
                calendar: calendar.id, item: "dentist",
                with: [OutsideBlock(block: block, isBusy: true, reason: "busy", calendar: calendar.id, item: "dentist")])
        }
        #expect(try world.conflicts().isEmpty)
        try await letIn()
        #expect(try isAwaiting(booked))
        #expect(try world.conflicts().map(\.kind) == [.overlapped(by: Clash(item: "dentist", span: booked.span, title: "Dentist"))])
    }

    // MARK: An event in the way

    @Test func `an event in the way is a conflict, and the booking goes on waiting`() async throws {
        let (booked, _) = try await contested()
        try await world.poll()
        try await WatchCalendars(kalends: world.kalends)()
        #expect(try isAwaiting(booked) && subjects() == ["Requested"])
        #expect(world.server.items().compactMap(\.fields).contains { $0.notes.contains("Not confirmed yet") })
    }

    @Test func `keeping both confirms it, by whoever decided`() async throws {
        let (booked, conflict) = try await contested()
        try await SettleConflict(world.kalends)(conflict, .putBack, actor: World.ben)
        try await world.run()
        #expect(try !isAwaiting(booked) && subjects() == ["Requested", "Confirmed"])
        #expect(try world.history("appointment:\(booked.id)").last?.actor == World.ben.text)
        try await world.poll()
        #expect(try world.conflicts().isEmpty)
    }

    @Test func `another time confirms it there, in the mail that tells the time`() async throws {
        let (booked, conflict) = try await contested()
        try await SettleConflict(world.kalends)(conflict, .move(to: monday(14)), actor: World.ben)
        try await world.run()
        #expect(try !isAwaiting(booked) && world.appointment(booked.id).span.start == monday(14))
        #expect(try subjects() == ["Requested", "Moved"] && properties("STATUS").last == "STATUS:CONFIRMED")
    }

    @Test func `the customer's answer ends the wait`() async throws {
        let (booked, conflict) = try await contested()
        let address = try await AskCustomer(world.kalends)(conflict, actor: World.ben)
        let token = String(try #require(address.split(separator: "/").last))
        let asked = try #require(try await AnswerQuestion(world.kalends).find(token: token))
        let answer = try #require(asked.answers.first { if case .move = $0 { true } else { false } })
        try await AnswerQuestion(world.kalends)(token: token, answer)
        #expect(try !isAwaiting(booked))
    }

    @Test func `an event that goes away again lets it be confirmed`() async throws {
        let (booked, _) = try await contested()
        world.server.remove("dentist.ics")
        try await world.poll()
        #expect(try world.conflicts().isEmpty && !isAwaiting(booked))
        #expect(try subjects() == ["Requested", "Confirmed"])
    }

    // MARK: By hand

    @Test func `staff confirm by hand, once`() async throws {
        let booked = try await requested()
        for _ in 0..<2 { try await ConfirmAppointment(world.kalends)(booked.id, actor: World.ben) }
        try await world.run()
        #expect(try !isAwaiting(booked) && subjects() == ["Requested", "Confirmed"])
        #expect(try actions(booked.id) == ["booked", "confirmed"])
        try await letIn()
        #expect(try subjects() == ["Requested", "Confirmed"])
    }

    @Test func `only who may move appointments may confirm them, and nothing that is over or cancelled`() async throws {
        let booked = try await requested()
        await #expect(throws: NotAllowed()) { try await ConfirmAppointment(world.kalends)(booked.id, actor: World.vera) }
        await #expect(throws: NotAllowed()) { try await ConfirmAppointment(world.kalends)(booked.id, actor: .customer) }
        let other = try await world.book(monday(12))
        try await world.cancel(other)
        await #expect(throws: ConfirmAppointment.Failure.cancelled) {
            try await ConfirmAppointment(world.kalends)(other.id, actor: World.ana)
        }
        world.clock.advance(by: monday(11) - world.clock.now)
        await #expect(throws: ConfirmAppointment.Failure.past) {
            try await ConfirmAppointment(world.kalends)(booked.id, actor: World.ana)
        }
    }

    // MARK: Changes while it waits

    @Test func `cancelling ends the wait with the usual mail`() async throws {
        let booked = try await requested()
        try await world.cancel(booked, by: .customer)
        try await letIn()
        #expect(try !isAwaiting(booked) && subjects() == ["Requested", "Cancelled"])
    }

    @Test func `a customer who moves it waits on, and staff who move it confirm it`() async throws {
        let booked = try await requested()
        world.clock.advance(by: .minutes(1))
        let moved = try await world.move(booked, to: monday(12), by: .customer)
        #expect(moved.awaitsConfirmationSince == world.clock.now)
        #expect(try await !world.move(moved, to: monday(14)).awaitsConfirmation)
        try await letIn()
        #expect(try subjects() == ["Requested", "Moved", "Moved"])
    }

    @Test func `a certain booking that its customer moves meanwhile waits too`() async throws {
        let booked = try await world.book(monday(10))
        try await shutOut()
        #expect(try await world.move(booked, to: monday(12), by: .customer).awaitsConfirmation)
        try await letIn()
        #expect(try subjects() == ["Booked", "Moved", "Confirmed"])
    }
}
