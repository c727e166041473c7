import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// A customer who is asked by mail, and answers once.
struct AskCustomerTests {
    let world: World
    let booked: Appointment

    init() async throws {
        world = try World()
        try await world.connect()
        booked = try await world.book(monday(10))
        try await world.run()
        world.server.move(to: monday(14))
        try await world.poll()
    }

    private func ask() async throws -> String {
        let address = try await AskCustomer(world.kalends)(try world.conflicts()[0].id, actor: World.ben)
        try await world.run()
        return String(try #require(address.split(separator: "/").last))
    }

    private func asked(_ token: String) async throws -> AskedQuestion {
        try #require(try await AnswerQuestion(world.kalends).find(token: token))
    }

    private func outlook() throws -> ConflictOutlook {
        try #require(try world.read { transaction in try world.kalends.outlook(on: try transaction.conflicts.open()[0], transaction) })
    }

    private func answer(_ token: String, _ wanted: ConflictQuestion.Answer) async throws {
        #expect(try await asked(token).answers.contains(wanted))
        try await AnswerQuestion(world.kalends)(token: token, wanted)
        try await world.run()
    }

    @Test func `the customer gets one mail with a link, and looking changes nothing`() async throws {
        let before = try world.appointment(booked.id)
        let token = try await ask()
        let mail = try #require(try world.mails().last)
        #expect(mail.kind == "question" && mail.to == "cleo@example.org")
        let seen = try await asked(token)
        #expect(seen.state == .open)
        #expect(seen.question.offered.first == .asBooked && seen.question.offered.last == .cancel)
        #expect(seen.question.offered.contains(.asInCalendar(Span(monday(14), monday(14, 30)))))
        #expect(seen.question.offered.count == 6)
        #expect(try world.appointment(booked.id) == before && world.conflicts().count == 1)
    }

    @Test func `the booked time is kept: the event moves back`() async throws {
        try await answer(try await ask(), .asBooked)
        #expect(world.server.items().map(\.fields?.span.start) == [monday(10)])
        #expect(try world.conflicts().isEmpty)
    }

    @Test func `the calendar's time is taken: the booking moves, whatever limits bind customers`() async throws {
        let token = try await ask()
        try await answer(token, .asInCalendar(Span(monday(14), monday(14, 30))))
        #expect(try world.appointment(booked.id).span.start == monday(14))
        #expect(world.server.items().map(\.fields?.span.start) == [monday(14)])
        let told = try world.history("appointment:\(booked.id)")
        #expect(told.contains { $0.action == "customer-answered" && $0.actor == "customer" })
    }

    @Test func `another time is taken`() async throws {
        let token = try await ask()
        let other = try #require(
            try await asked(token).question.offered.compactMap { if case .move(let start) = $0 { start } else { nil } }.first)
        try await answer(token, .move(to: other))
        #expect(try world.appointment(booked.id).span.start == other)
        #expect(world.server.items().map(\.fields?.span.start) == [other])
    }

    @Test func `the booking is cancelled`() async throws {
        try await answer(try await ask(), .cancel)
        #expect(try world.appointment(booked.id).status == .cancelled)
        #expect(try world.conflicts().isEmpty && world.server.items().isEmpty)
    }

    @Test func `an answer counts once`() async throws {
        let token = try await ask()
        try await answer(token, .asBooked)
        #expect(try await asked(token).state == .answered(.asBooked))
        #expect(
            try await failure(of: AnswerQuestion.Failure.self) { try await AnswerQuestion(world.kalends)(token: token, .asBooked) }
                == .over)
    }

    @Test func `a newer question, an end, staff, or another move ends the older one`() async throws {
        let first = try await ask()
        world.clock.advance(by: .minutes(1))
        let second = try await ask()
        #expect(try await asked(first).state == .over(.replaced))
        #expect(try await asked(second).state == .open)
        #expect(try outlook().questionEnding == nil)
        world.server.move(to: monday(15))
        try await world.poll()
        #expect(try await asked(second).state == .over(.movedOn))
        #expect(try outlook().questionEnding == .movedOn, "the inbox does not say that it waits")
        let third = try await ask()
        #expect(try outlook().questionEnding == nil && outlook().question?.askedAt == world.clock.now)
        try await SettleConflict(world.kalends)(try world.conflicts()[0].id, .putBack, actor: World.ana)
        #expect(try await asked(third).state == .over(.settled))
    }

    @Test func `of another length both are offered as they are, and no time twice`() async throws {
        let place = Span(monday(10), monday(11, 30))
        world.server.edit { $0.span = place }
        try await world.poll()
        let token = try await ask()
        let offered = try await asked(token).question.offered
        #expect(offered.prefix(2) == [.asBooked, .asInCalendar(place)])
        #expect(!offered.contains(.move(to: monday(10))))
        try await AnswerQuestion(world.kalends)(token: token, .asInCalendar(place))
        #expect(try world.appointment(booked.id).span == place)
    }

    @Test func `a question runs out`() async throws {
        let token = try await ask()
        let until = try await asked(token).question.expiresAt
        #expect(until <= monday(9))
        world.clock.advance(by: until - world.clock.now)
        #expect(try await asked(token).state == .over(.late))
        #expect(try outlook().questionEnding == .late)
    }

    @Test func `a forged token opens nothing`() async throws {
        let token = try await ask()
        let use = AnswerQuestion(world.kalends)
        #expect(try await use.find(token: token + "x") == nil)
        #expect(try await use.find(token: "x" + token) == nil)
        #expect(try await use.find(token: "") == nil)
    }

    private func moves(_ answers: [ConflictQuestion.Answer]) -> [Instant] {
        answers.compactMap { if case .move(let start) = $0 { start } else { nil } }
    }

    @Test func `a time that was taken meanwhile is refused, is offered no more, and the question stays open`() async throws {
        let token = try await ask()
        let offered = moves(try await asked(token).answers)
        let start = try #require(offered.first)
        try await world.book(start, against: false)
        let refused = try await failure(of: AnswerQuestion.Failure.self) {
            try await AnswerQuestion(world.kalends)(token: token, .move(to: start))
        }
        #expect(refused == .taken)
        let seen = try await asked(token)
        // What overlaps the one that was taken is gone with it.
        let left = moves(seen.answers)
        #expect(seen.state == .open && !left.isEmpty && !left.contains(start) && Set(left).isSubset(of: offered))
        #expect(seen.answers.first == .asBooked && seen.answers.last == .cancel)
    }

    @Test func `when no offered time is left, others that are free are offered, and one of them is taken`() async throws {
        let token = try await ask()
        let offered = moves(try await asked(token).answers)
        while let start = moves(try await asked(token).answers).first(where: offered.contains) {
            try await world.book(start, email: "fritz@example.org")
        }
        let fresh = moves(try await asked(token).answers)
        #expect(fresh.count == 3 && Set(fresh).isDisjoint(with: offered))
        try await answer(token, .move(to: fresh[1]))
        #expect(try world.appointment(booked.id).span.start == fresh[1])
    }

    @Test func `the calendar's time is offered no more once another booking has it`() async throws {
        let token = try await ask()
        let wanted = ConflictQuestion.Answer.asInCalendar(Span(monday(14), monday(14, 30)))
        try await world.book(monday(14), email: "fritz@example.org", by: World.ana, against: true)
        #expect(try await asked(token).answers.contains(wanted) == false)
        let refused = try await failure(of: AnswerQuestion.Failure.self) {
            try await AnswerQuestion(world.kalends)(token: token, wanted)
        }
        #expect(refused == .taken)
    }

    @Test func `what was never offered is no answer`() async throws {
        let token = try await ask()
        let (elsewhere, night) = (Span(monday(15), monday(15, 30)), monday(3))
        await #expect(throws: NotFound.self) { try await AnswerQuestion(world.kalends)(token: token, .asInCalendar(elsewhere)) }
        #expect(
            try await failure(of: AnswerQuestion.Failure.self) { try await AnswerQuestion(world.kalends)(token: token, .move(to: night)) }
                == .taken)
        #expect(try world.appointment(booked.id).span == booked.span)
    }

    @Test func `who cannot be asked is told why`() async throws {
        let conflict = try world.conflicts()[0]
        var alone = booked
        alone.attendees[0].email = ""
        #expect(AskCustomer.obstacle(conflict, alone, now: world.clock.now) == .noAddress)
        var several = booked
        several.attendees.append(several.attendees[0])
        #expect(AskCustomer.obstacle(conflict, several, now: world.clock.now) == .severalCustomers)
        several.attendees = []
        #expect(AskCustomer.obstacle(conflict, several, now: world.clock.now) == .nobodyToAsk)
        #expect(AskCustomer.obstacle(conflict, booked, now: monday(9)) == .tooLate)
        var texts = conflict
        texts.kind = .editedTwice([])
        #expect(AskCustomer.obstacle(texts, booked, now: world.clock.now) == .notTheirs)
        #expect(
            try await failure(of: NotAllowed.self) { try await AskCustomer(world.kalends)(conflict.id, actor: World.vera) } != nil)
    }
}
