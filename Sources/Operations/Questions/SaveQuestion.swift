public import Booking
import CivilTime
import Persistence
public import Texts

/// Stores a question of a business, new or changed, removes it, or moves it within the list. Answers that were given keep the question as it was
/// asked.
public struct SaveQuestion: Sendable {
    /// Towards which end of the list.
    public enum Direction: String, Sendable { case up, down }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// A question to be filled in and saved.
    public func draft(in business: Business.ID) -> CustomQuestion {
        CustomQuestion(id: CustomQuestion.ID(kalends.newID()), business: business, text: "", createdAt: kalends.now, updatedAt: kalends.now)
    }

    /// What keeps the question from being stored, by field, as far as it shows without the database.
    public static func faults(of question: CustomQuestion) -> [FieldFault] { question.tidied().faults() }

    /// A new question becomes the last of the list; a known one keeps its place and its business.
    /// - Throws: `Invalid`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ changed: CustomQuestion, actor: Actor) async throws -> CustomQuestion {
        let typed = changed.tidied()
        let faults = typed.faults()
        guard faults.isEmpty else { throw Invalid(faults) }
        return try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            guard try transaction.businesses.find(typed.business) != nil else { throw NotFound("business") }
            var question = typed
            guard let before = try transaction.questions.find(question.id) else {
                let others = try transaction.questions.all(in: question.business)
                guard others.count < CustomQuestion.mostOfBusiness else {
                    throw Invalid("text", "questionsTooMany", ["limit": String(CustomQuestion.mostOfBusiness)])
                }
                (question.position, question.createdAt, question.updatedAt) = ((others.last?.position ?? -1) + 1, kalends.now, kalends.now)
                try transaction.questions.insert(question)
                try transaction.recordSetting("question:\(question.id)", CustomQuestion?.none, question, actor, kalends.now)
                return question
            }
            guard before.business == question.business else { throw NotFound("question") }
            (question.position, question.createdAt, question.updatedAt) = (before.position, before.createdAt, before.updatedAt)
            guard question != before else { return before }
            return try store(question, before, actor, transaction)
        }
    }

    /// Removes the question from the business and from the services that ask it.
    /// - Throws: `NotAllowed`, `NotFound`, `StoreFailure`.
    public func remove(_ id: CustomQuestion.ID, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            guard let before = try transaction.questions.find(id) else { throw NotFound("question") }
            for asking in try transaction.services.all(in: before.business, includingRemoved: true) {
                guard asking.questions.contains(where: { $0.question == id }) else { continue }
                var silent = asking
                silent.questions.removeAll { $0.question == id }
                try transaction.services.update(silent)
                try transaction.recordSetting("service:\(asking.id)", asking, silent, actor, kalends.now)
            }
            try transaction.questions.delete(id)
            try transaction.record(.removed, "question:\(id)", by: actor, at: kalends.now, reason: before.text, before: before)
        }
    }

    /// Changes places with the neighbour in the list of the business; at its end nothing changes. What services ask keeps their own order.
    /// - Throws: `NotAllowed`, `NotFound`, `StoreFailure`.
    public func move(_ id: CustomQuestion.ID, _ direction: Direction, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            guard let question = try transaction.questions.find(id) else { throw NotFound("question") }
            var list = try transaction.questions.all(in: question.business)
            guard let place = list.firstIndex(where: { $0.id == id }) else { throw NotFound("question") }
            let other = direction == .up ? place - 1 : place + 1
            guard list.indices.contains(other) else { return }
            list.swapAt(place, other)
            for (position, known) in list.enumerated() where known.position != position {
                var moved = known
                moved.position = position
                _ = try store(moved, known, actor, transaction)
            }
        }
    }

    private func store(_ changed: CustomQuestion, _ before: CustomQuestion, _ actor: Actor, _ transaction: Transaction) throws
        -> CustomQuestion
    {
        var question = changed
        question.updatedAt = kalends.now
        try transaction.questions.update(question)
        try transaction.recordSetting("question:\(question.id)", before, question, actor, kalends.now)
        return question
    }
}
