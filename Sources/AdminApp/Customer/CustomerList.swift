import Booking
import CivilTime
import Persistence
import Texts
import WebShell

/// The customers of the business, found by any part of name, address or number.
enum CustomerList {
    struct Row: Sendable {
        var name: String
        var email: String
        var phone: String
        var since: String
        var address: String
    }

    struct View: Sendable {
        var search: Field
        var isSearch: Bool
        var rows: [Row]
        var isEmpty: Bool
        var count: String
        var pages: PageLinks?
        var bookingPage: String
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let paging = Paging(query: visit.query)
        let text = String(visit.query["q"].prefix(200))
        let found = try await visit.read {
            try $0.customers.search(text: text, in: visit.business.id, limit: Paging.size, offset: paging.offset)
        }
        let texts = visit.texts
        let rows = found.rows.map { customer in
            Row(
                name: customer.name, email: customer.email, phone: customer.phone,
                since: texts.date(visit.zone.date(at: customer.createdAt), .day),
                address: "/admin/customers/\(customer.id)")
        }
        return .page(
            AdminPage(
                "admin-customer-list", title: texts["adminMenu.customers"], menu: .customers, live: ["appointments"],
                view: View(
                    search: FormFields(visit, area: "adminCustomer").text("q", text, type: "search", autocomplete: "off"),
                    isSearch: !text.isEmpty,
                    rows: rows, isEmpty: rows.isEmpty,
                    count: texts.count(text.isEmpty ? "adminCustomer.count" : "adminCustomer.found", found.total),
                    pages: paging.links(total: found.total, path: "/admin/customers", query: visit.query, texts: texts),
                    bookingPage: "/b/\(visit.business.slug)")))
    }
}
