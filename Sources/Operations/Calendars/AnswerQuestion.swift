public import Booking
public import CalendarSync
import CivilTime
import Persistence
import Secrets

/// A question to a customer as the holder of its link sees it.
public struct AskedQuestion: Sendable {
    public enum State: Hashable, Sendable {
        case open
        case answered(ConflictQuestion.Answer)
        case over(ConflictQuestion.Ending)
    }

    public var question: ConflictQuestion
    public var state: State
    public var appointment: Appointment
    public var attendee: Attendee
    public var business: Business
    public var staff: [StaffMember]
    public var token: String
}

/// Takes a customer's answer, once, and carries it out.
public struct AnswerQuestion: Sendable {
    public enum Failure: Error, Hashable, Sendable {
        /// Answered before, past its time, or settled otherwise.
        case over
        /// That time was taken meanwhile.
        case taken
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// Looks; nothing changes.
    /// - Returns: `nil` for a link that opens nothing.
    public func find(token: String) async throws -> AskedQuestion? {
        guard isOurs(token) else { return nil }
        return try await kalends.database.read { transaction in try find(token, transaction) }
    }

    /// - Parameter choice: the number of the answer among those offered, from 0.
    /// - Throws: `Failure`, `NotFound`, `StoreFailure`.
    public func callAsFunction(token: String, choice: Int) async throws {
        guard isOurs(token) else { throw NotFound("question") }
        try await kalends.database.write { transaction in
            guard let asked = try find(token, transaction) else { throw NotFound("question") }
            guard asked.state == .open else { throw Failure.over }
            guard asked.question.offered.indices.contains(choice) else { throw NotFound("answer") }
            let answer = asked.question.offered[choice]
            guard try transaction.conflictQuestions.answer(tokenHash: Token.hash(token), answer, at: kalends.now) else {
                throw Failure.over
            }
            let change = AppointmentChange(kalends: kalends, transaction: transaction, now: kalends.now)
            try change.record(.customerAnswered, nil, asked.appointment, actor: .customer, reason: "")
            try carryOut(answer, asked, transaction)
        }
    }

    /// The customer was offered it, so that the limits for changes do not bind: it is carried out for them.
    private func carryOut(_ answer: ConflictQuestion.Answer, _ asked: AskedQuestion, _ transaction: Transaction) throws {
        let decision: SettleConflict.Decision
        switch answer {
        case .asBooked: decision = .putBack
        case .asInCalendar: decision = .follow
        case .move(let start): decision = .move(to: start)
        case .cancel:
            _ = try CancelAppointment(kalends).cancel(
                CancelAppointment.Request(appointment: asked.appointment.id, actor: .system), transaction)
            return
        }
        do {
            try SettleConflict(kalends).settle(asked.question.conflict, decision, .system, transaction)
        } catch SettleConflict.Failure.taken {
            throw Failure.taken
        } catch SettleConflict.Failure.alreadySettled {
            throw Failure.over
        }
    }

    private func find(_ token: String, _ transaction: Transaction) throws -> AskedQuestion? {
        guard let question = try transaction.conflictQuestions.find(tokenHash: Token.hash(token)),
            let conflict = try transaction.conflicts.find(question.conflict),
            let appointment = try transaction.appointments.find(conflict.appointment),
            let attendee = appointment.attendees.first(where: { $0.customer == question.customer }),
            let business = try transaction.businesses.find(appointment.business)
        else { return nil }
        var state = AskedQuestion.State.open
        if let answer = question.answer {
            state = .answered(answer)
        } else if appointment.status != .confirmed {
            state = .over(.settled)
        } else {
            let all = try transaction.conflictQuestions.all(conflict: conflict.id)
            if let ending = question.ending(conflict, among: all, now: kalends.now) { state = .over(ending) }
        }
        return AskedQuestion(
            question: question, state: state, appointment: appointment, attendee: attendee, business: business,
            staff: try appointment.staff.compactMap { try transaction.staff.find($0) }, token: token)
    }

    private func isOurs(_ token: String) -> Bool {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard token.utf8.count <= 200, parts.count == 2 else { return false }
        return kalends.secretKey.verify(String(parts[0]), signature: String(parts[1]), purpose: questionPurpose)
    }
}
