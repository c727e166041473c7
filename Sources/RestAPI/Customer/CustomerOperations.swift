import Booking
import Operations
import Persistence
import RestShape

/// `…/customers`.
struct CustomerOperations: Sendable {
    static let path = BusinessOperations.path + "/{business}/customers"

    let schema = CustomerItem.schema

    var routes: [APIRoute] {
        let (all, one) = (PathTemplate(Self.path), PathTemplate(Self.path + "/{customer}"))
        return [
            .list(all, "listCustomers", "Lists the customers of a business.", of: schema.definition) { call in
                try await listing(call).answer(call)
            },
            .create(all, "createCustomer", "Enters a customer.", of: schema.definition, .appointments, create),
            .count(PathTemplate(Self.path + "/$count"), "countCustomers", "Counts the customers.", of: schema.definition) { call in
                try await listing(call).number(call)
            },
            .read(one, "getCustomer", "Reads a customer.", of: schema.definition) { call in
                schema.answer(try await item(call, call.id("customer")), call, context: context(call))
            },
            .change(
                one, "updateCustomer", "Corrects a customer, in appointments that lie ahead too.", of: schema.definition, .appointments,
                change),
            .remove(
                one, "deleteCustomer", "Erases what is personal of a customer for good; appointments stand.", .appointments,
                role: .administrator, remove),
        ]
    }

    private func context(_ call: APICall) -> String { "solutions/bookingBusinesses('\(call["business"])')/customers" }

    private static func find(_ call: APICall, _ id: Customer.ID, _ transaction: Transaction) throws -> Customer {
        let business = try BusinessOperations.find(call.id("business"), transaction)
        guard let customer = try transaction.customers.find(id), customer.business == business.id, customer.erasedAt == nil else {
            throw NotFound("customer")
        }
        return customer
    }

    private func item(_ call: APICall, _ id: Customer.ID) async throws -> CustomerItem {
        try await call.read { try item(Self.find(call, id, $0), $0) }
    }

    private func item(_ customer: Customer, _ transaction: Transaction) throws -> CustomerItem {
        let subject = "customer:\(customer.id)"
        return CustomerItem(customer, changed: try transaction.history.ages(of: [subject])[subject]?.last)
    }

    func items(of id: Business.ID, _ call: APICall) async throws -> [CustomerItem] {
        try await call.read { transaction in
            _ = try BusinessOperations.find(id, transaction)
            let found = try transaction.customers.search(text: "", in: id, limit: 1_000_000).rows
            let ages = try transaction.history.ages(of: found.map { "customer:\($0.id)" })
            return found.map { CustomerItem($0, changed: ages["customer:\($0.id)"]?.last) }
        }
    }

    private func listing(_ call: APICall) async throws -> Listing<CustomerItem> {
        Listing(
            schema: schema, items: try await items(of: call.id("business"), call), id: { $0.customer.id.rawValue }, context: context(call))
    }

    private func create(_ call: APICall) async throws -> APIAnswer {
        let business: Business.ID = try await call.read { try BusinessOperations.find(call.id("business"), $0).id }
        let typed = try schema.create(from: call.json()).model
        return try await RestAPI.named(CustomerItem.names) {
            try await call.answering { (made: Customer, transaction: Transaction) in
                schema.answer(
                    try item(made, transaction), call, context: context(call), status: 201, location: "\(call.address)/\(made.id)")
            } to: {
                try await AddCustomer(call.kalends)(
                    business, name: typed.customer.name, email: typed.customer.email, phone: typed.phone, extras: typed.keptExtras,
                    actor: call.actor)
            }
        }
    }

    private func change(_ call: APICall) async throws -> APIAnswer {
        let id: Customer.ID = call.id("customer")
        try await call.changing({ try Self.find(call, id, $0) }) { before in
            try schema.tag(of: try await item(call, id)).require(call.conditions)
            let typed = try schema.update(CustomerItem(before), from: call.json()).model
            _ = try await RestAPI.named(CustomerItem.names) {
                try await CorrectCustomer(call.kalends)(
                    id, name: typed.customer.name, email: typed.customer.email, phone: typed.phone, notes: before.notes,
                    extras: typed.keptExtras, actor: call.actor)
            }
        }
        return schema.changed(try await item(call, id), call, context: context(call))
    }

    private func remove(_ call: APICall) async throws -> APIAnswer {
        let id: Customer.ID = call.id("customer")
        try await call.changing({ try Self.find(call, id, $0) }) { _ in
            try schema.tag(of: try await item(call, id)).require(call.conditions)
            try await EraseCustomer(call.kalends)(id, actor: call.actor)
        }
        return .nothing
    }
}
