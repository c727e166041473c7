import Booking
import CalendarSimulators
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// Online meetings: one for each appointment, made with its event, told everywhere.
struct MeetingTests {
    let world: World

    init() async throws {
        world = try World()
        world.person()
        try world.edit(.offerMeet(calendar: World.email, isOffered: true))
        try await world.connectGoogle()
        var online = Cast.haircut
        online.isOnline = true
        _ = try await SaveService(world.kalends)(online, actor: World.ana)
    }

    private func texts(of kind: String) throws -> [String] {
        try world.mails().filter { $0.kind == kind }.map { mail in
            String(decoding: try world.read { try $0.mails.message(mail.id) } ?? [], as: UTF8.self)
        }
    }

    @Test func `every appointment gets a link of its own, in the event, on the page and in the mails`() async throws {
        let first = try await world.book(monday(10))
        let second = try await world.book(monday(11), email: "eve@example.org")
        #expect(first.meeting == .wanted)
        #expect(try world.mails().isEmpty)
        try await world.run()
        let links = try [first, second].map { try #require(try world.appointment($0.id).meeting?.link) }
        #expect(Set(links).count == 2 && links.allSatisfy { $0.hasPrefix("https://meet.google.com/") })
        #expect(Set(world.events().compactMap { $0.resource["hangoutLink"]?.string }) == Set(links))
        let mails = try texts(of: "confirmation")
        #expect(try texts(of: "change").isEmpty && mails.count == 4)
        for link in links { #expect(mails.filter { $0.replacing("=\r\n", with: "").contains(link) }.count == 2) }
        #expect(try world.history("appointment:\(first.id)").map(\.action) == ["booked", "meeting-made"])
    }

    @Test func `a link that takes its time is waited for, and what comes too late follows in a mail`() async throws {
        world.google.change { world, _ in world.settings.conferenceDelay = 200 }
        let booked = try await world.book(monday(10))
        try await world.run()
        #expect(try world.mails().isEmpty && world.appointment(booked.id).meeting == .wanted)
        world.clock.advance(by: .seconds(100))
        try await world.run()
        #expect(try texts(of: "confirmation").count == 2)
        world.clock.advance(by: .minutes(20))
        try await world.run()
        try await world.run()
        #expect(try world.appointment(booked.id).meeting?.link != nil)
        #expect(try texts(of: "change").count == 2)
    }

    @Test func `a link that is late is not said to come in a moment, and staff are told to tell the customer`() async throws {
        world.google.change { world, _ in world.settings.conferenceDelay = 20_000 }
        let made = try await BookAppointment(world.kalends)(world.request(monday(10)))
        try await world.run()
        let early = try await ManagedAppointment.find(token: made.manageToken, world.kalends)
        #expect(early?.isMeetingLate == false)
        world.clock.advance(by: .minutes(20))
        try await world.run()
        let late = try await ManagedAppointment.find(token: made.manageToken, world.kalends)
        #expect(late?.isMeetingLate == true)
        let found = try await DiagnoseConnection(world.kalends)(Cast.benResource.id, depth: .stored, actor: World.ana)
        #expect(found.first?.diagnosis.result(.meetingLink)?.finding?.cause == "meetingsMissing")
    }

    @Test func `no link is promised that nothing will make, and one that cannot come any more is said`() async throws {
        try await world.save(SyncChoices(sendsBookings: false))
        #expect(try await world.book(monday(10)).meeting == .unavailable)
        #expect(try world.read { try world.kalends.meetingObstacle(for: Cast.benMember, of: Cast.haircut.id, $0) } == .notWritten)
        world.clock.advance(by: .minutes(1))
        try await world.save(SyncChoices())
        world.google.change { world, _ in world.settings.conferenceDelay = 2_000 }
        let booked = try await world.book(monday(12))
        try await world.run()
        #expect(try world.appointment(booked.id).meeting == .wanted)
        world.clock.advance(by: .minutes(5))
        try await world.run()
        try await world.save(SyncChoices(sendsBookings: false, readsEvents: false))
        #expect(try world.appointment(booked.id).meeting == .unavailable)
        try await world.run()
        #expect(try texts(of: "change").count == 2)
    }

    @Test(arguments: [true, false]) func `a link that waits for a calendar that is written no more is ended`(
        isDisconnected: Bool
    ) async throws {
        world.google.change { world, _ in world.settings.conferenceDelay = 2_000 }
        let booked = try await world.book(monday(10))
        try await world.run()
        world.clock.advance(by: .minutes(5))
        try await world.run()
        #expect(try world.appointment(booked.id).meeting == .wanted)
        let account = try world.read { try $0.accounts.all()[0].id }
        if isDisconnected {
            try await DisconnectAccount(world.kalends)(account, actor: World.ana)
        } else {
            try await ConnectCalendar(world.kalends).change(account, linked: nil, conflicts: [World.email], actor: World.ana)
        }
        #expect(try world.appointment(booked.id).meeting == .unavailable)
        try await world.run()
        #expect(try texts(of: "change").count == 2)
    }

    @Test func `a cancellation does not arrive before the confirmation that waits`() async throws {
        world.google.change { world, _ in world.settings.conferenceDelay = 200 }
        let booked = try await world.book(monday(10))
        try await world.run()
        try await world.cancel(booked)
        try await world.run()
        #expect(try world.mails().map(\.kind) == ["confirmation", "confirmation", "cancellation", "cancellation"])
    }

    @Test func `moving keeps the link`() async throws {
        let booked = try await world.book(monday(10))
        try await world.run()
        let link = try #require(try world.appointment(booked.id).meeting?.link)
        _ = try await world.move(booked, to: monday(14))
        try await world.run()
        #expect(try world.appointment(booked.id).meeting?.link == link)
        #expect(world.events().map { $0.resource["hangoutLink"]?.string } == [link])
    }

    @Test func `where no meeting can be made, the booking says so at once`() async throws {
        let alone = try await world.book(monday(10), with: Cast.anaMember)
        #expect(alone.meeting == .unavailable)
        var ben = Cast.benMember
        ben.meetings = .none
        _ = try await SaveStaffMember(world.kalends)(ben, actor: World.ana)
        #expect(try await world.book(monday(11)).meeting == .unavailable)
        try await world.run()
        #expect(world.events().allSatisfy { $0.resource["hangoutLink"] == nil })
        try world.read { (transaction: Transaction) throws in
            #expect(try world.kalends.meetingObstacle(for: Cast.anaMember, transaction) == .noLinkedCalendar)
            #expect(try world.kalends.meetingObstacle(for: ben, transaction) == .switchedOff)
            #expect(try world.kalends.meetingObstacle(for: Cast.benMember, transaction) == nil)
        }
    }

    @Test func `a meeting that Google does not make is told as such`() async throws {
        try world.edit(.offerMeet(calendar: World.email, isOffered: false))
        let account = try world.read { try $0.accounts.all()[0] }
        try await ConnectCalendar(world.kalends).change(account.id, linked: World.email, conflicts: [World.email], actor: World.ana)
        #expect(try await world.book(monday(10)).meeting == .unavailable)
        try world.read { (transaction: Transaction) throws in
            #expect(try world.kalends.meetingObstacle(for: Cast.benMember, transaction) == .calendarMakesNone(World.email))
        }
    }

    // MARK: Events made anew

    private func addCalendar(meets: Bool) throws -> String {
        let id = try world.edit(.addCalendar(subject: world.person(), name: "Second", timeZone: "Europe/Berlin"))
        try world.edit(.offerMeet(calendar: id, isOffered: meets))
        return id
    }

    private func choose(_ calendar: String) async throws {
        let account = try world.read { try $0.accounts.all()[0] }
        try await ConnectCalendar(world.kalends).change(account.id, linked: calendar, conflicts: [World.email], actor: World.ana)
        try await world.run()
    }

    private func meeting(in calendar: String) -> [String?] {
        let events = world.google.world.calendars[calendar]?.events.values.filter { !$0.isCancelled } ?? []
        return events.map { $0.resource["hangoutLink"]?.string }
    }

    /// A booking with its link, whose event somebody deleted; the question about it is open.
    private func deleted() async throws -> (Appointment, link: String) {
        let booked = try await world.book(monday(10))
        try await world.run()
        let link = try #require(try world.appointment(booked.id).meeting?.link)
        let event = try #require(world.events().first?.resource["id"]?.string)
        try world.edit(.deleteEvent(calendar: World.email, event: event))
        try await world.poll()
        return (booked, link)
    }

    private func putBack() async throws {
        try await SettleConflict(world.kalends)(try #require(try world.conflicts().first).id, .putBack, actor: World.ana)
        try await world.run()
    }

    @Test func `an event that is put back has a link of its own, and the customer is told of it`() async throws {
        let (booked, old) = try await deleted()
        try await putBack()
        let new = try #require(try world.appointment(booked.id).meeting?.link)
        #expect(new != old && meeting(in: World.email) == [new])
        let mails = try texts(of: "change").map { $0.replacing("=\r\n", with: "") }
        #expect(mails.count == 2 && mails.allSatisfy { $0.contains(new) && !$0.contains(old) })
        #expect(try world.history("appointment:\(booked.id)").map(\.action).suffix(2) == ["meeting-renewed", "meeting-made"])
        try await world.poll()
        #expect(try texts(of: "change").count == 2 && world.appointment(booked.id).meeting?.link == new)
    }

    @Test func `a lost answer to the making anew makes no second link`() async throws {
        let (booked, old) = try await deleted()
        world.fault(SimulatedFault(.loseAnswer, method: "events.insert"))
        try await putBack()
        for _ in 0..<5 { try await world.poll() }
        let new = try #require(try world.appointment(booked.id).meeting?.link)
        #expect(new != old && meeting(in: World.email) == [new])
        let mails = try texts(of: "change").map { $0.replacing("=\r\n", with: "") }
        #expect(mails.count == 2 && mails.allSatisfy { $0.contains(new) })
    }

    @Test func `another calendar makes another link`() async throws {
        let booked = try await world.book(monday(10))
        try await world.run()
        let old = try #require(try world.appointment(booked.id).meeting?.link)
        let second = try addCalendar(meets: true)
        try await choose(second)
        let new = try #require(try world.appointment(booked.id).meeting?.link)
        #expect(new != old && meeting(in: second) == [new] && world.events().isEmpty)
        #expect(try texts(of: "change").count == 2)
    }

    @Test func `another calendar that makes no links leaves none, and everybody is told`() async throws {
        let booked = try await world.book(monday(10))
        try await world.run()
        let second = try addCalendar(meets: false)
        try await choose(second)
        #expect(try world.appointment(booked.id).meeting == .unavailable && meeting(in: second) == [nil])
        let mails = try texts(of: "change").map { $0.replacing("=\r\n", with: "") }
        #expect(mails.count == 2 && mails.count { $0.contains("please tell Cleo how to join") } == 1)
        try await choose(World.email)
        let link = try #require(try world.appointment(booked.id).meeting?.link)
        #expect(meeting(in: World.email) == [link])
    }

    // MARK: Calendars that cannot be written

    @Test func `while its calendar cannot be written a link is said to follow, and no mail waits for it`() async throws {
        world.person("team@gmail.example")
        try world.edit(.offerMeet(calendar: "team@gmail.example", isOffered: true))
        try world.edit(.setRole(calendar: "team@gmail.example", email: World.email, role: .writer))
        try await choose("team@gmail.example")
        try world.edit(.setRole(calendar: "team@gmail.example", email: World.email, role: .reader))
        try await world.book(monday(9))
        try await world.poll()
        #expect(
            try world.read { try world.kalends.meetingObstacle(for: Cast.benMember, of: Cast.haircut.id, $0) }
                == .notWritable("team@gmail.example"))
        let sent = try texts(of: "confirmation").count
        let made = try await BookAppointment(world.kalends)(world.request(monday(12), email: "eve@example.org"))
        try await world.run()
        #expect(made.appointment.meeting == .wanted)
        #expect(try await ManagedAppointment.find(token: made.manageToken, world.kalends)?.isMeetingLate == true)
        #expect(try texts(of: "confirmation").count == sent + 2)
        try world.edit(.setRole(calendar: "team@gmail.example", email: World.email, role: .owner))
        _ = try await SyncNow(world.kalends)(actor: World.ana)
        try await world.run()
        _ = try await DiagnoseConnection(world.kalends)(Cast.benResource.id, depth: .roundTrip, actor: World.ana)
        try await world.run()
        let link = try #require(try world.appointment(made.appointment.id).meeting?.link)
        #expect(try texts(of: "change").contains { $0.replacing("=\r\n", with: "").contains(link) })
    }

    @Test func `nor is a link said to be made while the account lets nobody in`() async throws {
        try world.edit(.revokeAccess(subject: world.person()))
        world.clock.advance(by: .hours(2))
        try await world.run()
        #expect(
            try world.read { try world.kalends.meetingObstacle(for: Cast.benMember, of: Cast.haircut.id, $0) }
                == .notWritable(World.email))
    }
}
