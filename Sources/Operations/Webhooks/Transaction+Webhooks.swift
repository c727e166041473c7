import Booking
import CalendarSync
import CivilTime
import Persistence
import Secrets

extension Transaction {
    /// Leaves a message for everybody who asked to be told of what the history's entry says, in the transaction of the entry.
    func tell(
        _ action: HistoryAction, _ subject: String, at now: Instant, reason: String, before: (any Encodable)?, after: (any Encodable)?
    ) throws {
        guard let kind = WebhookKind(action, of: subject, before: before, after: after) else { return }
        let subscribers = try webhooks.subscribers().filter { $0.kinds.contains(kind) }
        guard !subscribers.isEmpty, let body = try body(kind, action, subject, at: now, reason: reason, before: before, after: after)
        else { return }
        for subscription in subscribers { try leave(kind, body, about: subject, for: subscription.id, at: now) }
    }

    /// - Returns: the message's id.
    @discardableResult
    func leave(_ kind: WebhookKind, _ body: String, about subject: String, for id: WebhookSubscription.ID, at now: Instant) throws -> String
    {
        let message = "msg_" + Token.random()
        try webhookDeliveries.append(
            WebhookDelivery(
                subscription: id, message: message, kind: kind.rawValue, subject: subject, body: body, createdAt: now, nextAt: now))
        try leaveDelivering(to: id, due: now, at: now)
        return message
    }

    /// Three lanes: receivers that hang hold up three workers, and not the calendars. One job a subscription carries its whole line, so that
    /// nothing overtakes.
    func leaveDelivering(to id: WebhookSubscription.ID, due: Instant, at now: Instant) throws {
        let lane = id.rawValue.utf8.reduce(UInt(0)) { $0 &+ UInt($1) } % 3
        try jobs.leave(
            kind: JobKind.deliverWebhooks.rawValue, payload: try payload(DeliverWebhooksPayload(subscription: id)), lane: "webhook:\(lane)",
            key: "webhook:\(id)", due: due, now: now)
    }

    /// - Returns: `nil` where what it is about is gone.
    private func body(
        _ kind: WebhookKind, _ action: HistoryAction, _ subject: String, at now: Instant, reason: String, before: (any Encodable)?,
        after: (any Encodable)?
    ) throws -> String? {
        let id = String(subject.drop { $0 != ":" }.dropFirst())
        func written(_ facts: (some Encodable)?) throws -> String? {
            try facts.map { try payload(WebhookBody(kind.rawValue, at: now, $0)) }
        }
        switch kind {
        case .appointmentCreated, .appointmentMoved, .appointmentUpdated, .appointmentConfirmed, .appointmentCancelled,
            .appointmentReinstated:
            return try written(
                try (after as? Appointment ?? appointments.find(Appointment.ID(id))).map {
                    WebhookFacts.OfAppointment($0, before: kind == .appointmentMoved ? before as? Appointment : nil)
                })
        case .conflictOpened, .conflictSettled:
            return try written(
                try (after as? Appointment ?? appointments.find(Appointment.ID(id))).map {
                    WebhookFacts.OfConflict(cause: action.rawValue, appointment: WebhookFacts.OfAppointment($0, before: nil))
                })
        case .customerCreated, .customerUpdated, .customerErased:
            return try written(
                try (after as? Customer ?? customers.find(Customer.ID(id)) ?? before as? Customer).map(WebhookFacts.OfCustomer.init))
        case .serviceCreated, .serviceUpdated, .serviceDeleted:
            return try written((after as? Service ?? before as? Service).map(WebhookFacts.OfService.init))
        case .staffMemberCreated, .staffMemberUpdated, .staffMemberDeleted:
            return try written((after as? StaffMember ?? before as? StaffMember).map(WebhookFacts.OfStaffMember.init))
        case .businessCreated, .businessUpdated:
            return try written((after as? Business ?? before as? Business).map(WebhookFacts.OfBusiness.init))
        case .timeOffCreated, .timeOffUpdated, .timeOffDeleted:
            return try written(try (after as? TimeOff ?? before as? TimeOff).map(told))
        case .connectionConnected, .connectionDisconnected, .connectionFailed, .connectionRecovered:
            return try written(
                try accounts.find(CalendarAccount.ID(id)).map {
                    WebhookFacts.OfConnection(
                        id: id, displayName: $0.name, staffMemberIds: try staff.all(of: $0.resource).map(\.id.rawValue),
                        cause: action.rawValue, reason: action == .calendarFailing ? reason : nil)
                })
        case .test: return nil
        }
    }

    private func told(_ timeOff: TimeOff) throws -> WebhookFacts.OfTimeOff {
        WebhookFacts.OfTimeOff(
            id: timeOff.id.rawValue, staffMemberIds: try staff.all(of: timeOff.resource).map(\.id.rawValue),
            startDateTime: WebhookTime(timeOff.span.start), endDateTime: WebhookTime(timeOff.span.end))
    }
}
