public import Booking
public import CalendarSync
public import CivilTime
import Messaging
import Persistence
import Secrets

/// Asks a customer by mail how a conflict is to end: a link to one page with a button for each answer. Opening the link changes nothing.
public struct AskCustomer: Sendable {
    public enum Failure: Error, Hashable, Sendable {
        case alreadySettled
        /// It is nothing that a customer could answer: only our own texts are concerned.
        case notTheirs
        /// The customer left no mail address.
        case noAddress
        /// More than one customer would have to agree.
        case severalCustomers
        /// No customer takes part any more.
        case nobodyToAsk
        /// The appointment begins too soon for an answer by mail.
        case tooLate
    }

    /// How long an answer is awaited at most, once the mail was handed over.
    static let patience = Seconds.days(3)
    /// So long before the appointment an answer must be there.
    static let margin = Seconds.hours(1)

    /// The kind of its mail in the queue.
    public static let mailKind = "question"

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// What keeps the customer from being asked; `nil` when they can be.
    public static func obstacle(_ conflict: SyncConflict, _ appointment: Appointment, now: Instant) -> Failure? {
        if conflict.settledAt != nil { return .alreadySettled }
        if conflict.topic == .texts { return .notTheirs }
        guard let first = appointment.attendees.first else { return .nobodyToAsk }
        if appointment.attendees.count > 1 { return .severalCustomers }
        if first.email.isEmpty { return .noAddress }
        return appointment.span.start <= now + margin + margin ? .tooLate : nil
    }

    /// - Returns: the address of the page, as it stands in the mail.
    /// - Throws: `Failure`, `NotAllowed`, `NotFound`, `StoreFailure`.
    @discardableResult
    public func callAsFunction(_ id: SyncConflict.ID, actor: Actor) async throws -> String {
        try await kalends.database.write { transaction in
            try transaction.requireScheduler(actor)
            guard let conflict = try transaction.conflicts.find(id), let outlook = try kalends.outlook(on: conflict, transaction),
                let business = try transaction.businesses.find(outlook.appointment.business)
            else { throw NotFound("conflict") }
            let (appointment, now) = (outlook.appointment, kalends.now)
            if let obstacle = Self.obstacle(conflict, appointment, now: now) { throw obstacle }
            let attendee = appointment.attendees[0]
            let question = ConflictQuestion(
                conflict: id, customer: attendee.customer, offered: Self.answers(outlook), askedAt: now,
                expiresAt: kalends.settings.isMailConfigured ? Self.deadline(appointment, from: now) : Self.latest(appointment))
            // The token is random and signed, so that a guess costs no look into the store.
            let secret = Token.random()
            let token = "\(secret).\(kalends.secretKey.sign(secret, purpose: questionPurpose))"
            try transaction.conflictQuestions.endAll(conflict: id, at: now)
            try transaction.conflictQuestions.insert(question, tokenHash: Token.hash(token))
            let address = "\(kalends.settings.baseURL)/question/\(token)"
            let mail = QuestionMail(
                appointment: appointment, attendee: attendee, business: business, url: address,
                answerUntil: kalends.settings.isMailConfigured ? question.expiresAt : nil,
                sender: .sender(of: business, mailFrom: kalends.settings.mailFrom), stamp: now, zones: kalends.zones)
            try kalends.enqueue(mail.compose(), kind: Self.mailKind, appointment: appointment.id, transaction)
            try AppointmentChange(kalends: kalends, transaction: transaction, now: now)
                .record(.customerAsked, nil, appointment, actor: actor, reason: "")
            return address
        }
    }

    /// Until when an answer counts that is awaited from an instant on.
    static func deadline(_ appointment: Appointment, from start: Instant) -> Instant { min(start + patience, latest(appointment)) }

    /// Until when an answer counts while nobody knows when the question arrives.
    private static func latest(_ appointment: Appointment) -> Instant { appointment.span.start - margin }

    private static func answers(_ outlook: ConflictOutlook) -> [ConflictQuestion.Answer] {
        var answers: [ConflictQuestion.Answer] = [.asBooked]
        var times = [outlook.appointment.span]
        // Nobody chooses between equal times.
        if case .movedOutside(let span) = outlook.conflict.kind, outlook.obstacle == nil, !times.contains(span) {
            answers.append(.asInCalendar(span))
            times.append(span)
        }
        let length = outlook.appointment.span.duration
        let others = outlook.proposals.filter { !times.contains(Span(start: $0, duration: length)) }
        return answers + others.map { .move(to: $0) } + [.cancel]
    }
}

let questionPurpose = "conflict-question"
