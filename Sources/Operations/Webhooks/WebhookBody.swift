import CivilTime

/// What is posted: what happened, when, and to what.
struct WebhookBody<Facts: Encodable>: Encodable {
    /// As `WebhookKind` writes it.
    var type: String
    /// When it happened, RFC 3339 in UTC.
    var timestamp: String
    var data: Facts

    init(_ type: String, at now: Instant, _ data: Facts) {
        (self.type, timestamp, self.data) = (type, now.description, data)
    }
}

/// A time as Graph writes it (`dateTimeTimeZone`), always in UTC.
struct WebhookTime: Encodable {
    var dateTime: String
    var timeZone = "UTC"

    init(_ instant: Instant) { dateTime = String(instant.description.prefix { $0 != "Z" }) + ".0000000" }
}
