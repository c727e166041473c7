import Booking
import CalendarSync
import CivilTime
import Logging
import Messaging
import Persistence

/// Which use case carries out which kind of job, and what its failure means.
struct JobHandlers: Sendable {
    let kalends: Kalends
    let mail: MailTransport?
    let webhooks: WebhookTransport?

    func outcome(of job: Job) async -> JobOutcome {
        do {
            try await carryOut(job)
            return .done
        } catch {
            // Whatever it says: work that was cut short was not refused, and is nobody's trouble.
            return outcome(of: Task.isCancelled ? CancellationError() : error, job)
        }
    }

    private func carryOut(_ job: Job) async throws {
        switch JobKind(rawValue: job.kind) {
        case .pushLink: try await PushLink(kalends: kalends)(try decode(PushLinkPayload.self, from: job.payload))
        case .removeEvent: try await RemoveEvent(kalends: kalends)(try decode(RemoveEventPayload.self, from: job.payload))
        case .removeItem: try await ItemWork(kalends: kalends).remove(try decode(ItemWorkPayload.self, from: job.payload))
        case .restoreItem: try await ItemWork(kalends: kalends).restore(try decode(ItemWorkPayload.self, from: job.payload))
        case .readCalendar: try await ReadCalendar(kalends: kalends)(try decode(ReadCalendarPayload.self, from: job.payload).calendar)
        case .keepLess: try await KeepLess(kalends: kalends)(try decode(KeepLessPayload.self, from: job.payload).calendar)
        case .openChannel: try await OpenChannel(kalends: kalends)(try decode(OpenChannelPayload.self, from: job.payload).calendar)
        case .closeChannel: try await CloseChannel(kalends: kalends)(try decode(CloseChannelPayload.self, from: job.payload).channel)
        case .endAccess: try await EndAccess(kalends: kalends)(try decode(EndAccessPayload.self, from: job.payload))
        case .composeMails: try await ComposeMails(kalends: kalends)(try decode(ComposeMailsPayload.self, from: job.payload))
        case .sendMail:
            // Without a server the mail stays in the queue; it is taken up at the next start that has one.
            guard let mail else { return }
            try await SendMail(kalends: kalends, transport: mail)(try decode(SendMailPayload.self, from: job.payload))
        case .deliverWebhooks:
            // Without a way out messages wait; they are taken up at the next start that has one.
            guard let webhooks else { return }
            try await DeliverWebhooks(kalends: kalends, transport: webhooks)(try decode(DeliverWebhooksPayload.self, from: job.payload))
        case .sweep: try await Sweep(kalends: kalends)()
        case .diagnose:
            let target = try decode(DiagnosePayload.self, from: job.payload)
            _ = try await DiagnoseConnection(kalends)(target.resource, depth: target.depth, actor: .system)
        case .watchCalendars: try await WatchCalendars(kalends: kalends)()
        case .checkConnections: try await CheckConnections(kalends: kalends)()
        case nil: throw UnknownKind(kind: job.kind)
        }
    }

    private struct UnknownKind: Error { var kind: String }

    private func outcome(of error: any Error, _ job: Job) -> JobOutcome {
        let isRecurring = RecurringWork.isRecurring(job)
        switch error {
        case let failure as ProviderFailure:
            kalends.logger.warning("A calendar did not do its part", metadata: ["job": "\(job.kind)", "reason": "\(failure.sentence)"])
            switch failure.retry {
            case .never where !isRecurring: return .buried(reason: failure.sentence, trouble: failure)
            // A server that is away comes back; one that answers nonsense for a day needs a person.
            case .after where !isRecurring && !failure.isPassing && job.attempts >= Self.patience:
                return .buried(reason: failure.sentence, trouble: failure)
            case .never, .reauthorize: return .again(due: kalends.now + .minutes(10), reason: failure.sentence, trouble: failure)
            case .after(let seconds): return .again(due: later(job, atLeast: seconds), reason: failure.sentence, trouble: failure)
            }
        case let failure as MailTransport.Failure:
            kalends.logger.warning("A mail was not sent", metadata: ["reason": "\(failure.sentence)"])
            if failure.isPermanent || (job.attempts >= Self.patience && kalends.now - job.createdAt > Self.mailLifetime) {
                return .buried(reason: failure.sentence)
            }
            return .again(due: later(job, atLeast: 0), reason: failure.sentence)
        // Every job can be done twice, so that one whose end is unknown is simply done again.
        case let failure as StoreFailure where failure.isPassing:
            kalends.logger.error("A job must wait for the database", metadata: ["job": "\(job.kind)", "error": "\(failure.sentence)"])
            // By the time this is written down the database takes something again.
            return .again(due: kalends.now + .seconds(1), reason: failure.sentence)
        case is RemoveEvent.NoWayIn:
            return .again(due: kalends.now + .days(1), reason: "The account is disconnected; an event is left in it until it is connected.")
        case is SwitchedOff:
            // Switching on hastens it.
            return .again(due: kalends.now + .days(30), reason: "The sync of this person is switched off. This waits until it is on again.")
        case is CancellationError:
            return .again(due: kalends.now, reason: "Kalends was stopped.")
        case is DecodingError, is UnknownKind:
            return .buried(reason: "This program cannot read the job: \(error)")
        default:
            kalends.logger.error("A job failed", metadata: ["job": "\(job.kind)", "error": "\(error)"])
            let trouble = trouble(of: job, error)
            if job.attempts >= Self.patience, !isRecurring { return .buried(reason: "\(error)", trouble: trouble) }
            return .again(due: later(job, atLeast: 0), reason: "\(error)", trouble: trouble)
        }
    }

    /// A calendar that cannot be read for a reason of our own is in trouble, too: nobody must believe that it is looked at.
    private func trouble(of job: Job, _ error: any Error) -> ProviderFailure? {
        guard JobKind(rawValue: job.kind) == .readCalendar else { return nil }
        let reason = (error as? StoreFailure)?.sentence ?? "\(error)"
        return ProviderFailure(.invalidAnswer, "What the calendar said could not be kept: \(reason)")
    }

    /// Tries of work that fails for no passing reason.
    private static let patience = 12
    /// How long a mail is tried (RFC 5321 section 4.5.4.1 advises four to five days; an appointment is sooner than that).
    private static let mailLifetime = Seconds.days(2)

    /// The longest patience that a server is granted.
    private static let longestPatience = 86_400.0

    /// Doubles from 5 seconds to 15 minutes, or as long as the server asked, a day at most; spread by a quarter of the doubled time, so that
    /// what failed together does not return together.
    private func later(_ job: Job, atLeast seconds: Double) -> Instant {
        let doubled = min(900, Int64(5) << Int64(min(job.attempts, 8)))
        let asked = Int64(min(max(0, seconds), Self.longestPatience).rounded(.up))
        return kalends.now + Seconds(max(asked, doubled) + job.id % (doubled / 4 + 1))
    }

    /// What the end of a job leaves in the same transaction: a calendar's trouble, and the next run of recurring work.
    func follow(_ job: Job, _ outcome: JobOutcome, startedAt: Instant, _ transaction: Transaction) throws {
        // Patience is asked of the account, not for the one request.
        if case .again(let due, _, let trouble?) = outcome, trouble.kind == .throttled, trouble.retryAfter != nil {
            try transaction.jobs.putOff(kind: job.kind, lane: job.lane, until: due)
        }
        switch JobKind(rawValue: job.kind) {
        case .readCalendar:
            guard let target: ReadCalendarPayload = target(of: job) else { return }
            try followReading(target.calendar, job, outcome, transaction)
        case .pushLink:
            try forgetFormerTries(of: job, outcome, transaction)
            guard let trouble = outcome.trouble, let target: PushLinkPayload = target(of: job) else { return }
            guard let link = try transaction.links.find(appointment: target.appointment, resource: target.resource) else { return }
            try log(trouble, link.remoteID == nil ? .created : .updated, .booking, target.appointment, of: link.calendar, transaction)
            try note(trouble, of: link.calendar, ofWriting: true, transaction)
        case .removeEvent:
            try forgetFormerTries(of: job, outcome, transaction)
            guard let trouble = outcome.trouble, let target: RemoveEventPayload = target(of: job) else { return }
            try log(trouble, .deleted, .choice, target.appointment, of: target.calendar, transaction)
            try note(trouble, of: target.calendar, ofWriting: true, transaction)
        case .removeItem, .restoreItem:
            guard let trouble = outcome.trouble, let target: ItemWorkPayload = target(of: job),
                let calendar = try transaction.syncRuns.effect(target.effect)?.calendar
            else { return }
            try log(trouble, job.kind == JobKind.removeItem.rawValue ? .deleted : .created, .tidying, nil, of: calendar, transaction)
            try note(trouble, of: calendar, ofWriting: true, transaction)
        case .sendMail:
            guard case .buried(let reason, _) = outcome, let target: SendMailPayload = target(of: job) else { return }
            try giveUp(target.mail, reason, transaction)
        case .sweep, .watchCalendars, .checkConnections:
            guard let work = RecurringWork(rawValue: job.kind) else { return }
            try kalends.follow(work, outcome, startedAt: startedAt, transaction)
        case .composeMails, .deliverWebhooks, .diagnose, .keepLess, .openChannel, .closeChannel, .endAccess, nil: return
        }
    }

    /// What was given up before is done now, or given up anew: one piece of work stands on the list once.
    private func forgetFormerTries(of job: Job, _ outcome: JobOutcome, _ transaction: Transaction) throws {
        if case .again = outcome { return }
        guard let key = job.key else { return }
        try transaction.jobs.forgetDead(lane: job.lane, key: key, besides: job.id)
    }

    /// What a job was about; `nil` for one that cannot be read, which was buried for that and leaves nothing behind.
    private func target<Payload: Decodable>(of job: Job) -> Payload? {
        do { return try decode(Payload.self, from: job.payload) } catch { return nil }
    }

    /// A mail that nothing will send any more does not stand there as if it waited.
    private func giveUp(_ id: String, _ reason: String, _ transaction: Transaction) throws {
        guard let mail = try transaction.mails.find(id), mail.state == .waiting else { return }
        try transaction.mails.markFailed(id, at: kalends.now, reply: mail.lastReply.isEmpty ? reason : mail.lastReply)
    }

    private func followReading(_ id: ConnectedCalendar.ID, _ job: Job, _ outcome: JobOutcome, _ transaction: Transaction) throws {
        if let trouble = outcome.trouble {
            if try transaction.calendars.find(id)?.failure?.failure != trouble {
                try log(trouble, .read, .calendar, nil, of: id, transaction)
            }
            try note(trouble, of: id, transaction)
        }
        if let account = try transaction.calendars.find(id)?.account {
            try InvitationOutcome(kalends: kalends, transaction: transaction).look(at: account)
        }
        guard case .done = outcome, let calendar = try transaction.calendars.find(id), calendar.isRead,
            try !transaction.isSwitchedOff(calendar.resource)
        else { return }
        try CalendarWatch(kalends: kalends, transaction: transaction).look(at: calendar.account)
        let channels = try transaction.channels.all(of: id)
        try kalends.ensureChannel(of: calendar, besides: channels, transaction)
        let interval = kalends.readingInterval(channels)
        // A tenth of jitter keeps calendars from being read in step.
        let spread = Seconds(job.id % (interval.count / 10 + 1))
        try kalends.enqueueReading(of: calendar, due: kalends.now + interval + spread, transaction)
    }

    /// A failure stands in the log with what was to be done; that a reading goes on failing is told once.
    private func log(
        _ trouble: ProviderFailure, _ action: SyncLogEntry.Action, _ cause: SyncLogEntry.Cause, _ appointment: Appointment.ID?,
        of id: ConnectedCalendar.ID, _ transaction: Transaction
    ) throws {
        guard let calendar = try transaction.calendars.find(id) else { return }
        try SyncLog(kalends: kalends, transaction: transaction, calendar: calendar)
            // Of a reading that failed nobody knows how much it would have brought.
            .note(action, cause, appointment: appointment, count: action == .read ? 0 : 1, failure: trouble.sentence)
    }

    /// The calendar shows what is wrong with it and since when, until a read succeeds.
    private func note(
        _ trouble: ProviderFailure, of id: ConnectedCalendar.ID, ofWriting: Bool = false, _ transaction: Transaction
    ) throws {
        guard var calendar = try transaction.calendars.find(id) else { return }
        let before = calendar.failure?.failure.kind
        try kalends.setTrouble(trouble, of: &calendar, ofWriting: ofWriting, transaction)
        try transaction.calendars.update(calendar)
        if trouble.kind == .unauthorized { try kalends.markRefused(calendar.account, transaction) }
        // The first of a kind is news; that it goes on is not.
        if before != trouble.kind { try kalends.rediagnose(calendar.account, transaction) }
        try CalendarWatch(kalends: kalends, transaction: transaction).look(at: calendar.account)
    }
}

extension ProviderFailure {
    /// Whether waiting alone may end it.
    fileprivate var isPassing: Bool { kind == .unreachable || kind == .throttled }
}
