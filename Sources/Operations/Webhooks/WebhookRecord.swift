import Booking
import CivilTime
import Messaging
import Persistence

/// Writes down what a try came to, and what follows for the message and its subscription.
struct WebhookRecord {
    let kalends: Kalends
    let transaction: Transaction

    /// A message that was erased meanwhile, or whose subscription is gone, leaves nothing.
    func note(_ attempt: WebhookAttempt, _ verdict: WebhookBackOff.Verdict, of id: Int64) throws {
        guard var delivery = try transaction.webhookDeliveries.find(id),
            let subscription = try transaction.webhooks.find(delivery.subscription)
        else { return }
        try transaction.webhookDeliveries.append(attempt, of: id)
        delivery.attempts += 1
        delivery.tries += 1
        settle(&delivery, verdict)
        try transaction.webhookDeliveries.update(delivery)
        try judge(subscription, attempt, verdict)
        guard try transaction.webhooks.find(subscription.id)?.isOn == true else { return }
        // When that is, the run itself finds out.
        if let next = try transaction.webhookDeliveries.next(of: subscription.id, now: kalends.now)?.nextAt {
            try transaction.leaveDelivering(to: subscription.id, due: max(next, kalends.now), at: kalends.now)
        }
    }

    private func settle(_ delivery: inout WebhookDelivery, _ verdict: WebhookBackOff.Verdict) {
        // Switched off while it was on its way: what arrived has arrived, and nothing is tried again.
        let isDropped = delivery.state == .dropped
        func again(atLeast seconds: Double) {
            guard !isDropped else { return }
            delivery.nextAt = WebhookBackOff.next(delivery, after: kalends.now, atLeast: seconds)
            delivery.state = delivery.nextAt == nil ? .failed : .waiting
        }
        switch verdict {
        case .delivered: (delivery.state, delivery.nextAt) = (.delivered, nil)
        case .unwell(let seconds): again(atLeast: seconds)
        case .refused:
            again(atLeast: 0)
            delivery.isAside = true
        case .gone: (delivery.state, delivery.nextAt) = (isDropped ? .dropped : .failed, nil)
        }
    }

    /// How the subscription fares by it, and whether it is left alone from now on.
    private func judge(_ subscription: WebhookSubscription, _ attempt: WebhookAttempt, _ verdict: WebhookBackOff.Verdict) throws {
        var standing = try transaction.webhooks.standing(of: subscription.id)
        if verdict == .delivered {
            (standing.failingSince, standing.deliveredAt) = (nil, attempt.at)
        } else {
            standing.failingSince = standing.failingSince ?? attempt.at
        }
        try transaction.webhooks.set(standing, of: subscription.id)
        guard subscription.isOn, verdict != .delivered, let since = standing.failingSince else { return }
        let isGone = verdict == .gone
        guard isGone || kalends.now - since >= WebhookBackOff.endurance else { return }
        let last = attempt.failure ?? attempt.status.map { "HTTP \($0)" } ?? ""
        try kalends.switchOff(subscription, isGone ? .gone : .failing, by: .system, reason: last, transaction)
        try tell(subscription, isGone: isGone, since: since, last: last)
    }

    /// Whoever made it is told, or everybody who could have.
    private func tell(_ subscription: WebhookSubscription, isGone: Bool, since: Instant, last: String) throws {
        let managers = try transaction.users.all().filter(\.role.canManageSettings)
        let owner = managers.filter { $0.id == subscription.owner }
        let others = managers.filter { $0.passwordHash != nil }
        let kind = AccountMail.Kind.webhookOff(
            link: "\(kalends.settings.baseURL)/admin/webhooks/\(subscription.id)", name: subscription.name, address: subscription.address,
            isGone: isGone, since: since, last: last)
        for user in !owner.isEmpty ? owner : others.isEmpty ? managers : others {
            try kalends.enqueue(try kalends.accountMail(kind, to: user, transaction), kind: "webhook-off", appointment: nil, transaction)
        }
    }
}
