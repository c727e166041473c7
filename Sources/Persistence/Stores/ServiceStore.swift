public import Booking

public struct ServiceStore {
    let transaction: Transaction

    public func insert(_ service: Service) throws {
        try transaction.changeCatalogue()
        try transaction.insert(service)
        try writeStaff(of: service)
        try writeQuestions(of: service)
    }

    public func update(_ service: Service) throws {
        try transaction.changeCatalogue()
        try transaction.update(service)
        for table in ["service_staff", "service_questions"] {
            try transaction.execute("DELETE FROM \(table) WHERE organization = ? AND service = ?", transaction.organization, service.id)
        }
        try writeStaff(of: service)
        try writeQuestions(of: service)
    }

    public func find(_ id: Service.ID) throws -> Service? {
        try transaction.catalogued(.service(id)) { try transaction.find(Service.self, where: "id = ?", id).map(joined) }
    }

    /// The service of that address; one that was removed only when no other took its address since.
    public func find(slug: String, in business: Business.ID) throws -> Service? {
        try transaction.catalogued(.serviceAt(slug: slug, business)) {
            try transaction.find(Service.self, where: "business = ? AND slug = ? ORDER BY is_active DESC, id DESC LIMIT 1", business, slug)
                .map(joined)
        }
    }

    /// In the order of the page.
    public func all(in business: Business.ID, includingRemoved: Bool = false) throws -> [Service] {
        let order = "ORDER BY position, name, id"
        if includingRemoved { return try transaction.all(of: Service.self, "AND business = ? " + order, business).map(joined) }
        let services: [Service]? = try transaction.catalogued(.services(business)) {
            let found = try transaction.all(of: Service.self, "AND business = ? AND is_active = 1 " + order, business).map(joined)
            return found.isEmpty ? nil : found
        }
        return services ?? []
    }

    /// With its people and its questions.
    private func joined(_ service: Service) throws -> Service {
        var service = service
        service.staff = try transaction.rows(
            "SELECT staff FROM service_staff WHERE organization = ? AND service = ? ORDER BY position", transaction.organization, service.id
        ) { StaffMember.ID(try $0.text(at: 0)) }
        service.questions = try transaction.rows(
            "SELECT question, is_required FROM service_questions WHERE organization = ? AND service = ? ORDER BY position",
            transaction.organization, service.id
        ) { QuestionAssignment(question: CustomQuestion.ID(try $0.text(at: 0)), isRequired: try $0.integer(at: 1) != 0) }
        return service
    }

    private func writeStaff(of service: Service) throws {
        for (position, staff) in service.staff.enumerated() {
            try transaction.insert(["service": service.id, "position": position, "staff": staff], into: "service_staff")
        }
    }

    private func writeQuestions(of service: Service) throws {
        for (position, asked) in service.questions.enumerated() {
            try transaction.insert(
                ["service": service.id, "position": position, "question": asked.question, "is_required": asked.isRequired],
                into: "service_questions")
        }
    }
}
