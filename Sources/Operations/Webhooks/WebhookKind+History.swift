import Booking

extension WebhookKind {
    /// What the history's entry is to other programs; `nil` for what is told to nobody.
    /// - Parameters:
    ///   - subject: what was changed, as the history names it: `service:…`.
    ///   - before: the facts before; `nil` where they are not kept.
    ///   - after: the facts after.
    init?(_ action: HistoryAction, of subject: String, before: (any Encodable)?, after: (any Encodable)?) {
        let found: WebhookKind? =
            switch subject.prefix(while: { $0 != ":" }) {
            case "appointment": Self.ofAppointment(action)
            case "customer": Self.ofCustomer(action)
            case "service":
                Self.ofRule(
                    action, .serviceCreated, .serviceUpdated, .serviceDeleted,
                    isGone: (before as? Service)?.isActive == true && (after as? Service)?.isActive == false)
            case "staff":
                Self.ofRule(
                    action, .staffMemberCreated, .staffMemberUpdated, .staffMemberDeleted,
                    isGone: (before as? StaffMember)?.isActive == true && (after as? StaffMember)?.isActive == false)
            case "time-off": Self.ofRule(action, .timeOffCreated, .timeOffUpdated, .timeOffDeleted)
            case "business": Self.ofRule(action, .businessCreated, .businessUpdated, nil)
            case "account": Self.ofConnection(action)
            default: nil
            }
        guard let found else { return nil }
        self = found
    }

    private static func ofAppointment(_ action: HistoryAction) -> WebhookKind? {
        switch action {
        case .booked: .appointmentCreated
        case .moved: .appointmentMoved
        case .confirmed: .appointmentConfirmed
        case .cancelled: .appointmentCancelled
        case .reinstated: .appointmentReinstated
        case .annotated, .corrected, .erased, .meetingMade: .appointmentUpdated
        case .movedOutside, .deletedOutside, .cancelledOutside, .overlappedOutside, .editedTwice: .conflictOpened
        case .conflictFollowed, .conflictPutBack, .conflictMoved, .conflictKept, .conflictOvertaken, .conflictClosed: .conflictSettled
        default: nil
        }
    }

    private static func ofCustomer(_ action: HistoryAction) -> WebhookKind? {
        switch action {
        case .created: .customerCreated
        case .changed: .customerUpdated
        case .erased, .removed: .customerErased
        default: nil
        }
    }

    private static func ofConnection(_ action: HistoryAction) -> WebhookKind? {
        switch action {
        case .calendarConnected: .connectionConnected
        case .calendarDisconnected: .connectionDisconnected
        case .credentialsRefused, .calendarFailing: .connectionFailed
        case .credentialsAccepted, .credentialsRenewed, .calendarRecovered: .connectionRecovered
        default: nil
        }
    }

    /// - Parameter isGone: whether the change is what people call a removal.
    private static func ofRule(
        _ action: HistoryAction, _ created: WebhookKind, _ updated: WebhookKind, _ deleted: WebhookKind?, isGone: Bool = false
    ) -> WebhookKind? {
        switch action {
        case .created: created
        case .changed: isGone ? deleted : updated
        case .removed: deleted
        default: nil
        }
    }
}
