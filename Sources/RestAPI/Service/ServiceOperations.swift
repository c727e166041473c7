import Booking
import Operations
import Persistence
import RestShape

/// `…/services`.
struct ServiceOperations: Sendable {
    static let path = BusinessOperations.path + "/{business}/services"

    let schema = ServiceItem.schema

    var routes: [APIRoute] {
        let (all, one) = (PathTemplate(Self.path), PathTemplate(Self.path + "/{service}"))
        return [
            .list(all, "listServices", "Lists the services of a business.", of: schema.definition) { call in
                try await listing(call).answer(call)
            },
            .create(all, "createService", "Makes a service.", of: schema.definition, .readWrite, create),
            .count(PathTemplate(Self.path + "/$count"), "countServices", "Counts the services.", of: schema.definition) { call in
                try await listing(call).number(call)
            },
            .read(one, "getService", "Reads a service.", of: schema.definition) { call in
                schema.answer(try await item(call, call.id("service")), call, context: context(call))
            },
            .change(one, "updateService", "Changes a service.", of: schema.definition, .readWrite, change),
            .remove(one, "deleteService", "Takes a service off the page; what was booked stands.", .readWrite, remove),
        ]
    }

    private func context(_ call: APICall) -> String { "solutions/bookingBusinesses('\(call["business"])')/services" }

    private static func find(_ call: APICall, _ id: Service.ID, _ transaction: Transaction) throws -> Service {
        let business = try BusinessOperations.find(call.id("business"), transaction)
        guard let service = try transaction.services.find(id), service.business == business.id, service.isActive else {
            throw NotFound("service")
        }
        return service
    }

    private func item(_ call: APICall, _ id: Service.ID) async throws -> ServiceItem {
        try await call.read { try item(Self.find(call, id, $0), call, $0) }
    }

    private func item(_ service: Service, _ call: APICall, _ transaction: Transaction) throws -> ServiceItem {
        let business = try BusinessOperations.find(call.id("business"), transaction)
        let subject = "service:\(service.id)"
        return ServiceItem(
            service, of: business, ages: try transaction.history.ages(of: [subject])[subject], baseURL: call.kalends.settings.baseURL)
    }

    func items(of id: Business.ID, _ call: APICall) async throws -> [ServiceItem] {
        try await call.read { transaction in
            let business = try BusinessOperations.find(id, transaction)
            let found = try transaction.services.all(in: id)
            let ages = try transaction.history.ages(of: found.map { "service:\($0.id)" })
            return found.map { ServiceItem($0, of: business, ages: ages["service:\($0.id)"], baseURL: call.kalends.settings.baseURL) }
        }
    }

    private func listing(_ call: APICall) async throws -> Listing<ServiceItem> {
        Listing(
            schema: schema, items: try await items(of: call.id("business"), call), id: { $0.service.id.rawValue }, context: context(call))
    }

    private func create(_ call: APICall) async throws -> APIAnswer {
        let business = try await call.read { try BusinessOperations.find(call.id("business"), $0) }
        let draft = SaveService(call.kalends).draft(in: business.id)
        let typed = try schema.create(ServiceItem(draft, of: business), from: call.json()).model.service(of: business)
        return try await RestAPI.named(ServiceItem.names) {
            try await call.answering { (made: Service, transaction: Transaction) in
                schema.answer(
                    try item(made, call, transaction), call, context: context(call), status: 201,
                    location: "\(call.address)/\(made.id)")
            } to: {
                try await SaveService(call.kalends)(addressed(typed, call), actor: call.actor)
            }
        }
    }

    /// The service with an address of its own: a program that makes two of one name wants two.
    private func addressed(_ service: Service, _ call: APICall) async throws -> Service {
        let business = service.business
        var service = service
        let slug = Slug.make(from: service.name, fallback: "service")
        let taken = try await call.read { transaction in Set(try transaction.services.all(in: business).map(\.slug)) }
        service.slug = slug
        var number = 2
        while taken.contains(service.slug) {
            service.slug = "\(slug.prefix(Slug.maximumLength - 5))-\(number)"
            number += 1
        }
        return service
    }

    private func change(_ call: APICall) async throws -> APIAnswer {
        let id: Service.ID = call.id("service")
        try await call.changing({ try Self.find(call, id, $0) }) { before in
            try schema.tag(of: try await item(call, id)).require(call.conditions)
            let business = try await call.read { try BusinessOperations.find(before.business, $0) }
            let typed = try schema.update(ServiceItem(before, of: business), from: call.json()).model.service(of: business)
            _ = try await RestAPI.named(ServiceItem.names) {
                try await SaveService(call.kalends)(typed, actor: call.actor, confirmed: true)
            }
        }
        return schema.changed(try await item(call, id), call, context: context(call))
    }

    private func remove(_ call: APICall) async throws -> APIAnswer {
        let id: Service.ID = call.id("service")
        try await call.changing({ try Self.find(call, id, $0) }) { _ in
            try schema.tag(of: try await item(call, id)).require(call.conditions)
            try await SaveService(call.kalends).remove(id, actor: call.actor, confirmed: true)
        }
        return .nothing
    }
}
