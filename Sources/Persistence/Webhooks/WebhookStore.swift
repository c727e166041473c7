public import Booking
public import CivilTime

/// How a subscription fares.
public struct WebhookStanding: Hashable, Sendable {
    /// When the first attempt failed after the last one that did not; `nil` while nothing stands in the way.
    public var failingSince: Instant?
    /// When a message was last taken.
    public var deliveredAt: Instant?

    public init(failingSince: Instant? = nil, deliveredAt: Instant? = nil) {
        self.failingSince = failingSince
        self.deliveredAt = deliveredAt
    }
}

/// Who is told of what happens. Whatever happens reads who is to be told, so that they stand in the catalogue; how each fares does not.
public struct WebhookStore {
    let transaction: Transaction

    public func insert(_ subscription: WebhookSubscription) throws {
        try transaction.changeCatalogue()
        try transaction.insert(subscription)
    }

    public func update(_ subscription: WebhookSubscription) throws {
        try transaction.changeCatalogue()
        try transaction.update(subscription)
    }

    /// Removes it with everything that was or is to be sent to it.
    public func delete(_ id: WebhookSubscription.ID) throws {
        try transaction.changeCatalogue()
        try transaction.execute(
            "DELETE FROM webhook_deliveries WHERE organization = ? AND subscription = ?", transaction.organization, id)
        try transaction.execute("DELETE FROM webhook_subscriptions WHERE organization = ? AND id = ?", transaction.organization, id)
    }

    public func find(_ id: WebhookSubscription.ID) throws -> WebhookSubscription? { try transaction.find(where: "id = ?", id) }

    /// By their names.
    public func all() throws -> [WebhookSubscription] { try transaction.all("ORDER BY name, id") }

    /// Those that are switched on.
    public func subscribers() throws -> [WebhookSubscription] {
        let known: [WebhookSubscription]? = try transaction.catalogued(.webhooks) { try all().filter(\.isOn) }
        return known ?? []
    }

    public func standing(of id: WebhookSubscription.ID) throws -> WebhookStanding {
        let sql = "SELECT failing_since, delivered_at FROM webhook_subscriptions WHERE organization = ? AND id = ?"
        let found = try transaction.row(sql, transaction.organization, id) {
            WebhookStanding(failingSince: try $0.instantOrNil("failing_since"), deliveredAt: try $0.instantOrNil("delivered_at"))
        }
        return found ?? WebhookStanding()
    }

    public func set(_ standing: WebhookStanding, of id: WebhookSubscription.ID) throws {
        transaction.touch(.jobs)
        try transaction.execute(
            "UPDATE webhook_subscriptions SET failing_since = ?, delivered_at = ? WHERE organization = ? AND id = ?",
            standing.failingSince, standing.deliveredAt, transaction.organization, id)
    }
}
