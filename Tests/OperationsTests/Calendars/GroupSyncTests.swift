import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// Groups in the calendars of the people who take them.
struct GroupSyncTests {
    let world: World

    init() async throws {
        world = try World()
        try world.offerYoga()
        try await world.connect()
    }

    private func event() throws -> EventFields { try #require(world.server.items().first?.fields) }

    @Test func `one event says how many come, and who as far as the settings allow`() async throws {
        try await world.join("Dora")
        let emil = try await world.join("Emil")
        try await world.run()
        #expect(world.server.items().count == 1)
        #expect(try event().title == "Yoga (2 of 3)")
        #expect(try event().notes.contains("Dora") && event().notes.contains("emil@example.org"))
        try await world.leave(emil)
        try await world.run()
        #expect(try event().title == "Yoga (1 of 3)" && !event().notes.contains("Emil"))
        try await world.save(SyncChoices(sentFields: [.title]), reachingExisting: true)
        try await world.run()
        #expect(try event().title == "Yoga (1 of 3)" && !event().notes.contains("Dora"))
        try await world.save(SyncChoices(sentFields: []), reachingExisting: true)
        try await world.run()
        #expect(try event().title == "Booked (1 of 3)" && event().notes.isEmpty)
        #expect(try world.conflicts().isEmpty)
    }

    @Test func `while a question about its time is open nobody comes in, and settled it is offered again`() async throws {
        try await world.join("Dora")
        try await world.run()
        world.server.move(to: monday(14))
        try await world.poll()
        #expect(try world.conflicts().count == 1)
        #expect(try await world.places()[monday(10)] == nil)
        let refused: BookAppointment.Failure? = try await failure { try await world.join("Emil") }
        #expect(refused == .taken(alternatives: refused?.alternatives ?? []))
        try await SettleConflict(world.kalends)(try world.conflicts()[0].id, .putBack, actor: World.ben)
        try await world.run()
        #expect(try await world.places()[monday(10)] == 2)
    }

    @Test func `what happens to the event happens to all, and each is told`() async throws {
        try await world.join("Dora")
        try await world.join("Emil")
        try await world.run()
        world.server.move(to: monday(14))
        try await world.poll()
        let conflict = try world.conflicts()[0]
        #expect(AskCustomer.obstacle(conflict, try world.appointment(conflict.appointment), now: world.clock.now) == .severalCustomers)
        try await SettleConflict(world.kalends)(conflict.id, .follow, actor: World.ben)
        try await world.run()
        for name in ["dora", "emil"] {
            #expect(try world.mails().last { $0.to == "\(name)@example.org" }?.subject.hasPrefix("Moved") == true)
        }
        world.server.removeAll()
        try await world.poll()
        try await SettleConflict(world.kalends)(try world.conflicts()[0].id, .follow, actor: World.ben)
        try await world.run()
        for name in ["dora", "emil"] {
            #expect(try world.mails().last { $0.to == "\(name)@example.org" }?.subject.hasPrefix("Cancelled") == true)
        }
    }

    @Test func `whoever was asked alone cannot answer for somebody who was added`() async throws {
        let dora = try await world.join("Dora")
        try await world.run()
        world.server.move(to: monday(14))
        try await world.poll()
        let address = try await AskCustomer(world.kalends)(try world.conflicts()[0].id, actor: World.ben)
        let token = String(try #require(address.split(separator: "/").last))
        try await AddAttendee(world.kalends)(
            AddAttendee.Request(appointment: dora.appointment.id, details: CustomerDetails(name: "Emil"), actor: World.ben))
        let refused: AnswerQuestion.Failure? = try await failure { try await AnswerQuestion(world.kalends)(token: token, .cancel) }
        #expect(refused == .over)
    }

    @Test func `a group that awaits confirmation is joined as one, and confirmed for all`() async throws {
        try await world.save(unread: UnreadCalendars(stale: .confirm, dead: .confirm))
        world.server.change { $0.password = "changed" }
        try await world.poll()
        try await world.join("Dora")
        let emil = try await world.join("Emil")
        #expect(emil.appointment.awaitsConfirmation)
        try await ConfirmAppointment(world.kalends)(emil.appointment.id, actor: World.ana)
        try await world.run()
        for name in ["dora", "emil"] {
            let subjects = try world.mails().filter { $0.to == "\(name)@example.org" }.map { String($0.subject.prefix { $0 != " " }) }
            #expect(subjects == ["Requested", "Confirmed"])
        }
        #expect(try await world.join("Fay").appointment.awaitsConfirmation == false)
    }
}
