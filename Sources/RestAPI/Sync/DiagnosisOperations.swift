import Booking
import CalendarSync
import HTTPTypes
import Operations
import Persistence
import RestShape

/// `…/staffMembers/{staffMember}/diagnosis`: whether somebody's connections do what they should, and if not, why.
struct DiagnosisOperations: Sendable {
    private static let path = StaffOperations.path + "/{staffMember}/diagnosis"

    var routes: [APIRoute] {
        [
            APIRoute(
                method: .get, path: PathTemplate(Self.path), name: "getDiagnosis",
                summary: "Tells what was last found about somebody's connections; nobody is asked.", scope: .sync, role: .administrator,
                result: .list(DiagnosisItem.schema.definition)
            ) { call in
                let (business, member) = try await subject(call)
                return answer(try await DiagnoseConnection(call.kalends).last(member.resource, actor: call.actor), business, call)
            },
            .syncAction(
                PathTemplate(Self.path + "/run"), "runDiagnosis",
                "Checks somebody's connections now: the servers are asked, and a test event is written and deleted.",
                .list(DiagnosisItem.schema.definition)
            ) { call in
                let (business, member) = try await subject(call)
                let found = try await DiagnoseConnection(call.kalends)(member.resource, depth: .roundTrip, actor: call.actor)
                return answer(found, business, call)
            },
        ]
    }

    private func subject(_ call: APICall) async throws -> (Business, StaffMember) {
        try await call.read { transaction in
            let business = try BusinessOperations.find(call.id("business"), transaction)
            guard let member = try transaction.staff.find(call.id("staffMember")), member.business == business.id, member.isActive else {
                throw NotFound("staff member")
            }
            return (business, member)
        }
    }

    private func answer(_ found: [ConnectionDiagnosis], _ business: Business, _ call: APICall) -> APIAnswer {
        let words = DiagnosisWords(texts: call.texts, zone: call.preferences.zone ?? call.kalends.zone(named: business.zone))
        let version = call.kalends.settings.version
        let shown = found.map { $0.seen(on: PageVersions(page: version, program: version)) }
        return .json([
            "@odata.context": call.context("Collection(microsoft.graph.connectionDiagnosis)"),
            "value": .list(shown.map { DiagnosisItem.schema.write(DiagnosisItem($0, words), call.single) }),
        ])
    }
}
