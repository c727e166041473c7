public import Booking
import CivilTime
import Persistence

/// Changes what a customer of an appointment answered, by staff: nobody is written to, and calendars that say what customers wrote follow.
public struct SaveAnswers: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Parameter answers: all that there are to be. One that says the same as before stays with the question as it was asked then; the others are
    ///   answers to the questions as they are now.
    /// - Throws: `Invalid`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ answers: [GivenAnswer], of customer: Customer.ID, in id: Appointment.ID, actor: Actor) async throws
        -> Appointment
    {
        try await kalends.database.write { transaction in
            try transaction.requireScheduler(actor)
            guard let before = try transaction.appointments.find(id),
                let index = before.attendees.firstIndex(where: { $0.customer == customer }),
                try transaction.customers.find(customer)?.erasedAt == nil, let service = try transaction.services.find(before.service)
            else { throw NotFound("customer of the appointment") }
            var after = before
            after.attendees[index].answers = try taken(answers, instead: before.attendees[index].answers, service, transaction)
            guard after != before else { return before }
            after.revision += 1
            after.updatedAt = max(kalends.now, before.updatedAt + .seconds(1))
            try transaction.appointments.update(after)
            let change = AppointmentChange(kalends: kalends, transaction: transaction, now: kalends.now)
            try change.record(.answered, before, after, actor: actor, reason: "")
            try change.push(after)
            return after
        }
    }

    /// What is kept of the answers; see above.
    /// - Throws: `Invalid`, `StoreFailure`.
    func taken(_ answers: [GivenAnswer], instead known: [QuestionAnswer], _ service: Service, _ transaction: Transaction) throws
        -> [QuestionAnswer]
    {
        let given = answers.map(\.tidied).filter { !$0.answer.isEmpty || !$0.selectedOptions.isEmpty }
        let kept = known.filter { answer in given.contains { $0.says(answer) } }
        var details = CustomerDetails(name: "")
        details.answers = given.filter { given in !kept.contains { $0.question == given.question } }
        let fresh = try details.answers(to: service, isStaff: true, transaction)
        guard fresh.faults.isEmpty else { throw Invalid(fresh.faults) }
        // In the order in which they were given.
        let places = Dictionary(given.enumerated().map { ($1.question, $0) }, uniquingKeysWith: { first, _ in first })
        return (kept + fresh.kept).sorted { places[$0.question] ?? 0 < places[$1.question] ?? 0 }
    }
}

extension GivenAnswer {
    /// Whether it is this very answer, as it was given before.
    fileprivate func says(_ known: QuestionAnswer) -> Bool {
        guard question == known.question else { return false }
        return (selectedOptions.isEmpty ? answer : selectedOptions.joined(separator: ", ")) == known.said
    }
}
