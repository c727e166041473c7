public import Booking
public import CivilTime

/// One message to one subscription, and what became of it.
public struct WebhookDelivery: Hashable, Sendable {
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case waiting, delivered
        /// Given up after its last try.
        case failed
        /// Never sent to its end: the subscription was switched off.
        case dropped
    }

    /// 0 until it is stored; it rises with every event.
    public var id: Int64
    public var subscription: WebhookSubscription.ID
    /// The message's own id (`webhook-id`), the same each time it is sent.
    public var message: String
    /// As `WebhookKind` writes it.
    public var kind: String
    /// What it is about, as the history names it: `appointment:…`.
    public var subject: String
    /// JSON, to the last byte as it is sent and signed.
    public var body: String
    public var createdAt: Instant
    public var state: State
    /// How often it was sent in all.
    public var attempts: Int
    /// How often since it was last asked for: the place in the back-off.
    public var tries: Int
    /// It waits by itself and holds up none of those behind it.
    public var isAside: Bool
    /// When it is tried next; `nil` unless it waits.
    public var nextAt: Instant?

    public init(
        id: Int64 = 0, subscription: WebhookSubscription.ID, message: String, kind: String, subject: String, body: String,
        createdAt: Instant, state: State = .waiting, attempts: Int = 0, tries: Int = 0, isAside: Bool = false, nextAt: Instant?
    ) {
        self.id = id
        self.subscription = subscription
        self.message = message
        self.kind = kind
        self.subject = subject
        self.body = body
        self.createdAt = createdAt
        self.state = state
        self.attempts = attempts
        self.tries = tries
        self.isAside = isAside
        self.nextAt = nextAt
    }
}

/// One time that a message was sent.
public struct WebhookAttempt: Hashable, Sendable {
    /// From 1.
    public var number: Int
    public var at: Instant
    /// What the receiver answered; `nil` when it did not.
    public var status: Int?
    /// Why there was no answer, for a person; `nil` when there was one.
    public var failure: String?
    /// The beginning of what it answered.
    public var answer: String
    public var milliseconds: Int

    public init(number: Int, at: Instant, status: Int?, failure: String?, answer: String, milliseconds: Int) {
        self.number = number
        self.at = at
        self.status = status
        self.failure = failure
        self.answer = answer
        self.milliseconds = milliseconds
    }
}

extension WebhookDelivery {
    init(row: any SQLRow) throws {
        self.init(
            id: try row.integer("id"), subscription: try row.id("subscription"), message: try row.text("message"),
            kind: try row.text("kind"),
            subject: try row.text("subject"), body: try row.text("body"), createdAt: try row.instant("created_at"),
            state: try row.choice("state"), attempts: try row.count("attempts"), tries: try row.count("tries"),
            isAside: try row.flag("is_aside"), nextAt: try row.instantOrNil("next_at"))
    }

    func columns() -> Columns {
        [
            "subscription": subscription, "message": message, "kind": kind, "subject": subject, "body": body, "created_at": createdAt,
            "state": state.rawValue, "attempts": attempts, "tries": tries, "is_aside": isAside, "next_at": nextAt,
        ]
    }
}

extension WebhookAttempt {
    init(row: any SQLRow) throws {
        self.init(
            number: try row.count("number"), at: try row.instant("happened_at"), status: try row.countOrNil("status"),
            failure: try row.textOrNil("failure"), answer: try row.text("answer"), milliseconds: try row.count("milliseconds"))
    }

    func columns(of delivery: Int64) -> Columns {
        [
            "delivery": delivery, "number": number, "happened_at": at, "status": status, "failure": failure, "answer": answer,
            "milliseconds": milliseconds,
        ]
    }
}
