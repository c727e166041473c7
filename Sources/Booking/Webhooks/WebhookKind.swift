/// What other programs can be told of: a noun in Graph's words, and what happened to it.
public enum WebhookKind: String, Hashable, Sendable, Codable, CaseIterable {
    case appointmentCreated = "appointment.created"
    /// To another time, or to other people.
    case appointmentMoved = "appointment.moved"
    /// Anything else about it.
    case appointmentUpdated = "appointment.updated"
    /// It awaited confirmation, and takes place.
    case appointmentConfirmed = "appointment.confirmed"
    case appointmentCancelled = "appointment.cancelled"
    /// It takes place after all.
    case appointmentReinstated = "appointment.reinstated"

    /// Entered by themselves; customers who come with a booking are told with that.
    case customerCreated = "customer.created"
    case customerUpdated = "customer.updated"
    case customerErased = "customer.erased"

    case serviceCreated = "service.created"
    case serviceUpdated = "service.updated"
    case serviceDeleted = "service.deleted"
    case staffMemberCreated = "staffMember.created"
    case staffMemberUpdated = "staffMember.updated"
    case staffMemberDeleted = "staffMember.deleted"
    case timeOffCreated = "timeOff.created"
    case timeOffUpdated = "timeOff.updated"
    case timeOffDeleted = "timeOff.deleted"
    case businessCreated = "business.created"
    case businessUpdated = "business.updated"

    /// A booking and its calendar disagree, and somebody has to say what counts.
    case conflictOpened = "conflict.opened"
    case conflictSettled = "conflict.settled"

    case connectionConnected = "connection.connected"
    case connectionDisconnected = "connection.disconnected"
    /// It does not work, and does not mend itself.
    case connectionFailed = "connection.failed"
    case connectionRecovered = "connection.recovered"

    /// Nothing happened: somebody wants to see whether it arrives.
    case test = "webhook.test"

    /// What somebody can subscribe to.
    public static let subscribable = allCases.filter { $0 != .test }
}
