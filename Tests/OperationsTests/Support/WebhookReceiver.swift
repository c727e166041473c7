import Booking
import CivilTime
import Messaging
import Persistence
import Secrets
import Synchronization
import TestSupport

@testable import Operations

/// A receiver of webhooks in memory: it takes everything, but for what it was told to answer.
final class WebhookReceiver: Sendable {
    enum Reply: Sendable {
        case status(Int, retryAfter: Double? = nil)
        case silence(String)
    }

    struct Post: Sendable {
        var address: String
        var headers: [String: String]
        var body: String

        var id: String { headers["webhook-id"] ?? "" }
        var timestamp: Int64 { Int64(headers["webhook-timestamp"] ?? "") ?? 0 }
        var signatures: [String] { (headers["webhook-signature"] ?? "").split(separator: " ").map(String.init) }

        /// Whether somebody who knows that secret believes it.
        func isSigned(by secret: String) -> Bool {
            guard let secret = WebhookSecret(parsing: secret) else { return false }
            return signatures.contains(secret.signature(id: id, timestamp: timestamp, body: Array(body.utf8)))
        }
    }

    private let state = Mutex((posts: [Post](), replies: [Reply](), standard: Reply.status(204)))

    var posts: [Post] { state.withLock { $0.posts } }

    /// What it answers to the next ones, one after the other.
    func answer(_ replies: Reply...) { state.withLock { $0.replies += replies } }

    /// What it answers whenever nothing else was said.
    func answerAlways(_ reply: Reply) { state.withLock { $0.standard = reply } }

    var transport: WebhookTransport {
        WebhookTransport { (message) async throws(WebhookTransport.Failure) -> WebhookTransport.Answer in
            let reply: Reply = self.state.withLock { state in
                let headers = Dictionary(message.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
                state.posts.append(Post(address: message.address, headers: headers, body: String(decoding: message.body, as: UTF8.self)))
                return state.replies.isEmpty ? state.standard : state.replies.removeFirst()
            }
            switch reply {
            case .status(let status, let retryAfter):
                return WebhookTransport.Answer(status: status, retryAfter: retryAfter, beginning: "said \(status)")
            case .silence(let sentence): throw WebhookTransport.Failure(sentence: sentence)
            }
        }
    }
}

extension World {
    static let everything = Set(WebhookKind.subscribable)

    /// Somebody is told of everything from now on.
    @discardableResult
    func subscribe(
        _ name: String = "Till", to kinds: Set<WebhookKind> = World.everything, at address: String = "https://till.example.org/hook"
    ) async throws -> MadeWebhook {
        try await SaveWebhook(kalends).make(SaveWebhook.Request(name: name, address: address, kinds: kinds), actor: World.ana)
    }

    /// What was or is to be sent to a subscription, in the order of the events.
    func deliveries(_ hook: MadeWebhook) throws -> [WebhookDelivery] {
        try read { try $0.webhookDeliveries.list(of: hook.subscription.id, limit: 1_000).rows.reversed() }
    }

    func webhook(_ hook: MadeWebhook) throws -> WebhookSubscription {
        guard let found = try read({ try $0.webhooks.find(hook.subscription.id) }) else { throw NotFound("webhook") }
        return found
    }
}
