import Booking
import CivilTime
import Persistence
import Secrets
import TestSupport
import Testing
import Texts

@testable import Operations

/// Subscriptions are made, changed and ended by administrators; their secrets are shown once.
struct SaveWebhookTests {
    private let world: World

    init() throws { world = try World() }

    @Test func `the secret is shown once, and stands nowhere in the open`() async throws {
        let hook = try await world.subscribe()
        #expect(hook.secret.hasPrefix("whsec_") && hook.secret.utf8.count == 50)
        let stored = try world.webhook(hook)
        #expect(!"\(stored)".contains(hook.secret) && stored.owner == Cast.ana.id)
        let told = try world.read { try $0.history.latest(limit: 100) }.map { "\($0)" }.joined()
        #expect(!told.contains(hook.secret) && !told.contains(stored.sealedSecret))
        #expect(try world.kalends.secrets(of: stored).map(\.text) == [hook.secret])
    }

    @Test func `for a day after a new secret both sign, then the new one alone`() async throws {
        let hook = try await world.subscribe()
        let renewed = try await RenewWebhookSecret(world.kalends)(hook.subscription.id, actor: World.ana)
        #expect(renewed.secret != hook.secret)
        try await world.book(monday(10))
        try await world.run()
        let post = try #require(world.receiver.posts.last)
        #expect(post.signatures.count == 2 && post.isSigned(by: hook.secret) && post.isSigned(by: renewed.secret))
        world.clock.advance(by: .days(1))
        try await TestWebhook(world.kalends)(hook.subscription.id, actor: World.ana)
        try await world.run()
        let later = try #require(world.receiver.posts.last)
        #expect(later.signatures.count == 1 && later.isSigned(by: renewed.secret) && !later.isSigned(by: hook.secret))
    }

    @Test func `what is switched off is told nothing, then and later`() async throws {
        let hook = try await world.subscribe()
        let id = hook.subscription.id
        try await world.book(monday(10))
        try await SwitchWebhook(world.kalends)(id, on: false, actor: World.ana)
        try await world.book(monday(12))
        try await world.run()
        #expect(world.receiver.posts.isEmpty)
        #expect(try world.deliveries(hook).map(\.state) == [.dropped])
        #expect(try await failure(of: WebhookIsOff.self) { try await TestWebhook(world.kalends)(id, actor: World.ana) } != nil)
        let dropped = try world.deliveries(hook)[0].id
        #expect(try await failure(of: WebhookIsOff.self) { try await RepeatDelivery(world.kalends)(dropped, actor: World.ana) } != nil)
        try await SwitchWebhook(world.kalends)(id, on: true, actor: World.ana)
        try await world.run()
        #expect(world.receiver.posts.isEmpty)
        try await RepeatDelivery(world.kalends)(dropped, actor: World.ana)
        try await world.run()
        #expect(world.receiver.posts.count == 1)
    }

    @Test func `a test says what it is, and arrives whatever was subscribed to`() async throws {
        let hook = try await world.subscribe(to: [.conflictOpened])
        let message = try await TestWebhook(world.kalends)(hook.subscription.id, actor: World.ana)
        try await world.run()
        #expect(world.receiver.posts.map(\.id) == [message])
        #expect(world.receiver.posts[0].body.contains("\"type\":\"webhook.test\""))
    }

    @Test func `what is removed leaves nothing, and what is under way for it ends`() async throws {
        let hook = try await world.subscribe()
        try await world.book(monday(10))
        try await RemoveWebhook(world.kalends)(hook.subscription.id, actor: World.ana)
        try await world.run()
        #expect(world.receiver.posts.isEmpty)
        #expect(try world.deliveries(hook).isEmpty)
        #expect(try world.jobs(.dead).isEmpty)
    }

    @Test func `only administrators may`() async throws {
        let hook = try await world.subscribe()
        let id = hook.subscription.id
        let request = SaveWebhook.Request(name: "Mine", address: "https://a.example.org", kinds: [.appointmentCreated])
        try await world.book(monday(10))
        let delivery = try world.deliveries(hook)[0].id
        let before = try world.read { try $0.history.latest(limit: 1)[0].id }
        for actor in [World.ben, World.vera, .customer] {
            let acts: [() async throws -> Void] = [
                { _ = try await SaveWebhook(world.kalends).make(request, actor: actor) },
                { try await SaveWebhook(world.kalends).change(id, to: request, actor: actor) },
                { try await SwitchWebhook(world.kalends)(id, on: false, actor: actor) },
                { _ = try await RenewWebhookSecret(world.kalends)(id, actor: actor) },
                { try await TestWebhook(world.kalends)(id, actor: actor) },
                { try await RepeatDelivery(world.kalends)(delivery, actor: actor) },
                { try await RemoveWebhook(world.kalends)(id, actor: actor) },
            ]
            for act in acts { #expect(try await failure(of: NotAllowed.self, act) != nil) }
        }
        #expect(try world.read { try $0.history.latest(limit: 1)[0].id } == before)
    }

    @Test(arguments: [
        ("", "https://a.example.org", true, "name"), ("x", "https://a.example.org", false, "kinds"), ("x", "", true, "address"),
        ("x", "a.example.org", true, "address"), ("x", "ftp://a.example.org", true, "address"), ("x", "https://", true, "address"),
        ("x", "https:///hook", true, "address"), ("x", "https://user:secret@a.example.org/", true, "address"),
        ("x", "https://a.example.org/#part", true, "address"), ("x", "https://a example.org", true, "address"),
        ("x", "https://a.example.org/\u{7F}", true, "address"), ("x", "https://:80/", true, "address"),
    ])
    func `what cannot be used is named`(_ name: String, _ address: String, _ hasKinds: Bool, _ field: String) async throws {
        let request = SaveWebhook.Request(name: name, address: address, kinds: hasKinds ? [.appointmentCreated] : [.test])
        let invalid = try await failure(of: Invalid.self) { _ = try await SaveWebhook(world.kalends).make(request, actor: World.ana) }
        #expect(invalid?.faults.map(\.field) == [field])
        #expect(try world.read { try $0.webhooks.all() }.isEmpty)
    }

    @Test func `there are fifty at most`() async throws {
        for number in 0..<SaveWebhook.most { try await world.subscribe("No. \(number)") }
        #expect(try await failure(of: Invalid.self) { try await world.subscribe() } != nil)
    }
}
