import Booking
import CalendarSimulators
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// What Google says by itself: it only makes a reading due at once, and is never relied on alone.
struct NewsTests {
    let world: World

    init() async throws {
        world = try World()
        try await world.connectGoogle()
        try await world.run()
    }

    private func readingDue() throws -> Instant {
        try #require(try world.jobs(.waiting).first { $0.kind == "read-calendar" }?.due)
    }

    @Test func `a calendar that is read has one channel, and its first message says that it works`() async throws {
        let channel = try #require(try world.channels().first)
        #expect(try world.channels().count == 1 && channel.state == .open && !channel.isHealthy(world.clock.now))
        #expect(channel.address == "https://booking.example.org/push/google")
        #expect(try await world.deliverNews() == 1)
        #expect(try #require(try world.channels().first).isHealthy(world.clock.now))
        #expect(world.google.world.channels.first?.token.map(world.hash(of:)) == channel.tokenHash)
    }

    @Test func `a message makes the reading due at once, and what was entered closes its time`() async throws {
        try await world.deliverNews()
        try world.addEvent(monday(12), monday(13))
        #expect(try readingDue() > world.clock.now)
        #expect(try await world.isOffered(monday(12)))
        #expect(try await world.deliverNews() == 1)
        #expect(try readingDue() == world.clock.now)
        try await world.run()
        #expect(try await !world.isOffered(monday(12)))
    }

    @Test func `whoever brings news is answered without a request of ours`() async throws {
        try await world.deliverNews()
        try world.addEvent(monday(12), monday(13))
        _ = world.asked("")
        #expect(try await world.deliverNews() == 1)
        #expect(world.asked("") == 0)
    }

    @Test func `messages that are not the channel's own change nothing`() async throws {
        try await world.deliverNews()
        try world.addEvent(monday(12), monday(13))
        let message = try #require(world.google.takeDueMessages().first)
        let headers = Dictionary(message.headers.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first })
        let due = try readingDue()
        for (name, value) in [
            ("x-goog-channel-token", "guessed"), ("x-goog-channel-id", "unknown"), ("x-goog-resource-id", "another"),
        ] {
            var forged = headers
            forged[name] = value
            #expect(try await !HearNews(world.kalends)(.google, headers: forged), "\(name)")
        }
        var anonymous = headers
        anonymous["x-goog-channel-token"] = nil
        #expect(try await !HearNews(world.kalends)(.google, headers: anonymous))
        #expect(try await !HearNews(world.kalends)(.google, headers: [:]))
        #expect(try await !HearNews(world.kalends)(.caldav, headers: headers))
        #expect(try readingDue() == due)
        #expect(try await HearNews(world.kalends)(.google, headers: headers))
    }

    @Test func `polling goes on beneath: slower while messages come, and as before once one was missed`() async throws {
        let poll = world.kalends.settings.pollInterval
        try await world.deliverNews()
        try await world.poll()
        #expect(try readingDue() - world.clock.now >= poll * 5)
        world.fault(SimulatedFault(.loseMessage))
        world.clock.advance(by: .seconds(10))
        try world.addEvent(monday(12), monday(13))
        #expect(try await world.deliverNews() == 0)
        world.clock.advance(by: .minutes(10))
        try await world.run()
        #expect(try await !world.isOffered(monday(12)))
        #expect(try readingDue() - world.clock.now < poll * 2)
        try world.addEvent(monday(14), monday(15))
        try await world.deliverNews()
        try await world.run()
        #expect(try readingDue() - world.clock.now >= poll * 5)
    }

    @Test func `a channel is replaced at half its life, and the old one is closed after the new one is open`() async throws {
        try await world.deliverNews()
        let first = try #require(try world.channels().first)
        world.clock.set(to: first.renewal - .seconds(1))
        try await world.run()
        #expect(try world.channels().map(\.id) == [first.id])
        world.clock.advance(by: .minutes(20))
        _ = world.asked("")
        try await world.run()
        let second = try #require(try world.channels().first)
        #expect(try world.channels().count == 1 && second.id != first.id && second.state == .open)
        #expect(world.google.world.channels.map(\.id) == [second.id])
        let paths = world.google.world.requests.map(\.path)
        let (opening, closing) = (paths.firstIndex { $0.hasSuffix("/watch") }, paths.firstIndex { $0.hasSuffix("/stop") })
        #expect(try #require(opening) < #require(closing))
    }

    @Test func `a calendar that is no longer chosen loses its channel, and late messages are dropped`() async throws {
        try await world.deliverNews()
        try world.addEvent(monday(12), monday(13))
        let account = try world.read { try $0.accounts.all()[0] }
        let team = try world.edit(.addCalendar(subject: account.user, name: "Team", timeZone: "Europe/Berlin"))
        try await ConnectCalendar(world.kalends).change(account.id, linked: team, conflicts: [team], actor: World.ana)
        #expect(try await world.deliverNews() == 0)
        try await world.run()
        let calendar = try world.calendar(team)
        #expect(try world.channels().map(\.calendar) == [calendar.id] && world.google.world.channels.count == 1)
    }

    @Test func `a calendar about which Google sends no news is read as ever, and says why`() async throws {
        let account = try world.read { try $0.accounts.all()[0] }
        let team = try world.edit(.addCalendar(subject: account.user, name: "Team", timeZone: "Europe/Berlin"))
        world.fault(
            SimulatedFault(.refuse, method: "events.watch", times: 0, status: 400, reason: "pushNotSupportedForRequestedResource"))
        try await ConnectCalendar(world.kalends).change(account.id, linked: World.email, conflicts: [World.email, team], actor: World.ana)
        try await world.run()
        let calendar = try world.calendar(team)
        let refused = try #require(try world.read { try $0.channels.all(of: calendar.id) }.first)
        #expect(refused.state == .refused && refused.failure?.sentence.contains("read regularly all the same") == true)
        #expect(try world.jobs(.dead).isEmpty && calendar.failure == nil)
        _ = world.asked("")
        try await world.poll()
        #expect(world.asked("/watch") == 0)
        world.clock.advance(by: .days(1))
        try await world.run()
        #expect(world.asked("/watch") >= 1, "what stood in the way may have been mended")
    }

    @Test func `an answer that is lost leaves a channel that is heard, and another takes its place`() async throws {
        let account = try world.read { try $0.accounts.all()[0] }
        let team = try world.edit(.addCalendar(subject: account.user, name: "Team", timeZone: "Europe/Berlin"))
        world.fault(SimulatedFault(.loseAnswer, method: "events.watch"))
        try await ConnectCalendar(world.kalends).change(account.id, linked: World.email, conflicts: [World.email, team], actor: World.ana)
        try await world.run()
        let calendar = try world.calendar(team)
        #expect(try world.read { try $0.channels.all(of: calendar.id) }.map(\.state) == [.opening])
        #expect(try await world.deliverNews() == 2)
        world.clock.advance(by: .minutes(15))
        try await world.run()
        #expect(try world.read { try $0.channels.all(of: calendar.id) }.map(\.state) == [.open])
        #expect(world.google.world.channels.count == 2, "the lost one was closed, as its first message named it")
    }

    @Test func `what our own writes bring about is read once they are over, and news from outside at once`() async throws {
        try await world.deliverNews()
        for hour in 10...12 { try await world.book(monday(hour)) }
        try await world.run()
        #expect(try await world.deliverNews() == 3)
        #expect(try readingDue() > world.clock.now + .seconds(20))
        try world.addEvent(monday(15), monday(16))
        #expect(try await world.deliverNews() == 1)
        #expect(try readingDue() == world.clock.now)
    }

    @Test func `deletions of ours are read once they are over too`() async throws {
        try await world.deliverNews()
        let booked = [try await world.book(monday(10)), try await world.book(monday(11))]
        try await world.run()
        try await world.deliverNews()
        world.clock.advance(by: .minutes(1))
        try await world.run()
        for appointment in booked { try await world.cancel(appointment) }
        try await world.run()
        #expect(try await world.deliverNews() == 2)
        #expect(try readingDue() > world.clock.now + .seconds(20))
    }

    @Test func `a write of which nothing was heard for long hides no news`() async throws {
        try await world.deliverNews()
        try await world.book(monday(10))
        try await world.run()
        _ = world.google.takeDueMessages()
        world.clock.advance(by: .seconds(20))
        try world.addEvent(monday(15), monday(16))
        #expect(try await world.deliverNews() == 1)
        #expect(try readingDue() == world.clock.now)
    }
}
