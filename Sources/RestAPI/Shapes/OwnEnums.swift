import Booking
import Persistence
import RestShape

/// The enumerations of what Graph does not have.
enum OwnEnums {
    /// What a subscription may be told of.
    static let webhookEventType = EnumDefinition("webhookEventType", WebhookKind.subscribable.map(\.rawValue))
    static let webhookDisabledReason = EnumDefinition("webhookDisabledReason", ["byHand", "gone", "failing"])
    static let webhookDeliveryState = EnumDefinition("webhookDeliveryState", WebhookDelivery.State.allCases.map(\.rawValue))
    static let jobState = EnumDefinition("jobState", Job.State.allCases.map(\.rawValue))
}
