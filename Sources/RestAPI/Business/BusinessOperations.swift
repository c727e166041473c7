import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import RestShape

/// `/solutions/bookingBusinesses`.
struct BusinessOperations: Sendable {
    static let path = "/solutions/bookingBusinesses"
    static let context = "solutions/bookingBusinesses"

    let schema: ObjectSchema<BusinessItem>
    let zones: ZoneDatabase
    /// What `$expand` fetches of a business, by name.
    let expansions: [String: @Sendable (APICall, Business) async throws -> JSONValue]

    var routes: [APIRoute] {
        let (all, one) = (PathTemplate(Self.path), PathTemplate(Self.path + "/{business}"))
        let query = APIRoute.Parameter(name: "query", isRequired: false, about: "Only businesses with this in their name.")
        return [
            .list(all, "listBusinesses", "Lists the businesses.", of: schema.definition, parameters: [query], list),
            .create(all, "createBusiness", "Makes a business; its page is not published.", of: schema.definition, .manage, create),
            .count(PathTemplate(Self.path + "/$count"), "countBusinesses", "Counts the businesses.", of: schema.definition, count),
            .read(one, "getBusiness", "Reads a business.", of: schema.definition, read),
            .change(one, "updateBusiness", "Changes a business.", of: schema.definition, .readWrite, change),
            .remove(
                one, "deleteBusiness", "Removes a business with its services and staff; it must have no appointments ahead.", .manage,
                faults: [.conflict], remove),
            publishing("publish", "Opens the booking page to everybody.", isPublished: true),
            publishing("unpublish", "Closes the booking page.", isPublished: false),
        ]
    }

    private func publishing(_ action: String, _ summary: String, isPublished: Bool) -> APIRoute {
        APIRoute(
            method: .post, path: PathTemplate(Self.path + "/{business}/\(action)"), name: "\(action)Business", summary: summary,
            scope: .manage
        ) { call in
            try await call.changing({ try Self.find(call.id("business"), $0) }) { before in
                var after = before
                after.page.isPublished = isPublished
                return try await call.answering { (_: Business) in
                    .nothing
                } to: {
                    try await SaveBusiness(call.kalends)(after, actor: call.actor, confirmed: true)
                }
            }
        }
    }

    /// - Throws: `NotFound` for one that is not there, or was removed.
    static func find(_ id: Business.ID, _ transaction: Transaction) throws -> Business {
        guard let business = try transaction.businesses.find(id), business.isActive else { throw NotFound("business") }
        return business
    }

    private func item(_ business: Business, _ call: APICall, _ transaction: Transaction) throws -> BusinessItem {
        let subject = "business:\(business.id)"
        return BusinessItem(
            business, ages: try transaction.history.ages(of: [subject])[subject], baseURL: call.kalends.settings.baseURL)
    }

    private func item(_ call: APICall) async throws -> BusinessItem {
        try await call.read { try item(Self.find(call.id("business"), $0), call, $0) }
    }

    private func listing(_ call: APICall) async throws -> Listing<BusinessItem> {
        let wanted = call.parameter("query")?.lowercased() ?? ""
        let items = try await call.read { transaction in
            let found = try transaction.businesses.all().filter { wanted.isEmpty || $0.name.lowercased().contains(wanted) }
            let ages = try transaction.history.ages(of: found.map { "business:\($0.id)" })
            return found.map { BusinessItem($0, ages: ages["business:\($0.id)"], baseURL: call.kalends.settings.baseURL) }
        }
        return Listing(schema: schema, items: items, id: { $0.business.id.rawValue }, context: Self.context)
    }

    private func list(_ call: APICall) async throws -> APIAnswer {
        try await listing(call).answer(call) { try await expanded($0.business, call) }
    }

    private func count(_ call: APICall) async throws -> APIAnswer { try await listing(call).number(call) }

    private func expanded(_ business: Business, _ call: APICall) async throws -> JSONObject {
        var expanded = JSONObject()
        for name in call.options.expand {
            guard let fetch = expansions[name] else { continue }
            expanded[name] = try await fetch(call, business)
        }
        return expanded
    }

    private func read(_ call: APICall) async throws -> APIAnswer {
        let item = try await item(call)
        return schema.answer(item, call, context: Self.context, expanded: try await expanded(item.business, call))
    }

    private func create(_ call: APICall) async throws -> APIAnswer {
        // A new one is where the first one is, unless it says otherwise.
        let zone: String = try await call.read { try $0.businesses.all().first?.zone ?? "UTC" }
        let draft = BusinessItem(SaveBusiness(call.kalends).draft(zone: zone))
        let read = try schema.create(draft, from: call.json()).model.business(zoneName: zoneName)
        return try await naming {
            try await call.answering { (made: Business, transaction: Transaction) in
                schema.answer(
                    try item(made, call, transaction), call, context: Self.context, status: 201,
                    location: "/v1.0\(Self.path)/\(made.id)")
            } to: {
                try await SaveBusiness(call.kalends).add(read, actor: call.actor)
            }
        }
    }

    private func change(_ call: APICall) async throws -> APIAnswer {
        try await call.changing({ try Self.find(call.id("business"), $0) }) { before in
            let known = try await item(call)
            try schema.tag(of: known).require(call.conditions)
            let read = try schema.update(BusinessItem(before), from: call.json()).model.business(zoneName: zoneName)
            _ = try await naming { try await SaveBusiness(call.kalends)(read, actor: call.actor, confirmed: true) }
        }
        return schema.changed(try await item(call), call, context: Self.context)
    }

    private func remove(_ call: APICall) async throws -> APIAnswer {
        try await call.changing({ try Self.find(call.id("business"), $0) }) { before in
            try schema.tag(of: try await item(call)).require(call.conditions)
            try await RemoveBusiness(call.kalends)(before.id, actor: call.actor)
        }
        return .nothing
    }

    private func zoneName(_ name: String) -> String? { zones.zone(tzid: name)?.name }

    private func naming<Value>(_ body: () async throws -> Value) async throws -> Value { try await RestAPI.named(BusinessItem.names, body) }
}
