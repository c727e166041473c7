public import Booking
public import CivilTime

/// What is to be sent to subscriptions, and what was, for some weeks.
public struct WebhookDeliveryStore {
    let transaction: Transaction

    public func append(_ delivery: WebhookDelivery) throws {
        transaction.touch(.jobs)
        try transaction.insert(delivery.columns(), into: "webhook_deliveries")
    }

    public func find(_ id: Int64) throws -> WebhookDelivery? { try first("id = ?", [id.sqlValue]) }

    public func find(message: String) throws -> WebhookDelivery? { try first("message = ?", [message.sqlValue]) }

    /// Changes how it stands; what it says stays.
    /// - Throws: `StoreFailure.missing` when it is not there any more.
    public func update(_ delivery: WebhookDelivery) throws {
        transaction.touch(.jobs)
        let sql = """
            UPDATE webhook_deliveries SET state = ?, attempts = ?, tries = ?, is_aside = ?, next_at = ? WHERE organization = ? AND id = ?
            """
        let changed = try transaction.execute(
            sql, delivery.state.rawValue, delivery.attempts, delivery.tries, delivery.isAside, delivery.nextAt, transaction.organization,
            delivery.id)
        guard changed > 0 else { throw StoreFailure.missing(table: "webhook_deliveries", key: String(delivery.id)) }
    }

    /// What comes next in a subscription's line: the first of those that wait in it, or whichever aside of it is due first, if that is earlier
    /// or nothing waits in the line; of two that are due, the one in the line.
    public func next(of id: WebhookSubscription.ID, now: Instant) throws -> WebhookDelivery? {
        let waiting = "subscription = ? AND state = 'waiting' AND is_aside = "
        let inLine = try first(waiting + "0 ORDER BY id LIMIT 1", [id.sqlValue])
        if let due = inLine?.nextAt, due <= now { return inLine }
        let aside = try first(waiting + "1 ORDER BY next_at, id LIMIT 1", [id.sqlValue])
        guard let inLine else { return aside }
        guard let aside, let (first, second) = aside.nextAt.flatMap({ next in inLine.nextAt.map { (next, $0) } }) else { return inLine }
        return first < second ? aside : inLine
    }

    /// The subscriptions for which something waits.
    public func awaited() throws -> [WebhookSubscription.ID] {
        try transaction.rows(
            "SELECT DISTINCT subscription FROM webhook_deliveries WHERE organization = ? AND state = 'waiting' ORDER BY subscription",
            transaction.organization
        ) { try $0.id("subscription") }
    }

    /// What waits for a subscription is not sent any more.
    public func drop(of id: WebhookSubscription.ID) throws {
        transaction.touch(.jobs)
        try transaction.execute(
            """
            UPDATE webhook_deliveries SET state = 'dropped', next_at = NULL
            WHERE organization = ? AND subscription = ? AND state = 'waiting'
            """, transaction.organization, id)
    }

    /// A subscription's, the latest first, and how many there are in all.
    public func list(of id: WebhookSubscription.ID, limit: Int, offset: Int = 0) throws -> (rows: [WebhookDelivery], total: Int) {
        let condition = "organization = ? AND subscription = ?"
        let arguments = [transaction.organization.sqlValue, id.sqlValue]
        let total = try transaction.number("SELECT COUNT(*) FROM webhook_deliveries WHERE \(condition)", arguments)
        let sql = "SELECT * FROM webhook_deliveries WHERE \(condition) ORDER BY id DESC LIMIT ? OFFSET ?"
        return (try transaction.rows(sql, arguments + [limit.sqlValue, offset.sqlValue], WebhookDelivery.init(row:)), Int(total))
    }

    public func append(_ attempt: WebhookAttempt, of delivery: Int64) throws {
        transaction.touch(.jobs)
        try transaction.insert(attempt.columns(of: delivery), into: "webhook_attempts")
    }

    /// In their order.
    public func attempts(of delivery: Int64) throws -> [WebhookAttempt] {
        try transaction.rows(
            "SELECT * FROM webhook_attempts WHERE organization = ? AND delivery = ? ORDER BY number, id", transaction.organization,
            delivery,
            read: WebhookAttempt.init(row:))
    }

    /// Removes everything that tells of a subject, sent or not, to erase personal data.
    public func forget(subject: String) throws {
        let sql = "DELETE FROM webhook_deliveries WHERE organization = ? AND subject = ?"
        if try transaction.execute(sql, transaction.organization, subject) > 0 { transaction.touch(.jobs) }
    }

    /// - Returns: how many were removed.
    @discardableResult
    public func deleteBefore(_ instant: Instant) throws -> Int {
        try transaction.execute(
            "DELETE FROM webhook_deliveries WHERE organization = ? AND created_at < ?", transaction.organization, instant)
    }

    private func first(_ condition: String, _ arguments: [SQLValue]) throws -> WebhookDelivery? {
        let sql = "SELECT * FROM webhook_deliveries WHERE organization = ? AND \(condition)"
        return try transaction.rows(sql, [transaction.organization.sqlValue] + arguments, WebhookDelivery.init(row:)).first
    }
}
