import Booking
import HTTPTypes
import Operations
import Texts
import WebShell

/// Correcting what is known of a customer.
enum CustomerEdit {
    struct View: Sendable {
        var heading: String
        var faults: FaultSummary?
        var action: String
        var name: Field
        var email: Field
        var phone: Field
        var notes: Field
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let (customer, visit) = try await CustomerShow.find(visit)
        guard customer.erasedAt == nil else { return .redirect("/admin/customers/\(customer.id)") }
        return page(visit, customer)
    }

    static func post(_ visit: Visit) async throws -> Answer {
        let (customer, visit) = try await CustomerShow.find(visit)
        let form = visit.form
        do {
            let saved = try await CorrectCustomer(visit.kalends)(
                customer.id, name: form["name"], email: form["email"], phone: form["phone"], notes: form["notes"].replacingLineEnds,
                actor: visit.actor)
            let name = ["name": saved.customer.name]
            let notice =
                saved.followed == 0 ? Notice("customerSaved", name) : Notice("customerSavedFollowed", name, count: saved.followed)
            return .redirect("/admin/customers/\(customer.id)", notice)
        } catch let invalid as Invalid {
            return page(visit, customer, invalid.faults, status: .unprocessableContent)
        }
    }

    private static func page(_ visit: Visit, _ customer: Customer, _ faults: [FieldFault] = [], status: HTTPResponse.Status = .ok) -> Answer
    {
        let fields = FormFields(visit, area: "adminCustomer", sent: faults.isEmpty ? nil : visit.form, faults: faults)
        let heading = visit.texts("adminCustomer.editHeading", ["name": customer.name])
        return .page(
            AdminPage(
                "admin-customer-edit", title: heading, menu: .customers, status: status,
                view: View(
                    heading: heading, faults: fields.summary, action: "/admin/customers/\(customer.id)/edit",
                    name: fields.text("name", customer.name, required: true, autocomplete: "off"),
                    email: fields.text("email", customer.email, type: "email", autocomplete: "off"),
                    phone: fields.text("phone", customer.phone, type: "tel", autocomplete: "off"),
                    notes: fields.area("notes", customer.notes))))
    }
}
