import Booking
import CivilTime
import Testing

@testable import Persistence

/// Subscriptions to events, and what is sent to them.
@Suite(.everyEngine) struct WebhookStoreTests {
    private let database: Database
    private static let hook = WebhookSubscription(
        id: "w-1", name: "Till", address: "https://till.example.org/hook", kinds: [.appointmentCreated, .conflictOpened],
        sealedSecret: "sealed", formerSecret: WebhookSubscription.FormerSecret(sealed: "old", until: morning), owner: "u-ana",
        createdAt: morning)

    init() throws {
        database = try Cast.emptyDatabase()
        try database.writeNow { try $0.webhooks.insert(Self.hook) }
    }

    private static func delivery(
        _ message: String, aside: Bool = false, at next: Instant? = morning, about subject: String = "appointment:p-1"
    )
        -> WebhookDelivery
    {
        WebhookDelivery(
            subscription: hook.id, message: message, kind: "appointment.created", subject: subject, body: "{}", createdAt: morning,
            state: next == nil ? .delivered : .waiting, isAside: aside, nextAt: next)
    }

    private func append(_ deliveries: WebhookDelivery...) throws {
        try database.writeNow { transaction in for delivery in deliveries { try transaction.webhookDeliveries.append(delivery) } }
    }

    private func next(_ now: Instant) throws -> String? {
        try database.readNow { try $0.webhookDeliveries.next(of: Self.hook.id, now: now)?.message }
    }

    @Test func `a subscription comes back as it was, and how it fares beside it`() throws {
        try database.writeNow { transaction in
            #expect(try transaction.webhooks.find(Self.hook.id) == Self.hook)
            try transaction.webhooks.set(WebhookStanding(failingSince: morning, deliveredAt: morning - .days(1)), of: Self.hook.id)
            var off = Self.hook
            (off.off, off.formerSecret) = (WebhookSubscription.Off(since: morning, reason: .gone), nil)
            try transaction.webhooks.update(off)
            #expect(try transaction.webhooks.all() == [off])
            #expect(
                try transaction.webhooks.standing(of: off.id) == WebhookStanding(failingSince: morning, deliveredAt: morning - .days(1)))
        }
    }

    @Test func `who is switched on is known at once after every change`() throws {
        func subscribers() throws -> [WebhookSubscription] { try database.readNow { try $0.webhooks.subscribers() } }
        #expect(try subscribers() == [Self.hook] && subscribers() == [Self.hook])
        var off = Self.hook
        off.off = WebhookSubscription.Off(since: morning, reason: .byHand)
        try database.writeNow { [off] in try $0.webhooks.update(off) }
        #expect(try subscribers() == [])
        try database.writeNow { try $0.webhooks.update(Self.hook) }
        #expect(try subscribers() == [Self.hook])
        try database.writeNow { try $0.webhooks.delete(Self.hook.id) }
        #expect(try subscribers() == [])
    }

    @Test func `the line comes before what waits aside, unless it has to wait itself`() throws {
        try append(
            Self.delivery("a", at: morning + .hours(1)), Self.delivery("b"), Self.delivery("c", aside: true, at: morning + .minutes(10)),
            Self.delivery("d", at: nil))
        #expect(try next(morning) == "c")
        #expect(try next(morning + .hours(1)) == "a")
    }

    @Test func `what is alone is next, and what is done is not`() throws {
        try append(Self.delivery("a", aside: true, at: morning + .minutes(10)), Self.delivery("d", at: nil))
        #expect(try next(morning) == "a")
        try database.writeNow { try $0.webhookDeliveries.drop(of: Self.hook.id) }
        #expect(try next(morning) == nil)
        #expect(try database.readNow { try $0.webhookDeliveries.find(message: "a")?.state } == .dropped)
        #expect(try database.readNow { try $0.webhookDeliveries.find(message: "d")?.state } == .delivered)
    }

    @Test func `a message keeps what it says, and its attempts go with it`() throws {
        try append(Self.delivery("a"), Self.delivery("b", about: "customer:c-cleo"))
        var delivery = try #require(try database.readNow { try $0.webhookDeliveries.find(message: "a") })
        let attempts = [
            WebhookAttempt(number: 1, at: morning, status: nil, failure: "No answer.", answer: "", milliseconds: 15_000),
            WebhookAttempt(number: 2, at: morning + .seconds(5), status: 500, failure: nil, answer: "Oops\n", milliseconds: 3),
        ]
        (delivery.state, delivery.nextAt, delivery.attempts, delivery.tries, delivery.isAside) = (.failed, nil, 2, 2, true)
        try database.writeNow { [delivery] transaction in
            for attempt in attempts { try transaction.webhookDeliveries.append(attempt, of: delivery.id) }
            try transaction.webhookDeliveries.update(delivery)
        }
        try database.readNow { [delivery] (transaction: Transaction) throws in
            #expect(try transaction.webhookDeliveries.find(delivery.id) == delivery)
            #expect(try transaction.webhookDeliveries.attempts(of: delivery.id) == attempts)
            #expect(try transaction.webhookDeliveries.list(of: Self.hook.id, limit: 1).rows.map(\.message) == ["b"])
            #expect(try transaction.webhookDeliveries.list(of: Self.hook.id, limit: 1).total == 2)
            #expect(try transaction.webhookDeliveries.awaited() == [Self.hook.id])
        }
        try database.writeNow { try $0.webhookDeliveries.forget(subject: "appointment:p-1") }
        try database.readNow { [delivery] (transaction: Transaction) throws in
            #expect(try transaction.webhookDeliveries.attempts(of: delivery.id) == [])
            #expect(try transaction.webhookDeliveries.list(of: Self.hook.id, limit: 9).rows.map(\.message) == ["b"])
        }
        #expect(try database.writeNow { try $0.webhookDeliveries.deleteBefore(morning) } == 0)
        #expect(try database.writeNow { try $0.webhookDeliveries.deleteBefore(morning + .seconds(1)) } == 1)
    }

    @Test func `a message that is gone cannot be changed`() throws {
        #expect(throws: StoreFailure.missing(table: "webhook_deliveries", key: "7")) {
            try database.writeNow { transaction in
                var delivery = Self.delivery("a")
                delivery.id = 7
                try transaction.webhookDeliveries.update(delivery)
            }
        }
    }
}
