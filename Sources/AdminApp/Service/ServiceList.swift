import Booking
import CivilTime
import Persistence
import Texts

/// What can be booked, in the order of the page.
enum ServiceList {
    struct Row: Sendable {
        var name: String
        var address: String
        var color: String
        var duration: String
        var buffers: String?
        /// How many customers may share an appointment, where several may.
        var group: String?
        var price: String
        var staff: String
        var hasStaff: Bool
        var pageAddress: String
        var hasOwnPolicy: Bool
    }

    struct View: Sendable {
        var services: [Row]
        var isEmpty: Bool
        var newAddress: String
        var colorsAddress: String
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let (services, staff) = try await visit.read { transaction in
            (try transaction.services.all(in: visit.business.id), try transaction.staff.all(in: visit.business.id))
        }
        let texts = visit.texts
        let rows = services.map { service in
            let names = staff.filter { service.staff.contains($0.id) }.map(\.name)
            let buffers = [(service.preBuffer, "bufferBefore"), (service.postBuffer, "bufferAfter")].filter { $0.0 > .zero }
                .map { texts("adminService.\($0.1)", ["time": texts.duration($0.0)]) }
            return Row(
                name: service.name, address: "/admin/services/\(service.id)", color: CalendarStylesheet.className(of: service.color),
                duration: texts.duration(service.duration), buffers: buffers.isEmpty ? nil : buffers.joined(separator: ", "),
                group: service.isForGroups ? texts("adminService.group", ["most": texts.number(service.maximumAttendeesCount)]) : nil,
                price: service.price.map { $0 == 0 ? texts["admin.free"] : texts.money($0, currency: visit.business.currency) } ?? "–",
                staff: names.isEmpty ? texts["adminService.nobody"] : names.joined(separator: ", "), hasStaff: !names.isEmpty,
                pageAddress: "/b/\(visit.business.slug)/\(service.slug)", hasOwnPolicy: service.policy != nil)
        }
        return .page(
            AdminPage(
                "admin-service-list", title: texts["adminMenu.services"], menu: .services, live: ["settings"],
                view: View(
                    services: rows, isEmpty: rows.isEmpty, newAddress: "/admin/services/new",
                    colorsAddress: CalendarStylesheet.colorsAddress(services.map(\.color)))))
    }
}
