public import Booking

/// The questions of businesses; which services ask them stands with the services.
public struct QuestionStore {
    let transaction: Transaction

    public func insert(_ question: CustomQuestion) throws {
        try transaction.changeCatalogue()
        try transaction.insert(question)
    }

    public func update(_ question: CustomQuestion) throws {
        try transaction.changeCatalogue()
        try transaction.update(question)
    }

    /// Removes a question, from the services that ask it, too. What was answered stays with the appointments.
    public func delete(_ id: CustomQuestion.ID) throws {
        try transaction.changeCatalogue()
        try transaction.execute("DELETE FROM custom_questions WHERE organization = ? AND id = ?", transaction.organization, id)
    }

    public func find(_ id: CustomQuestion.ID) throws -> CustomQuestion? { try transaction.find(where: "id = ?", id) }

    /// In the order of the list.
    public func all(in business: Business.ID) throws -> [CustomQuestion] {
        let questions: [CustomQuestion]? = try transaction.catalogued(.questions(business)) {
            let found: [CustomQuestion] = try transaction.all("AND business = ? ORDER BY position, text, id", business)
            return found.isEmpty ? nil : found
        }
        return questions ?? []
    }

    /// What a service asks, in its order.
    public func asked(by service: Service) throws -> [AssignedQuestion] {
        guard !service.questions.isEmpty else { return [] }
        let questions = Dictionary(try all(in: service.business).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return service.questions.compactMap { assigned in
            questions[assigned.question].map { AssignedQuestion($0, isRequired: assigned.isRequired) }
        }
    }
}
