import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing
import Texts

@testable import Operations

/// One event that is missed, and one time that is not offered.
struct QuestionTests {
    private func ask(_ world: World, _ text: String = "", day: Span? = nil) async throws -> [AskAboutEvent.Candidate] {
        try await AskAboutEvent(world.kalends).candidates(Cast.benResource.id, text: text, day: day, actor: World.ana)
    }

    private func cause(_ world: World, _ question: AskAboutEvent.Question) async throws -> String? {
        let found = try await AskAboutEvent(world.kalends)(question, of: Cast.benResource.id, actor: World.ana)
        return found.diagnosis.first?.finding?.cause ?? found.diagnosis.reassurance?.key
    }

    private func only(_ world: World, _ text: String = "") async throws -> AskAboutEvent.Question {
        guard case .event(let block)? = try await ask(world, text).first else { throw NotFound("event") }
        return .event(block.calendar, block.item, block.block.span.start)
    }

    @Test(arguments: [("busy", "eventBusy"), ("free", "eventFree"), ("private", "eventPrivate")])
    func `an event that was read is told as it is`(payload: String, cause wanted: String) async throws {
        let world = try World()
        try await world.connect()
        world.server.put("dentist", Span(monday(12), monday(13)), payload: payload)
        try await world.poll()
        #expect(try await cause(world, try await only(world)) == wanted)
    }

    @Test func `an event of a calendar that closes no time is told so`() async throws {
        let world = try World()
        try await world.connect(linked: "work", conflicts: ["family"])
        world.server.put("dentist", Span(monday(12), monday(13)))
        try await world.poll()
        #expect(try await cause(world, try await only(world, "dent")) == "eventInOpenCalendar")
    }

    @Test func `an event of a calendar that is not read is looked for where it may be`() async throws {
        let world = try World()
        try await world.connect()
        world.server.put("dentist", Span(monday(12), monday(13)), in: "family")
        try await world.poll()
        #expect(try await ask(world, "dentist").isEmpty)
        #expect(try await cause(world, .missing("Dentist")) == "eventElsewhere")
        world.server.change { $0.remotes = [$0.remotes[0]] }
        #expect(try await cause(world, .missing("Dentist")) == "eventNotFound")
        world.server.change { $0.password = "changed" }
        #expect(try await cause(world, .missing("Dentist")) == "refused")
    }

    @Test func `a private event has no title to be found by, and is looked for by its day`() async throws {
        let world = try World()
        try await world.connect()
        world.server.put("secret", Span(monday(12), monday(13)), payload: "private")
        try await world.poll()
        #expect(try await cause(world, .missing("Dentist")) == "eventUntitledOrElsewhere")
        // Whoever asks by the day has seen what stands there.
        #expect(try await cause(world, .missing("Monday", byTitle: false)) == "eventElsewhere")
        world.server.change { $0.remotes = [$0.remotes[0]] }
        #expect(try await cause(world, .missing("Dentist")) == "eventUntitled")
        #expect(try await ask(world, day: Span(monday(0), monday(24))).count == 1)
    }

    @Test func `a booking of somebody else, a cancelled one and one that stands are told as they are`() async throws {
        let world = try World()
        try await world.connect()
        let own = try await world.book(monday(10))
        let others = try await world.book(monday(11), with: Cast.anaMember)
        #expect(try await cause(world, .booking(own.id)) == "bookingWaits")
        try await world.run()
        #expect(try await cause(world, .booking(own.id)) == "bookingStands")
        #expect(try await cause(world, .booking(others.id)) == "notTheirs")
        try await world.cancel(own)
        #expect(try await cause(world, .booking(own.id)) == "bookingCancelled")
    }

    @Test func `a day lists its events and bookings, and nothing of others`() async throws {
        let world = try World()
        try await world.connect()
        world.server.put("one", Span(monday(12), monday(13)))
        world.server.put("two", Span(monday(12) + .days(1), monday(13) + .days(1)))
        try await world.poll()
        try await world.book(monday(10))
        try await world.book(monday(10), with: Cast.anaMember)
        #expect(try await ask(world, day: Span(monday(0), monday(24))).count == 2)
        #expect(try await ask(world, "cleo").count == 1)
        #expect(try await ask(world, "nothing").isEmpty)
    }

    @Test func `an event that does not exist, or somebody else's, is not told`() async throws {
        let world = try World()
        try await world.connect()
        let calendar = try world.calendar()
        await #expect(throws: NotFound.self) { try await cause(world, .event(calendar.id, "none.ics", monday(10))) }
        await #expect(throws: NotFound.self) { try await cause(world, .booking(Appointment.ID("none"))) }
    }

    // MARK: One time

    private func closure(_ world: World, _ start: Instant) async throws -> String? {
        let answers = try await AskAboutSlot(world.kalends)(
            Cast.haircut.id, staff: Cast.benMember.id, at: start, actor: World.ana)
        return answers.first?.statement.key
    }

    @Test func `a time that is not offered names what closed it, as the search itself does`() async throws {
        let world = try World()
        try await world.connect()
        #expect(try await closure(world, monday(10)) == "slotFree")
        #expect(try await closure(world, monday(10, 7)) == "slotBetweenStarts")
        #expect(try await closure(world, monday(7)) == "slotOutsideHours")
        #expect(try await closure(world, monday(20)) == "slotOutsideHours")
        #expect(try await closure(world, monday(10) + .days(140)) == "slotTooFar")
        try await world.book(monday(10))
        #expect(try await closure(world, monday(10)) == "slotClaimed")
        world.server.put("dentist", Span(monday(12), monday(13)))
        world.server.put("secret", Span(monday(14), monday(15)), payload: "private")
        try await world.poll()
        #expect(try await closure(world, monday(12)) == "slotBusy")
        #expect(try await closure(world, monday(14)) == "slotBusyPrivate")
        for hour in 9..<17 {
            let start = monday(hour)
            #expect(try await (closure(world, start) == "slotFree") == world.isOffered(start), "\(hour)")
        }
    }

    @Test func `a closed day is told as one, with the next that is not`() async throws {
        let world = try World()
        let sunday = monday(11) - .days(1)
        let answers = try await AskAboutSlot(world.kalends)(Cast.haircut.id, staff: Cast.benMember.id, at: sunday, actor: World.ana)
        let statement = try #require(answers.first?.statement)
        #expect(statement.key == "slotDayClosedUntil" && statement.values["day"] == .span(Span(monday(-24), monday(0))))
        #expect(statement.values["next"] == .moment(monday(9)))
        let zone = try #require(world.kalends.zones.zone(named: Cast.studio.zone))
        let words = DiagnosisWords(texts: Texts(language: "en"), zone: zone)(statement)
        #expect(words.hasPrefix("Ben: closed on Sunday 22 November 2026, all day. The next hours begin Monday 23 November 2026, 09:00"))
    }
}
