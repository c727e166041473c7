import Booking
import CivilTime
import HTTPTypes
import Operations
import Texts
import WebShell

/// Another business of the same house: its people and services are its own, its calendar comes into view.
enum BusinessNew {
    struct View: Sendable {
        var faults: FaultSummary?
        var name: Field
        var zone: Field
        var zones: [String]
        var currency: Field
        var language: Field
    }

    static func get(_ visit: Visit) async throws -> Answer { visit.businesses.isEmpty ? BusinessFirst.page(visit) : page(visit) }

    static func post(_ visit: Visit) async throws -> Answer {
        let form = visit.form
        do {
            let business = try await SaveBusiness(visit.kalends).create(
                name: form["name"], zone: form["zone"].trimmingWhitespace, currency: form["currency"], language: form["language"],
                actor: visit.actor)
            return .viewing(business: business.id.rawValue, to: "/admin/settings")
        } catch let invalid as Invalid {
            return page(visit, invalid.faults, status: .unprocessableContent)
        }
    }

    /// Brings another business into view.
    static func view(_ visit: Visit) async throws -> Answer {
        let id: Business.ID = visit.id()
        guard visit.businesses.contains(where: { $0.id == id }) else { throw NotFound("business") }
        return .viewing(business: id.rawValue, to: visit.back(or: "/admin"))
    }

    private static func page(_ visit: Visit, _ faults: [FieldFault] = [], status: HTTPResponse.Status = .ok) -> Answer {
        let fields = FormFields(visit, area: "adminBusiness", sent: faults.isEmpty ? nil : visit.form, faults: faults)
        let title = visit.texts["adminBusiness.newHeading"]
        return .page(
            AdminPage(
                "admin-business-new", title: title, menu: .business, status: status,
                view: View(
                    faults: fields.summary, name: fields.text("name", required: true),
                    zone: fields.text("zone", visit.business.zone, required: true, list: "zones"), zones: visit.kalends.zones.names,
                    currency: fields.choice("currency", visit.business.currency, Currency.codes.map { ($0, $0) }),
                    language: fields.choice("language", visit.business.language, Language.all.map { ($0.code, $0.name) }))))
    }
}
