public import Booking

public struct ServiceStore {
    let transaction: Transaction

    public func insert(_ service: Service) throws {
        try transaction.changeCatalogue()
        try transaction.insert(service)
        try writeStaff(of: service)
    }

    public func update(_ service: Service) throws {
        try transaction.changeCatalogue()
        try transaction.update(service)
        try transaction.execute("DELETE FROM service_staff WHERE organization = ? AND service = ?", transaction.organization, service.id)
        try writeStaff(of: service)
    }

    public func find(_ id: Service.ID) throws -> Service? {
        try transaction.catalogued(.service(id)) { try transaction.find(Service.self, where: "id = ?", id).map(withStaff) }
    }

    /// The service of that address; one that was removed only when no other took its address since.
    public func find(slug: String, in business: Business.ID) throws -> Service? {
        try transaction.catalogued(.serviceAt(slug: slug, business)) {
            try transaction.find(Service.self, where: "business = ? AND slug = ? ORDER BY is_active DESC, id DESC LIMIT 1", business, slug)
                .map(withStaff)
        }
    }

    /// In the order of the page.
    public func all(in business: Business.ID, includingRemoved: Bool = false) throws -> [Service] {
        let order = "ORDER BY position, name, id"
        if includingRemoved { return try transaction.all(of: Service.self, "AND business = ? " + order, business).map(withStaff) }
        let services: [Service]? = try transaction.catalogued(.services(business)) {
            let found = try transaction.all(of: Service.self, "AND business = ? AND is_active = 1 " + order, business).map(withStaff)
            return found.isEmpty ? nil : found
        }
        return services ?? []
    }

    private func withStaff(_ service: Service) throws -> Service {
        var service = service
        service.staff = try transaction.rows(
            "SELECT staff FROM service_staff WHERE organization = ? AND service = ? ORDER BY position", transaction.organization, service.id
        ) { StaffMember.ID(try $0.text(at: 0)) }
        return service
    }

    private func writeStaff(of service: Service) throws {
        for (position, staff) in service.staff.enumerated() {
            try transaction.insert(["service": service.id, "position": position, "staff": staff], into: "service_staff")
        }
    }
}
