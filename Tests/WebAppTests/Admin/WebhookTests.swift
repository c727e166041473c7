import Booking
import CivilTime
import Hummingbird
import Operations
import Persistence
import TestSupport
import Testing

@testable import AdminApp

/// Programs that are told of events, as administrators see them.
struct WebhookTests {
    private static let hook = SaveWebhook.Request(
        name: "Till & <co>", address: "https://till.example.org/hook", kinds: [.appointmentCreated, .conflictOpened])

    /// With one subscription, and one booking that it is told of.
    private func fixture() async throws -> (AdminFixture, MadeWebhook, WebhookDelivery) {
        let fixture = try AdminFixture()
        let made = try await SaveWebhook(fixture.kalends).make(Self.hook, actor: .user(Cast.ana.id))
        try await fixture.book()
        let delivery = try await fixture.read { try $0.webhookDeliveries.list(of: made.subscription.id, limit: 1).rows[0] }
        return (fixture, made, delivery)
    }

    private func path(_ made: MadeWebhook) -> String { "/admin/webhooks/\(made.subscription.id)" }

    @Test func `the secret is shown once, on the page that answers`() async throws {
        let fixture = try AdminFixture()
        try await fixture.test { ana in
            let answer = try await ana.post(
                "/admin/webhooks",
                ["name": "Till", "address": "https://till.example.org", "kinds": "appointment.created", "kinds": "conflict.opened"])
            #expect(answer.status == .ok && answer.text.contains("value=\"whsec_"))
            let made = try await fixture.read { try $0.webhooks.all()[0] }
            #expect(made.kinds == [.appointmentCreated, .conflictOpened] && made.owner == Cast.ana.id)
            for path in ["/admin/webhooks", "/admin/webhooks/\(made.id)"] {
                let page = try await ana.get(path)
                #expect(page.status == .ok && page.words.contains("Till") && !page.text.contains("whsec_"))
            }
        }
    }

    @Test func `what cannot be used is told at its field, and nothing is made`() async throws {
        let fixture = try AdminFixture()
        try await fixture.test { ana in
            let answer = try await ana.post("/admin/webhooks", ["name": "", "address": "till.example.org"])
            #expect(answer.status == .unprocessableContent)
            for field in ["name", "address", "kinds"] { #expect(answer.text.contains("id=\"\(field)-fault\""), "\(field)") }
        }
        #expect(try await fixture.read { try $0.webhooks.all() }.isEmpty)
    }

    @Test func `a subscription is changed, switched off and on, and removed after a question`() async throws {
        let (fixture, made, _) = try await fixture()
        let path = path(made)
        try await fixture.test { ana in
            let saved = try await ana.post(path, ["name": "Desk", "address": "https://desk.example.org/", "kinds": "appointment.moved"])
            #expect(try await ana.follow(saved).words.contains("“Desk” is saved"))
            let off = try await ana.follow(try await ana.post("\(path)/switch", ["on": "0"]))
            #expect(off.words.contains("Switched off since") && !off.words.contains("Send a test"))
            #expect(try await ana.follow(try await ana.post("\(path)/test")).words.contains("nothing was sent"))
            let on = try await ana.follow(try await ana.post("\(path)/switch", ["on": "1"]))
            #expect(on.words.contains("Switched on") && on.words.contains("Send a test"))
            #expect(try await ana.post("\(path)/remove").words.contains("Remove “Desk”?"))
            #expect(try await fixture.read { try $0.webhooks.all().count } == 1)
            #expect(try await ana.follow(try await ana.post("\(path)/remove", ["confirmed": "1"])).words.contains("No webhooks yet."))
        }
    }

    @Test func `a new secret is shown once, and until when the old one signs, too`() async throws {
        let (fixture, made, _) = try await fixture()
        try await fixture.test { ana in
            let answer = try await ana.post("\(path(made))/secret")
            #expect(answer.text.contains("value=\"whsec_") && !answer.text.contains(made.secret))
            #expect(answer.words.contains("Messages are signed with the old secret as well until"))
            #expect(try await !ana.get(path(made)).text.contains("whsec_"))
        }
    }

    @Test func `a test leads to what becomes of it`() async throws {
        let (fixture, made, _) = try await fixture()
        try await fixture.test { ana in
            let page = try await ana.follow(try await ana.post("\(path(made))/test"))
            #expect(page.words.contains("Message webhook.test") && page.words.contains("Waits to be sent"))
            #expect(page.words.contains("The test is on its way"))
        }
    }

    @Test func `every attempt is told with its answer, which stays text`() async throws {
        let (fixture, made, delivery) = try await fixture()
        try fixture.kalends.database.writeNow { transaction in
            try transaction.webhookDeliveries.append(
                WebhookAttempt(
                    number: 1, at: Cast.morning, status: 500, failure: nil, answer: "<script>alert(1)</script>", milliseconds: 1_234),
                of: delivery.id)
            try transaction.webhookDeliveries.append(
                WebhookAttempt(number: 2, at: Cast.morning, status: nil, failure: "It hangs.", answer: "", milliseconds: 15_000),
                of: delivery.id)
            var failed = delivery
            (failed.state, failed.attempts, failed.tries, failed.nextAt) = (.waiting, 2, 2, fixture.clock.now + .minutes(5))
            try transaction.webhookDeliveries.update(failed)
        }
        try await fixture.test { ana in
            let list = try await ana.get(path(made))
            #expect(list.words.contains("appointment.created") && list.words.contains("2 attempts"))
            let page = try await ana.get("/admin/webhooks/deliveries/\(delivery.id)")
            #expect(page.words.contains("Status 500") && page.words.contains("No answer: It hangs."))
            #expect(page.text.contains("&lt;script&gt;alert(1)") && !page.text.contains("<script>alert(1)"))
            #expect(page.words.contains("cleo@example.org") && page.words.contains(delivery.message))
            let again = try await ana.follow(try await ana.post("/admin/webhooks/deliveries/\(delivery.id)/repeat"))
            #expect(again.words.contains("sent once more"))
        }
        #expect(try await fixture.read { try $0.webhookDeliveries.find(delivery.id)?.tries } == 0)
    }

    @Test func `the history names the subscription and leads to it`() async throws {
        let (fixture, made, _) = try await fixture()
        try await fixture.test { ana in
            let page = try await ana.get("/admin/history?kind=webhook")
            #expect(page.words.contains("Webhook made") && page.words.contains("Till & <co>"))
            #expect(page.text.contains(path(made)) && !page.text.contains("<co>"))
        }
    }
}
