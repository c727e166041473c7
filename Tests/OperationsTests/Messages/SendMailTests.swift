import Booking
import CivilTime
import Messaging
import Persistence
import TestSupport
import Testing

@testable import Operations

struct SendMailTests {
    @Test func `a mail that is not taken now is tried again with the same bytes`() async throws {
        let world = try World()
        world.mail.fail(.passing, times: 2)
        try await world.book(monday(10))
        try await world.run()
        #expect(try world.mails().map(\.state) == [.waiting, .waiting])
        #expect(try world.mails().map(\.lastReply) == ["451 Try again later", "451 Try again later"])
        try await world.poll()
        #expect(try world.mails().map(\.state) == [.sent, .sent] && world.mail.deliveries.count == 2)
        #expect(try world.mails().map(\.attempts) == [2, 2])
    }

    @Test func `a mail that is on its way when the server is to stop arrives, and is known to have`() async throws {
        let world = try World()
        let (begun, end) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream())
        let transport = MailTransport { (_, _, _) async throws(MailTransport.Failure) -> String in
            begun.continuation.yield()
            for await _ in end.stream { break }
            if Task.isCancelled { throw .passing }
            return "250 2.0.0 Ok: queued"
        }
        let running = Task { await JobRunner(world.kalends, mail: transport, worker: "test").run() }
        try await world.book(monday(10), email: "", by: World.ana)
        for await _ in begun.stream { break }
        running.cancel()
        end.continuation.yield()
        await running.value
        #expect(try world.mails().map(\.state) == [.sent] && world.jobs(.running).isEmpty)
    }

    @Test func `a mail that will never be taken is given up at once and shown`() async throws {
        let world = try World()
        world.mail.fail(.permanent)
        try await world.book(monday(10))
        try await world.run()
        #expect(try world.mails().map(\.state).sorted { $0.rawValue < $1.rawValue } == [.failed, .sent])
        #expect(try world.jobs(.dead).map(\.lastError) == ["550 No such mailbox"])
    }

    @Test func `a mail server that stays away for two days ends in a failed mail, not in one that seems to wait`() async throws {
        let world = try World()
        world.mail.fail(.passing, times: 1000)
        try await world.book(monday(10), with: nil, email: "", by: World.ana)
        for _ in 0..<20 {
            world.clock.advance(by: .hours(3))
            try await world.run()
        }
        #expect(try world.mails().map(\.state) == [.failed] && world.jobs(.dead).count == 1)
    }

    @Test func `sending again takes the dead job off the list and sends the same message`() async throws {
        let world = try World()
        world.mail.fail(.permanent)
        try await world.book(monday(10), email: "", by: World.ana)
        try await world.run()
        let mail = try #require(try world.mails().first)
        try await ResendMail(world.kalends)(mail.id, actor: World.ben)
        try await world.run()
        #expect(try world.mails().map(\.state) == [.sent] && world.jobs(.dead).isEmpty)
        #expect(world.mail.deliveries.first?.message.contains(mail.messageID) == true)
    }

    @Test func `a dead job of a mail that is revived sends it`() async throws {
        let world = try World()
        world.mail.fail(.permanent)
        try await world.book(monday(10), email: "", by: World.ana)
        try await world.run()
        let dead = try #require(try world.jobs(.dead).first)
        try await ReviveJob(world.kalends)(dead.id, actor: World.ana)
        try await world.run()
        #expect(world.mail.deliveries.count == 1)
    }

    @Test(arguments: ["{}", "not json"]) func `a dead job that nobody can read is told as such and stays`(_ payload: String) async throws {
        let world = try World()
        let now = world.clock.now
        let id = try await world.database.write { transaction in
            let id = try transaction.jobs.enqueue(kind: "send-mail", payload: payload, lane: "mail:0", due: now)
            _ = try transaction.jobs.claim(now: now, worker: "w", leaseUntil: now + .minutes(1), limit: 1)
            _ = try transaction.jobs.bury(id, worker: "w", error: "unreadable")
            return id
        }
        await #expect(throws: UnreadableJob()) { try await ReviveJob(world.kalends)(id, actor: World.ana) }
        #expect(try world.jobs(.dead).map(\.id) == [id])
        try await DiscardJob(world.kalends)(id, actor: World.ana)
        #expect(try world.jobs(.dead).isEmpty)
    }

    @Test func `without a mail server mails wait, and are taken up by the start that has one`() async throws {
        let world = try World(isMailConfigured: false)
        try await world.book(monday(10))
        try await JobRunner(world.kalends, mail: nil, worker: "test").drain()
        #expect(try world.mails().map(\.state) == [.waiting, .waiting])
        let settings = Kalends.Settings(
            baseURL: "https://booking.example.org", mailFrom: "booking@example.org", isMailConfigured: true, pollInterval: .minutes(1),
            version: "1")
        let started = Kalends(
            database: world.database, zones: world.kalends.zones, clock: world.clock.reading,
            identifiers: SequentialIDs(after: 1000).making,
            secretKey: world.kalends.secretKey, settings: settings, providers: [], logger: world.kalends.logger)
        let runner = JobRunner(started, mail: world.mail.transport, worker: "test")
        try await runner.prepare()
        try await runner.prepare()
        try await runner.drain()
        #expect(try world.mails().map(\.state) == [.sent, .sent] && world.mail.deliveries.count == 2)
    }

    @Test func `a test mail tells its receiver's address to nobody else`() async throws {
        let world = try World()
        try await SendTestMail(world.kalends)(to: " eve@example.org ", business: Cast.studio.id, actor: World.ana)
        try await world.run()
        #expect(world.mail.deliveries.map(\.to) == ["eve@example.org"])
        let invalid: Invalid? = try await failure {
            try await SendTestMail(world.kalends)(to: "eve", business: Cast.studio.id, actor: World.ana)
        }
        #expect(invalid == Invalid("to", "emailMalformed"))
    }
}
