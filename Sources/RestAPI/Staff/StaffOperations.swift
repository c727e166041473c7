import Booking
import CivilTime
import Operations
import Persistence
import RestShape

/// `…/staffMembers`.
struct StaffOperations: Sendable {
    static let path = BusinessOperations.path + "/{business}/staffMembers"

    let schema: ObjectSchema<StaffItem>
    let zones: ZoneDatabase

    var routes: [APIRoute] {
        let (all, one) = (PathTemplate(Self.path), PathTemplate(Self.path + "/{staffMember}"))
        return [
            .list(all, "listStaffMembers", "Lists the people of a business.", of: schema.definition) { call in
                try await listing(call).answer(call)
            },
            .create(all, "createStaffMember", "Makes a member of staff.", of: schema.definition, .readWrite, create),
            .count(PathTemplate(Self.path + "/$count"), "countStaffMembers", "Counts the people.", of: schema.definition) { call in
                try await listing(call).number(call)
            },
            .read(one, "getStaffMember", "Reads a member of staff.", of: schema.definition) { call in
                schema.answer(try await item(call, call.id("staffMember")), call, context: context(call))
            },
            .change(one, "updateStaffMember", "Changes a member of staff.", of: schema.definition, .readWrite, change),
            .remove(one, "deleteStaffMember", "Removes a member of staff; what was booked stands.", .readWrite, remove),
        ]
    }

    private func context(_ call: APICall) -> String { "solutions/bookingBusinesses('\(call["business"])')/staffMembers" }

    private static func find(_ call: APICall, _ id: StaffMember.ID, _ transaction: Transaction) throws -> StaffMember {
        let business = try BusinessOperations.find(call.id("business"), transaction)
        guard let member = try transaction.staff.find(id), member.business == business.id, member.isActive else {
            throw NotFound("staff member")
        }
        return member
    }

    private func item(_ call: APICall, _ id: StaffMember.ID) async throws -> StaffItem {
        try await call.read { try item(Self.find(call, id, $0), call, $0) }
    }

    private func item(_ member: StaffMember, _ call: APICall, _ transaction: Transaction) throws -> StaffItem {
        let business = try BusinessOperations.find(call.id("business"), transaction)
        let subject = "staff:\(member.id)"
        return StaffItem(member, of: business, ages: try transaction.history.ages(of: [subject])[subject])
    }

    func items(of id: Business.ID, _ call: APICall) async throws -> [StaffItem] {
        try await call.read { transaction in
            let business = try BusinessOperations.find(id, transaction)
            let found = try transaction.staff.all(in: id)
            let ages = try transaction.history.ages(of: found.map { "staff:\($0.id)" })
            return found.map { StaffItem($0, of: business, ages: ages["staff:\($0.id)"]) }
        }
    }

    private func listing(_ call: APICall) async throws -> Listing<StaffItem> {
        Listing(
            schema: schema, items: try await items(of: call.id("business"), call), id: { $0.member.id.rawValue }, context: context(call))
    }

    private func create(_ call: APICall) async throws -> APIAnswer {
        let business = try await call.read { try BusinessOperations.find(call.id("business"), $0) }
        let draft = SaveStaffMember(call.kalends).draft(in: business.id)
        let read = try schema.create(StaffItem(draft, of: business), from: call.json())
        let typed = read.model.member(of: business, given: read.given, zoneName: zoneName)
        return try await RestAPI.named(StaffItem.names) {
            try await call.answering { (made: StaffMember, transaction: Transaction) in
                schema.answer(
                    try item(made, call, transaction), call, context: context(call), status: 201,
                    location: "\(call.address)/\(made.id)")
            } to: {
                try await SaveStaffMember(call.kalends)(typed, actor: call.actor)
            }
        }
    }

    private func change(_ call: APICall) async throws -> APIAnswer {
        let id: StaffMember.ID = call.id("staffMember")
        try await call.changing({ try Self.find(call, id, $0) }) { before in
            try schema.tag(of: try await item(call, id)).require(call.conditions)
            let business = try await call.read { try BusinessOperations.find(before.business, $0) }
            let read = try schema.update(StaffItem(before, of: business), from: call.json())
            let typed = read.model.member(of: business, given: read.given, zoneName: zoneName)
            _ = try await RestAPI.named(StaffItem.names) {
                try await SaveStaffMember(call.kalends)(typed, actor: call.actor, confirmed: true)
            }
        }
        return schema.changed(try await item(call, id), call, context: context(call))
    }

    private func remove(_ call: APICall) async throws -> APIAnswer {
        let id: StaffMember.ID = call.id("staffMember")
        try await call.changing({ try Self.find(call, id, $0) }) { _ in
            try schema.tag(of: try await item(call, id)).require(call.conditions)
            try await SaveStaffMember(call.kalends).remove(id, actor: call.actor, confirmed: true)
        }
        return .nothing
    }

    private func zoneName(_ name: String) -> String? { zones.zone(tzid: name)?.name }
}
