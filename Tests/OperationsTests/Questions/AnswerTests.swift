import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing
import Texts

@testable import Operations

/// Answers: taken with a booking, kept as they were asked, and wherever the customer's notes go.
struct AnswerTests {
    let world: World

    init() throws { world = try World() }

    private func faults(_ work: () async throws -> Void) async throws -> [String] {
        try await failure(of: Invalid.self, work)?.faults.map { "\($0.field) \($0.key)" } ?? []
    }

    private func message(to address: String) throws -> String {
        guard let mail = try world.mails().last(where: { $0.to == address }), let bytes = try world.read({ try $0.mails.message(mail.id) })
        else { throw NotFound("mail") }
        // Without the soft ends of lines (RFC 2045 section 6.7).
        return String(decoding: bytes, as: UTF8.self).replacing("=\r\n", with: "")
    }

    @Test func `a booking keeps its answers as they were asked, whatever becomes of the questions`() async throws {
        var visit = try await world.ask("First visit?", options: ["yes", "no"])
        let why = try await world.ask("Why do you come")
        try await world.assign(why, visit, required: [visit.id])
        let booked = try await world.book(answering: [visit.answered("yes"), why.answered(" long hair \r\nand a beard ")])
        let kept = [
            QuestionAnswer(question: why.id, text: "Why do you come", inputType: .text, answer: "long hair \nand a beard"),
            QuestionAnswer(
                question: visit.id, text: "First visit?", inputType: .radioButton, options: ["yes", "no"], isRequired: true,
                selectedOptions: ["yes"]),
        ]
        #expect(booked.attendees[0].answers == kept)
        (visit.text, visit.options) = ("Been here before?", ["never", "often"])
        _ = try await SaveQuestion(world.kalends)(visit, actor: World.ana)
        try await world.assign()
        _ = try await world.move(booked, to: monday(14))
        #expect(try world.answers(booked) == kept)
        #expect(try world.appointment(booked.id).span.start == monday(14))
    }

    @Test func `a customer must answer what is required, by one of the options, and within the limits`() async throws {
        let visit = try await world.ask("First visit?", options: ["yes", "no"])
        let why = try await world.ask("Why?")
        try await world.assign(visit, why, required: [visit.id, why.id])
        let (visitField, whyField) = ("question.\(visit.id)", "question.\(why.id)")
        #expect(try await faults { try await world.book(answering: []) } == ["\(visitField) answerNotChosen", "\(whyField) answerMissing"])
        #expect(
            try await faults { try await world.book(answering: [visit.answered("maybe"), why.answered(" \n\u{200B} ")]) } == [
                "\(visitField) answerNotAnOption", "\(whyField) answerMissing",
            ])
        #expect(
            try await faults {
                try await world.book(answering: [visit.answered("no"), why.answered(String(repeating: "a", count: 2001))])
            } == ["\(whyField) answerTooLong"])
        #expect(
            try await faults { try await world.book(answering: [visit.answered("no"), why.answered("a\u{0}b")]) } == [
                "\(whyField) answerUnprintable"
            ])
        #expect(try world.read { try $0.appointments.upcoming(in: Cast.studio.id, from: world.clock.now) }.isEmpty)
        #expect(try await world.book(answering: [visit.answered("no"), why.answered("so")]).attendees[0].answers.count == 2)
    }

    @Test func `a sentence names a long question by its beginning`() async throws {
        let long = try await world.ask("Which of the treatments " + String(repeating: "that you had ", count: 20) + "helped?")
        try await world.assign(long, required: [long.id])
        let invalid: Invalid? = try await failure { try await world.book(answering: []) }
        let named = try #require(invalid?.faults.first?.values["question"])
        #expect(named.count <= 80 && named.hasPrefix("Which of the treatments that") && named.hasSuffix("…"))
    }

    @Test func `what nobody asks any more is not taken from a customer, and staff are told`() async throws {
        let (asked, other) = (try await world.ask("Asked?"), try await world.ask("Other?"))
        try await world.assign(asked)
        let gone = GivenAnswer(question: CustomQuestion.ID("gone"), answer: "x")
        let booked = try await world.book(answering: [asked.answered("a"), other.answered("b"), gone])
        #expect(booked.attendees[0].answers.map(\.said) == ["a"])
        #expect(try await faults { try await world.book(answering: [gone], by: World.ben) } == ["question.gone questionUnknown"])
    }

    @Test func `staff may leave out what is required and answer what this service does not ask, by one of the options`() async throws {
        let visit = try await world.ask("First visit?", options: ["yes", "no"])
        let other = try await world.ask("Other?")
        try await world.assign(visit, required: [visit.id])
        #expect(try await faults { try await world.book(answering: [visit.answered("maybe")], by: World.ben) } != [])
        let booked = try await world.book(answering: [other.answered("b")], by: World.ben)
        #expect(booked.attendees[0].answers.map(\.told) == ["Other? b"])
    }

    @Test func `customer and staff read the answers in their mails, and a cancellation tells the customer no more of them`() async throws {
        let visit = try await world.ask("First <visit>?", options: ["yes & no", "no"])
        try await world.assign(visit)
        let booked = try await world.book(answering: [visit.answered("yes & no")])
        try await world.run()
        for address in ["cleo@example.org", "ben@example.org"] {
            let text = try message(to: address)
            #expect(text.contains("First <visit>?\r\n  yes & no") && text.contains("First &lt;visit&gt;?"), "\(address)")
        }
        try await world.cancel(booked)
        try await world.run()
        #expect(try !message(to: "cleo@example.org").contains("First"))
        #expect(try message(to: "ben@example.org").contains("First <visit>?"))
    }

    @Test func `the event and the feed say the answers where the notes may travel, and nowhere else`() async throws {
        let visit = try await world.ask("First visit?", options: ["yes", "no"])
        try await world.assign(visit)
        try await world.connect()
        let booked = try await world.book(answering: [visit.answered("yes")])
        try await world.run()
        let notes = try #require(world.server.items().first?.fields?.notes)
        #expect(notes.contains("Short, please.\nFirst visit? yes\n"))
        let feed = String(
            decoding: try #require(try await BookingFeed(world.kalends).staff(token: Cast.benMember.feedToken)), as: UTF8.self)
        #expect(feed.replacing("\r\n ", with: "").contains("First visit? yes"))
        for sent in [Set<SentField>(), [.title, .customer, .location]] {
            try await world.save(SyncChoices(sentFields: sent), reachingExisting: true)
            try await world.run()
            #expect(try !#require(world.server.items().first?.fields?.notes).contains("First visit"))
        }
        #expect(try world.conflicts().isEmpty && world.link(booked)?.state == .synced)
    }

    @Test func `an export holds the answers, and erasing leaves none of them anywhere`() async throws {
        let why = try await world.ask("Why?")
        try await world.assign(why)
        try await world.connect()
        let booked = try await world.book(answering: [why.answered("a bald patch")])
        try await world.run()
        let export = String(decoding: try await ExportCustomer(world.kalends)(Cast.cleo.id, actor: World.ben), as: UTF8.self)
        #expect(export.contains("\"answer\" : \"a bald patch\"") && export.contains("\"text\" : \"Why?\""))
        _ = try await world.move(booked, to: monday(14))
        try await EraseCustomer(world.kalends)(Cast.cleo.id, actor: World.ana)
        let work = try world.read { try $0.jobs.list(limit: 1000) }.map(\.payload)
        #expect(!work.joined().contains("bald"))
        try await world.run()
        #expect(try world.answers(booked).isEmpty)
        let told = try world.read { try $0.history.latest(limit: 1000) }.map { "\($0)" }.joined()
        #expect(!told.contains("bald") && !"\(world.server.items())".contains("bald"))
        #expect(try world.mails().allSatisfy { try !message(to: $0.to).contains("bald") })
    }

    // MARK: Changed afterwards

    private func save(_ answers: [GivenAnswer], of booked: Appointment, by actor: Actor = World.ben) async throws {
        _ = try await SaveAnswers(world.kalends)(answers, of: booked.attendees[0].customer, in: booked.id, actor: actor)
    }

    @Test func `staff change answers, the event follows, and nobody is written to`() async throws {
        let (visit, why) = (try await world.ask("First visit?", options: ["yes", "no"]), try await world.ask("Why?"))
        try await world.assign(visit, why)
        try await world.connect()
        let booked = try await world.book(answering: [visit.answered("yes")])
        try await world.run()
        let mails = try world.mails().count
        try await save([visit.answered("no"), why.answered("told on the telephone")], of: booked)
        try await world.run()
        #expect(try world.answers(booked).map(\.told) == ["First visit? no", "Why? told on the telephone"])
        #expect(try world.mails().count == mails)
        #expect(try #require(world.server.items().first?.fields?.notes).contains("Why? told on the telephone"))
        #expect(try world.history("appointment:\(booked.id)").map(\.action) == ["booked", "answered"])
        try await save([], of: booked)
        #expect(try world.answers(booked).isEmpty)
    }

    @Test func `an answer that says the same stays as it was asked, and a new one takes the question as it is now`() async throws {
        var (visit, why) = (try await world.ask("First visit?", options: ["yes", "no"]), try await world.ask("Why?"))
        try await world.assign(visit, why)
        let booked = try await world.book(answering: [visit.answered("yes"), why.answered("so")])
        (visit.text, visit.options) = ("Been here?", ["never", "often"])
        visit = try await SaveQuestion(world.kalends)(visit, actor: World.ana)
        why.text = "What for?"
        why = try await SaveQuestion(world.kalends)(why, actor: World.ana)
        try await save([visit.answered("yes"), why.answered("that")], of: booked)
        #expect(try world.answers(booked).map(\.told) == ["First visit? yes", "What for? that"])
        #expect(try await faults { try await save([visit.answered("no")], of: booked) } == ["question.\(visit.id) answerNotAnOption"])
        try await SaveQuestion(world.kalends).remove(why.id, actor: World.ana)
        try await save([why.answered("that")], of: booked)
        #expect(try world.answers(booked).map(\.told) == ["What for? that"])
        #expect(try world.history("appointment:\(booked.id)").map(\.action) == ["booked", "answered", "answered"])
    }

    @Test func `only schedulers change answers, and only those of a customer who is in the appointment`() async throws {
        let booked = try await world.book(answering: [])
        for actor in [World.vera, .customer] {
            #expect(try await failure(of: NotAllowed.self) { try await save([], of: booked, by: actor) } != nil)
        }
        let stranger = try await failure(of: NotFound.self) {
            _ = try await SaveAnswers(world.kalends)([], of: Cast.dario.id, in: booked.id, actor: World.ana)
        }
        #expect(stranger != nil)
    }
}
