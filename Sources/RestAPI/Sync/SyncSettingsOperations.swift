import Booking
import CalendarSync
import HTTPTypes
import Operations
import Persistence
import RestShape

/// `/solutions/syncSettings`, and the same of one person below `…/staffMembers`.
struct SyncSettingsOperations: Sendable {
    private let schema = SyncSettingsItem.schema

    var routes: [APIRoute] {
        routes(at: "/solutions/syncSettings", "SyncSettings", "for everybody")
            + routes(at: StaffOperations.path + "/{staffMember}/syncSettings", "PersonalSyncSettings", "for one person")
    }

    private func routes(at path: String, _ name: String, _ whom: String) -> [APIRoute] {
        [
            .read(PathTemplate(path), "get\(name)", "Reads what the sync does \(whom).", of: schema.definition) { call in
                schema.answer(try await item(call), call, context: context(call))
            }.forSync(),
            .change(PathTemplate(path), "update\(name)", "Changes what the sync does \(whom).", of: schema.definition, .sync, change)
                .forSync(),
        ]
    }

    private func context(_ call: APICall) -> String { call.path.isEmpty ? "solutions/syncSettings" : "syncSettings" }

    /// Whose settings are meant; `nil` for everybody's.
    private static func resource(_ call: APICall, _ transaction: Transaction) throws -> Resource.ID? {
        guard call.path["staffMember"] != nil else { return nil }
        let business = try BusinessOperations.find(call.id("business"), transaction)
        guard let member = try transaction.staff.find(call.id("staffMember")), member.business == business.id, member.isActive else {
            throw NotFound("staff member")
        }
        return member.resource
    }

    private static func choices(_ call: APICall, _ transaction: Transaction) throws -> SyncChoices {
        try transaction.syncSettings.versions(of: resource(call, transaction)).last?.choices ?? SyncChoices()
    }

    private static func item(_ call: APICall, _ transaction: Transaction) throws -> SyncSettingsItem {
        let own = try choices(call, transaction)
        guard try resource(call, transaction) != nil else {
            return SyncSettingsItem(own, inForce: SyncSettings(person: SyncChoices(), organization: own))
        }
        let organization = try transaction.syncSettings.versions(of: nil).last?.choices ?? SyncChoices()
        return SyncSettingsItem(own, inForce: SyncSettings(person: own, organization: organization))
    }

    private func item(_ call: APICall) async throws -> SyncSettingsItem { try await call.read { try Self.item(call, $0) } }

    private func change(_ call: APICall) async throws -> APIAnswer {
        try await call.changing({ try Self.choices(call, $0) }) { before in
            let known = try await item(call)
            try schema.tag(of: known).require(call.conditions)
            let sent = try schema.update(SyncSettingsItem(before, inForce: known.inForce), from: call.json()).model
            let resource = try await call.read { transaction in
                try Self.requireServices(of: sent.choices, transaction)
                return try Self.resource(call, transaction)
            }
            let wanted = SaveSyncSettings.Change(resource: resource, choices: sent.choices, reachesExisting: sent.reachesExisting)
            try await RestAPI.named(["sentServices": "sentServiceIds"]) { try await save(wanted, call) }
        }
        return schema.changed(try await item(call), call, context: context(call))
    }

    /// Agrees to whatever the change comes to: programs are not asked.
    private func save(_ wanted: SaveSyncSettings.Change, _ call: APICall) async throws {
        let save = SaveSyncSettings(call.kalends)
        for _ in 0..<4 {
            do {
                return try await save(wanted, agreed: try await save.preview(wanted, actor: call.actor).digest, actor: call.actor)
            } catch is PlanChanged {
                continue
            }
        }
        throw GraphError(.conflict, "Bookings and calendars are changing at the same moment: repeat the change.")
    }

    private static func requireServices(of choices: SyncChoices, _ transaction: Transaction) throws {
        guard case .only(let services) = choices.sentServices else { return }
        for id in services.sorted() where try transaction.services.find(id) == nil {
            throw GraphError(.invalidRequest, "sentServiceIds names \(id), which is no service: check the id.", target: "sentServiceIds")
        }
    }
}
