import Booking
import CivilTime
import Messaging
import Persistence
import Secrets
import TestSupport
import Testing

@testable import Operations

/// Receivers that take everything, and those that fail, hang, ask for patience or go away.
struct DeliveryTests {
    private let world: World

    init() throws { world = try World() }

    private func attempts(_ delivery: WebhookDelivery) throws -> [WebhookAttempt] {
        try world.read { try $0.webhookDeliveries.attempts(of: delivery.id) }
    }

    private func sendTest(_ hook: MadeWebhook) async throws { try await TestWebhook(world.kalends)(hook.subscription.id, actor: World.ana) }

    @Test func `a message is posted with its id, its time and a signature that the receiver believes`() async throws {
        let hook = try await world.subscribe()
        try await world.book(monday(10))
        try await world.run()
        let post = try #require(world.receiver.posts.first)
        let delivery = try world.deliveries(hook)[0]
        #expect(world.receiver.posts.count == 1 && post.address == "https://till.example.org/hook" && post.body == delivery.body)
        #expect(post.headers["Content-Type"] == "application/json" && post.id == delivery.message && post.id.hasPrefix("msg_"))
        #expect(post.timestamp == world.clock.now.secondsSinceEpoch)
        #expect(post.isSigned(by: hook.secret) && post.signatures.count == 1)
        #expect(!post.isSigned(by: WebhookSecret.random().text))
        #expect(delivery.state == .delivered && delivery.attempts == 1 && delivery.nextAt == nil)
        #expect(try attempts(delivery).map(\.status) == [204] && attempts(delivery).map(\.answer) == ["said 204"])
        #expect(try world.read { try $0.webhooks.standing(of: hook.subscription.id) }.deliveredAt == world.clock.now)
    }

    @Test func `while the receiver is not well everything waits behind the first one, and arrives in order`() async throws {
        let hook = try await world.subscribe()
        world.receiver.answer(.status(500), .silence("It cannot be reached."))
        let booked = try await world.book(monday(10))
        try await world.run()
        try await world.cancel(booked)
        try await world.run()
        #expect(world.receiver.posts.count == 1)
        world.clock.advance(by: .seconds(6))
        try await world.run()
        #expect(world.receiver.posts.count == 2)
        world.clock.advance(by: .minutes(6))
        try await world.run()
        let deliveries = try world.deliveries(hook)
        #expect(
            world.receiver.posts.map(\.id) == [deliveries[0].message, deliveries[0].message, deliveries[0].message, deliveries[1].message])
        #expect(try attempts(deliveries[0]).map(\.status) == [500, nil, 204])
        #expect(try attempts(deliveries[0])[1].failure == "It cannot be reached.")
        #expect(Set(world.receiver.posts.prefix(3).map(\.body)).count == 1)
        #expect(Set(world.receiver.posts.prefix(3).map(\.timestamp)).count == 3)
        #expect(world.receiver.posts.allSatisfy { $0.isSigned(by: hook.secret) })
    }

    @Test func `a message that alone is refused steps aside, and the next ones pass`() async throws {
        let hook = try await world.subscribe()
        world.receiver.answer(.status(422))
        let booked = try await world.book(monday(10))
        try await world.cancel(booked)
        try await world.run()
        #expect(try world.deliveries(hook).map(\.state) == [.waiting, .delivered])
        world.clock.advance(by: .seconds(6))
        try await world.run()
        #expect(try world.deliveries(hook).map(\.state) == [.delivered, .delivered])
        #expect(try attempts(world.deliveries(hook)[0]).map(\.status) == [422, 204])
    }

    @Test func `tries come at the documented times, and after the last one the message is given up`() async throws {
        let hook = try await world.subscribe(to: [.appointmentCreated])
        world.receiver.answerAlways(.status(404))
        let start = world.clock.now
        try await world.book(monday(10))
        for _ in 0..<12 {
            try await world.run()
            // Somebody else's message is taken now and then: the receiver is not given up.
            world.receiver.answer(.status(200))
            try await sendTest(hook)
            try await world.run()
            guard let next = try world.deliveries(hook)[0].nextAt else { break }
            world.clock.set(to: next)
        }
        let delivery = try world.deliveries(hook)[0]
        #expect(delivery.state == .failed && delivery.attempts == 10)
        let times = try attempts(delivery).map { ($0.at - start).count }
        let planned = WebhookBackOff.pauses.map(\.count)
        for (pause, gap) in zip(planned, zip(times.dropFirst(), times).map { $0 - $1 }) {
            #expect((pause...pause + pause / 10 + 1).contains(gap), "\(pause) \(gap)")
        }
        #expect(planned.reduce(0, +) == 272_105)
        #expect(try world.webhook(hook).isOn)
    }

    @Test(arguments: [429, 503]) func `a receiver that asks for patience is granted it, a day at most`(_ status: Int) async throws {
        let hook = try await world.subscribe()
        world.receiver.answer(.status(status, retryAfter: 3_600), .status(status, retryAfter: 1e9))
        try await world.book(monday(10))
        try await world.run()
        // Time is counted in whole seconds: the one in which the answer came is not over.
        let hour = Seconds.hours(1) + .seconds(1)
        #expect(try world.deliveries(hook)[0].nextAt == world.clock.now + hour)
        world.clock.advance(by: hour)
        try await world.run()
        let day = Seconds.days(1) + .seconds(1)
        #expect(try world.deliveries(hook)[0].nextAt == world.clock.now + day)
        world.clock.advance(by: day)
        try await world.run()
        #expect(try world.deliveries(hook)[0].state == .delivered && world.receiver.posts.count == 3)
    }

    @Test func `a receiver that is gone is left alone at once, and its owner is told`() async throws {
        let hook = try await world.subscribe()
        world.receiver.answer(.status(410))
        let booked = try await world.book(monday(10))
        try await world.cancel(booked)
        try await world.run()
        #expect(world.receiver.posts.count == 1)
        #expect(try world.webhook(hook).off?.reason == .gone)
        #expect(try world.deliveries(hook).map(\.state) == [.failed, .dropped])
        let mail = try #require(try world.mails().first { $0.kind == "webhook-off" })
        #expect(mail.to == Cast.ana.email && mail.subject.contains("Till"))
        try await world.book(monday(12))
        #expect(try world.deliveries(hook).count == 2)
        #expect(try world.history("webhook:\(hook.subscription.id)").last?.actor == "system")
    }

    @Test func `a receiver that takes nothing for three days is switched off, and its owner is told once`() async throws {
        let hook = try await world.subscribe()
        world.receiver.answerAlways(.silence("The server did not answer completely within 15 seconds."))
        try await world.book(monday(10))
        for _ in 0..<20 {
            try await world.run()
            guard try world.webhook(hook).isOn, let next = try world.deliveries(hook)[0].nextAt else { break }
            #expect(world.clock.now - Cast.morning < .days(4))
            world.clock.set(to: next)
        }
        #expect(try world.webhook(hook).off?.reason == .failing)
        #expect(world.clock.now - Cast.morning >= .days(3))
        #expect(world.receiver.posts.count == 10)
        #expect(try world.mails().filter { $0.kind == "webhook-off" }.count == 1)
        try await SwitchWebhook(world.kalends)(hook.subscription.id, on: true, actor: World.ana)
        try await sendTest(hook)
        try await world.run()
        #expect(try world.webhook(hook).isOn, "one failure after it was switched on again is none that lasts")
    }

    @Test func `a message is repeated by hand with its id and a new time, and holds up nobody`() async throws {
        let hook = try await world.subscribe()
        try await world.book(monday(10))
        try await world.run()
        let first = try world.deliveries(hook)[0]
        world.clock.advance(by: .hours(2))
        world.receiver.answer(.status(500))
        try await RepeatDelivery(world.kalends)(first.id, actor: World.ana)
        try await world.run()
        try await world.book(monday(12))
        try await world.run()
        let posts = world.receiver.posts
        #expect(posts.map(\.id) == [first.message, first.message, try world.deliveries(hook)[1].message])
        #expect(posts[0].body == posts[1].body && posts[1].timestamp == posts[0].timestamp + 7_200)
        #expect(try world.deliveries(hook)[0].state == .waiting && attempts(first).map(\.number) == [1, 2])
        world.clock.advance(by: .seconds(6))
        try await world.run()
        #expect(try world.deliveries(hook)[0].state == .delivered)
    }

    @Test func `one that hangs does not keep another one waiting for its turn`() async throws {
        let slow = try await world.subscribe("Slow")
        let quick = try await world.subscribe("Quick", at: "https://quick.example.org")
        world.receiver.answer(.silence("Nothing came."), .status(204))
        try await world.book(monday(10))
        try await world.run()
        let states = try [slow, quick].map { try world.deliveries($0)[0].state }
        #expect(states.sorted { $0.rawValue < $1.rawValue } == [.delivered, .waiting])
    }

    @Test func `work that is cut short before its record is posted again with the same id`() async throws {
        let hook = try await world.subscribe()
        try await world.book(monday(10))
        let (begun, end) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream())
        let hanging = WebhookTransport { (_) async throws(WebhookTransport.Failure) -> WebhookTransport.Answer in
            begun.continuation.yield()
            for await _ in end.stream { break }
            throw WebhookTransport.Failure(sentence: "The request was cancelled.")
        }
        let running = Task { await JobRunner(world.kalends, mail: nil, webhooks: hanging, worker: "test").run() }
        for await _ in begun.stream { break }
        running.cancel()
        end.continuation.yield()
        await running.value
        #expect(try attempts(world.deliveries(hook)[0]).isEmpty)
        try await world.run()
        #expect(
            try world.deliveries(hook)[0].state == .delivered && world.receiver.posts.map(\.id) == world.deliveries(hook).map(\.message))
    }

    @Test func `what waited while there was no way out is taken up at the next start`() async throws {
        let hook = try await world.subscribe()
        try await world.book(monday(10))
        try await JobRunner(world.kalends, mail: nil, worker: "test").drain()
        #expect(try world.deliveries(hook)[0].state == .waiting)
        try await JobRunner(world.kalends, mail: nil, webhooks: world.receiver.transport, worker: "test").prepare()
        try await world.run()
        #expect(try world.deliveries(hook)[0].state == .delivered)
    }

    @Test func `messages are kept for 30 days`() async throws {
        let hook = try await world.subscribe()
        try await world.book(monday(10))
        try await world.run()
        world.clock.advance(by: .days(30))
        try await Sweep(kalends: world.kalends)()
        #expect(try world.deliveries(hook).count == 1)
        world.clock.advance(by: .seconds(1))
        try await Sweep(kalends: world.kalends)()
        #expect(try world.deliveries(hook).isEmpty)
    }

    @Test(
        arguments: [
            (200, .delivered), (204, .delivered), (299, .delivered), (301, .unwell(atLeast: 0)), (302, .unwell(atLeast: 0)),
            (400, .refused),
            (401, .refused), (404, .refused), (408, .unwell(atLeast: 0)), (410, .gone), (425, .unwell(atLeast: 0)),
            (429, .unwell(atLeast: 7)),
            (500, .unwell(atLeast: 0)), (503, .unwell(atLeast: 7)), (nil, .unwell(atLeast: 0)),
        ] as [(Int?, WebhookBackOff.Verdict)])
    func `an answer means what the documentation says`(_ status: Int?, _ verdict: WebhookBackOff.Verdict) {
        #expect(WebhookBackOff.verdict(status: status, retryAfter: 7) == verdict)
    }
}
