public import Booking
import CivilTime
import Persistence
import Secrets
import Texts

/// Makes a subscription to events, or changes one. Its secret is shown once.
public struct SaveWebhook: Sendable {
    /// What somebody chooses.
    public struct Request: Hashable, Sendable {
        public var name: String
        /// `https:`; `http:` reaches what the operator named (`KALENDS_ALLOW_PRIVATE_ADDRESSES`), and nothing else.
        public var address: String
        public var kinds: Set<WebhookKind>

        public init(name: String, address: String, kinds: Set<WebhookKind>) {
            (self.name, self.address, self.kinds) = (name, address, kinds)
        }
    }

    /// So many there may be.
    public static let most = 50
    private static let longestAddress = 1_000

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Returns: the subscription, and its secret as the receiver needs it (`whsec_…`).
    /// - Throws: `Invalid` naming `name`, `address` or `kinds`, `NotAllowed`, `StoreFailure`.
    public func make(_ request: Request, actor: Actor) async throws -> MadeWebhook {
        let tidied = try checked(request)
        let secret = WebhookSecret.random()
        return try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            guard try transaction.webhooks.all().count < Self.most else {
                throw Invalid("name", "webhooksTooMany", ["limit": "\(Self.most)"])
            }
            let id = WebhookSubscription.ID(kalends.newID())
            let subscription = WebhookSubscription(
                id: id, name: tidied.name, address: tidied.address, kinds: tidied.kinds, sealedSecret: kalends.sealed(secret, of: id),
                owner: actor.userID, createdAt: kalends.now)
            try transaction.webhooks.insert(subscription)
            try transaction.recordWebhook(.webhookMade, before: nil, subscription, actor, kalends.now)
            return MadeWebhook(subscription: subscription, secret: secret.text)
        }
    }

    /// - Throws: `Invalid` naming `name`, `address` or `kinds`, `NotAllowed`, `NotFound`, `StoreFailure`.
    @discardableResult
    public func change(_ id: WebhookSubscription.ID, to request: Request, actor: Actor) async throws -> WebhookSubscription {
        let tidied = try checked(request)
        return try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            let before = try transaction.webhook(id)
            var after = before
            (after.name, after.address, after.kinds) = (tidied.name, tidied.address, tidied.kinds)
            guard after != before else { return before }
            try transaction.webhooks.update(after)
            try transaction.recordWebhook(.webhookChanged, before: before, after, actor, kalends.now)
            return after
        }
    }

    private func checked(_ request: Request) throws -> Request {
        let tidied = Request(
            name: request.name.trimmed, address: request.address.trimmed, kinds: request.kinds.intersection(WebhookKind.subscribable))
        var faults = Check.text(tidied.name, field: "name", limit: 100, noun: "name")
        if tidied.name.isEmpty { faults.append(FieldFault(field: "name", key: "nameMissing")) }
        if !Self.canBeOpened(tidied.address) { faults.append(FieldFault(field: "address", key: "webhookAddress")) }
        if tidied.kinds.isEmpty { faults.append(FieldFault(field: "kinds", key: "webhookKindsMissing")) }
        guard faults.isEmpty else { throw Invalid(faults) }
        return tidied
    }

    /// A scheme, a host, and nothing that does not belong into an address; a name and a password would stand in every list. Where it leads is
    /// looked at each time that something is sent.
    private static func canBeOpened(_ address: String) -> Bool {
        let lowered = address.lowercased()
        guard let scheme = ["https://", "http://"].first(where: lowered.hasPrefix), address.utf8.count <= longestAddress,
            address.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !address.contains("#")
        else { return false }
        let authority = address.dropFirst(scheme.count).prefix { !"/?".contains($0) }
        return authority.first.map { $0 != ":" } ?? false && !authority.contains("@") && !authority.contains("\\")
    }
}

/// A subscription that was just made, or given a new secret.
public struct MadeWebhook: Hashable, Sendable {
    public var subscription: WebhookSubscription
    /// `whsec_` and base64; nobody can read it here again.
    public var secret: String
}

/// A subscription as the history keeps it: nothing by which anybody could sign.
private struct WebhookSettings: Encodable {
    var name: String
    var address: String
    var kinds: [String]
    var isOn: Bool

    init(_ subscription: WebhookSubscription) {
        (name, address, isOn) = (subscription.name, subscription.address, subscription.isOn)
        kinds = subscription.kinds.map(\.rawValue).sorted()
    }
}

extension Transaction {
    /// - Throws: `NotFound`.
    func webhook(_ id: WebhookSubscription.ID) throws -> WebhookSubscription {
        guard let found = try webhooks.find(id) else { throw NotFound("webhook") }
        return found
    }

    func recordWebhook(
        _ action: HistoryAction, before: WebhookSubscription?, _ after: WebhookSubscription, _ actor: Actor, _ now: Instant,
        reason: String? = nil
    ) throws {
        try record(
            action, "webhook:\(after.id)", by: actor, at: now, reason: reason ?? after.name, before: before.map(WebhookSettings.init),
            after: WebhookSettings(after))
    }
}

extension Actor {
    /// The user who does it; `nil` for anybody else.
    var userID: User.ID? { if case .user(let id) = self { id } else { nil } }
}
