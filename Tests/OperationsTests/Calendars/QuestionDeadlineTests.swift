import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// The time for an answer to a question begins when its mail is handed over.
struct QuestionDeadlineTests {
    /// Two weeks ahead, so that the booking itself sets no earlier deadline.
    private static let start = monday(10) + .days(14)

    private func contested(isMailConfigured: Bool) async throws -> World {
        let world = try World(isMailConfigured: isMailConfigured)
        try await world.connect()
        try await world.book(Self.start)
        try await world.run()
        world.server.move(to: Self.start + .hours(4))
        try await world.poll()
        return world
    }

    private func question(_ world: World) throws -> ConflictQuestion {
        try #require(try world.read { try $0.conflictQuestions.all(conflict: $0.conflicts.open()[0].id).first })
    }

    private func ask(_ world: World) async throws { try await AskCustomer(world.kalends)(try world.conflicts()[0].id, actor: World.ben) }

    @Test func `three days are counted from when the mail server takes the mail`() async throws {
        let world = try await contested(isMailConfigured: true)
        try await ask(world)
        #expect(try question(world).expiresAt == world.clock.now + .days(3))
        world.clock.advance(by: .days(1))
        try await world.run()
        #expect(try world.mails().last?.state == .sent)
        #expect(try question(world).expiresAt == world.clock.now + .days(3))
        // Sent once more, it counts for no longer.
        let until = try question(world).expiresAt
        world.clock.advance(by: .days(1))
        try await ResendMail(world.kalends)(try #require(try world.mails().last).id, actor: World.ana)
        try await world.run()
        #expect(try question(world).expiresAt == until)
    }

    @Test func `without a mail server an answer counts until shortly before the booking, and the mail names no deadline`() async throws {
        let world = try await contested(isMailConfigured: false)
        try await ask(world)
        let asked = try question(world)
        #expect(asked.expiresAt == Self.start - .hours(1))
        let mail = try #require(try world.mails().last)
        let message = try #require(try world.read { try $0.mails.message(mail.id) })
        #expect(mail.state == .waiting && String(decoding: message, as: UTF8.self).contains("The page says until when you can answer."))
    }

    @Test func `a question that was replaced gets no time back by its mail`() async throws {
        let world = try await contested(isMailConfigured: true)
        try await ask(world)
        world.clock.advance(by: .minutes(1))
        try await ask(world)
        world.clock.advance(by: .minutes(1))
        try await world.run()
        let all = try world.read { try $0.conflictQuestions.all(conflict: $0.conflicts.open()[0].id) }
        #expect(all.map(\.expiresAt) == [world.clock.now + .days(3), world.clock.now - .minutes(1)])
    }
}
