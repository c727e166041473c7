import CivilTime
import Persistence

/// When a message is sent again, and what an answer means for it.
enum WebhookBackOff {
    /// Between one try and the next: those that the Standard Webhooks convention proposes (“Retry schedule”).
    static let pauses: [Seconds] = [
        .seconds(5), .minutes(5), .minutes(30), .hours(2), .hours(5), .hours(10), .hours(14), .hours(20), .hours(24),
    ]

    /// The longest that a receiver is granted by its `Retry-After`.
    static let longestPatience = Seconds.days(1)

    /// A subscription that took nothing for so long, though there was something, is switched off.
    static let endurance = Seconds.days(3)

    /// So long deliveries are kept.
    static let memory = Seconds.days(30)

    /// So long a secret that was replaced signs too.
    static let rotation = Seconds.days(1)

    /// What a try came to.
    enum Verdict: Hashable, Sendable {
        case delivered
        /// The receiver takes nothing at the moment, for so many seconds at least.
        case unwell(atLeast: Double)
        /// It does not want this one message.
        case refused
        /// It wants nothing any more.
        case gone
    }

    /// - Parameter status: `nil` when there was no answer.
    /// - Parameter retryAfter: seconds, as the receiver asked.
    static func verdict(status: Int?, retryAfter: Double?) -> Verdict {
        switch status {
        case .some(200..<300): .delivered
        case 410: .gone
        case 429, 503: .unwell(atLeast: max(0, retryAfter ?? 0))
        // What has to do with the moment, not with the message.
        case 408, 423, 425: .unwell(atLeast: 0)
        case .some(400..<500): .refused
        default: .unwell(atLeast: 0)
        }
    }

    /// When a message that was not taken is sent again; `nil` after its last try. A tenth of the pause at most is added to it, so that what
    /// failed together does not return together.
    /// - Parameter now: the whole second in which the try ended. The pause begins with the next one: no receiver is asked before the time that
    ///   it named.
    static func next(_ delivery: WebhookDelivery, after now: Instant, atLeast seconds: Double) -> Instant? {
        guard delivery.tries >= 1, delivery.tries <= pauses.count else { return nil }
        let pause = pauses[delivery.tries - 1]
        let jitter = (delivery.id &* 7_919 &+ Int64(delivery.attempts) &* 104_729) % (pause.count / 10 + 1)
        let asked = Int64(min(seconds, Double(longestPatience.count)).rounded(.up))
        return now + Seconds(1 + max(pause.count + jitter, asked))
    }
}
