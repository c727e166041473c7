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
    /// What can be answered now: what was offered and is still free, and where no other time is left, others that are free.
    public var answers: [ConflictQuestion.Answer]
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

    /// - Parameter answer: one of those that the page shows.
    /// - Throws: `Failure`, `NotFound`, `StoreFailure`.
    public func callAsFunction(token: String, _ answer: ConflictQuestion.Answer) async throws {
        guard isOurs(token) else { throw NotFound("question") }
        try await kalends.database.write { transaction in
            guard let asked = try find(token, transaction) else { throw NotFound("question") }
            guard asked.state == .open else { throw Failure.over }
            try require(answer, asked, transaction)
            guard try transaction.conflictQuestions.answer(tokenHash: Token.hash(token), answer, at: kalends.now) else {
                throw Failure.over
            }
            let change = AppointmentChange(kalends: kalends, transaction: transaction, now: kalends.now)
            try change.record(.customerAnswered, nil, asked.appointment, actor: .customer, reason: "")
            try carryOut(answer, asked, transaction)
        }
    }

    /// What stood on the page may be taken by now; a time that was offered since the question was asked may be free and no longer the nearest.
    private func require(_ answer: ConflictQuestion.Answer, _ asked: AskedQuestion, _ transaction: Transaction) throws {
        if asked.answers.contains(answer) { return }
        switch answer {
        case .move(let start):
            guard try kalends.isStillFree(start, for: asked.appointment, transaction) else { throw Failure.taken }
        case .asInCalendar where asked.question.offered.contains(answer): throw Failure.taken
        case .asInCalendar, .asBooked, .cancel: throw NotFound("answer")
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
        let answers = state == .open ? try possible(question, about: conflict, appointment, transaction) : []
        return AskedQuestion(
            question: question, state: state, answers: answers, appointment: appointment, attendee: attendee, business: business,
            staff: try appointment.staff.compactMap { try transaction.staff.find($0) }, token: token)
    }

    private func possible(
        _ question: ConflictQuestion, about conflict: SyncConflict, _ appointment: Appointment, _ transaction: Transaction
    ) throws -> [ConflictQuestion.Answer] {
        let outlook = try kalends.outlook(on: conflict, transaction)
        var answers = try question.offered.filter { answer in
            switch answer {
            case .asBooked, .cancel: true
            case .asInCalendar: outlook?.obstacle == nil
            case .move(let start): try kalends.isStillFree(start, for: appointment, transaction)
            }
        }
        guard !answers.contains(where: \.isMove) else { return answers }
        let place = answers.firstIndex(of: .cancel) ?? answers.endIndex
        answers.insert(contentsOf: (outlook?.proposals ?? []).map { .move(to: $0) }, at: place)
        return answers
    }

    private func isOurs(_ token: String) -> Bool {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard token.utf8.count <= 200, parts.count == 2 else { return false }
        return kalends.secretKey.verify(String(parts[0]), signature: String(parts[1]), purpose: questionPurpose)
    }
}

extension ConflictQuestion.Answer {
    fileprivate var isMove: Bool { if case .move = self { true } else { false } }
}
