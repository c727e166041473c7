import Booking
import CivilTime
import Persistence
import Texts

/// How subscriptions and messages stand, in words.
enum WebhookWords {
    /// What an event is: `appointment.created` is `adminWebhook.kindAppointmentCreated`.
    static func key(of kind: WebhookKind) -> String {
        "adminWebhook.kind" + kind.rawValue.split(separator: ".").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// The choices of a form, in the order of the documentation.
    static func kinds(_ texts: Texts) -> [(value: String, label: String)] {
        WebhookKind.subscribable.map { (value: $0.rawValue, label: "\($0.rawValue): \(texts[key(of: $0)])") }
    }

    /// `good`, `waiting` or `bad`, and how it stands.
    static func state(of subscription: WebhookSubscription, _ standing: WebhookStanding, _ visit: Visit) -> (tone: String, text: String) {
        let texts = visit.texts
        if let off = subscription.off {
            let values = ["time": texts.when(off.since, in: visit.zone)]
            return switch off.reason {
            case .byHand: ("waiting", texts("adminWebhook.offByHand", values))
            case .gone: ("bad", texts("adminWebhook.offGone", values))
            case .failing: ("bad", texts("adminWebhook.offFailing", values))
            }
        }
        guard let since = standing.failingSince else { return ("good", texts["adminWebhook.on"]) }
        return ("bad", texts("adminWebhook.failing", ["time": texts.when(since, in: visit.zone)]))
    }

    static func state(of delivery: WebhookDelivery, _ visit: Visit) -> (tone: String, text: String) {
        let texts = visit.texts
        switch delivery.state {
        case .delivered: return ("good", texts["adminWebhook.stateDelivered"])
        case .failed: return ("bad", texts["adminWebhook.stateFailed"])
        case .dropped: return ("bad", texts["adminWebhook.stateDropped"])
        case .waiting:
            guard delivery.tries > 0, let next = delivery.nextAt else { return ("waiting", texts["adminWebhook.stateWaiting"]) }
            guard next > visit.now else { return ("waiting", texts["adminWebhook.stateRetryingNow"]) }
            return ("waiting", texts("adminWebhook.stateRetrying", ["when": texts.relative(next, now: visit.now)]))
        }
    }
}
