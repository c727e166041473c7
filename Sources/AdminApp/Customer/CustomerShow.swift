import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// One customer: what is known, what was booked, and what the law lets them ask for.
enum CustomerShow {
    struct Booking: Sendable {
        var time: String
        var service: String
        var people: String
        var state: String
        var isCancelled: Bool
        var isUpcoming: Bool
        var isAwaiting: Bool
        var address: String
    }

    struct View: Sendable {
        var name: String
        var email: String?
        var phone: String?
        var notes: String?
        var since: String
        var isErased: Bool
        var erased: String?
        var bookings: [Booking]
        var isEmpty: Bool
        var more: String?
        var editAddress: String?
        var exportAddress: String?
        var historyAddress: String?
        var eraseAddress: String?
        var newAddress: String?
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let (customer, visit) = try await find(visit)
        let (appointments, staff) = try await visit.read { transaction in
            (
                try transaction.appointments.all(of: customer.id),
                try transaction.staff.all(in: customer.business, includingRemoved: true)
            )
        }
        let texts = visit.texts
        let latest = appointments.sorted { $0.span.start > $1.span.start }
        let bookings = latest.prefix(100).map { appointment in
            let hasLeft = appointment.formerAttendee(customer.id) != nil
            let isCancelled = appointment.status == .cancelled || hasLeft
            let isUpcoming = appointment.span.end > visit.now && !isCancelled
            let isAwaiting = isUpcoming && appointment.awaitsConfirmation
            let state = hasLeft ? "left" : isCancelled ? "cancelled" : isAwaiting ? "awaiting" : isUpcoming ? "upcoming" : "past"
            return Booking(
                time: texts.when(appointment.span, in: visit.zone), service: appointment.serviceName,
                people: staff.filter { appointment.staff.contains($0.id) }.map(\.name).joined(separator: ", "),
                state: texts["adminCustomer.\(state)"], isCancelled: isCancelled,
                isUpcoming: isUpcoming && !isAwaiting,
                isAwaiting: isAwaiting,
                address: "/admin/appointments/\(appointment.id)")
        }
        let isErased = customer.erasedAt != nil
        let base = "/admin/customers/\(customer.id)"
        let canManage = visit.user.role.canManageAppointments
        let name = isErased ? texts["admin.erasedCustomer"] : customer.name
        return .page(
            AdminPage(
                "admin-customer-show", title: name, menu: .customers, live: ["appointments"],
                view: View(
                    name: name, email: customer.email.isEmpty ? nil : customer.email, phone: customer.phone.isEmpty ? nil : customer.phone,
                    notes: customer.notes.isEmpty ? nil : customer.notes,
                    since: texts("adminCustomer.since", ["date": texts.date(visit.zone.date(at: customer.createdAt))]), isErased: isErased,
                    erased: customer.erasedAt.map { texts("adminCustomer.erasedAt", ["time": texts.when($0, in: visit.zone)]) },
                    bookings: bookings,
                    isEmpty: bookings.isEmpty,
                    more: latest.count > 100 ? texts.count("adminCustomer.moreBookings", latest.count - 100) : nil,
                    editAddress: canManage && !isErased ? "\(base)/edit" : nil, exportAddress: canManage ? "\(base)/export" : nil,
                    historyAddress: visit.user.role.canManageSettings ? HistoryList.address(of: "customer:\(customer.id)") : nil,
                    eraseAddress: visit.user.role.canManageSettings && !isErased ? "\(base)/erase" : nil,
                    newAddress: canManage && !isErased ? "/admin/appointments/new?customer=\(customer.id)" : nil)))
    }

    static func export(_ visit: Visit) async throws -> Answer {
        let (customer, visit) = try await find(visit)
        let bytes = try await ExportCustomer(visit.kalends)(customer.id, actor: visit.actor)
        return .download(bytes, type: "application/json", name: "customer-\(customer.id).json")
    }

    static func askErase(_ visit: Visit) async throws -> Answer {
        let (customer, visit) = try await find(visit)
        let upcoming = try await visit.read { try $0.appointments.all(of: customer.id) }
            .filter { $0.status == .confirmed && $0.span.end > visit.now && $0.attendee(customer.id) != nil }.count
        var consequences = ["eraseData", "eraseBookings", "eraseMails"].map { visit.texts["adminConfirm.\($0)"] }
        if upcoming > 0 { consequences.append(visit.texts.count("adminConfirm.eraseUpcoming", upcoming)) }
        consequences.append(visit.texts["adminConfirm.eraseForGood"])
        return visit.ask(
            "eraseCustomer", values: ["name": customer.name], consequences: consequences, action: "/admin/customers/\(customer.id)/erase",
            cancel: "/admin/customers/\(customer.id)", menu: .customers)
    }

    static func erase(_ visit: Visit) async throws -> Answer {
        guard visit.isConfirmed else { return try await askErase(visit) }
        try await EraseCustomer(visit.kalends)(visit.id(), actor: visit.actor)
        return .redirect("/admin/customers", Notice("customerErased"))
    }

    static func find(_ visit: Visit) async throws -> (Customer, Visit) {
        let id: Customer.ID = visit.id()
        let found = try await visit.read { transaction -> (Customer, Business)? in
            guard let customer = try transaction.customers.find(id), let business = try transaction.businesses.find(customer.business)
            else { return nil }
            return (customer, business)
        }
        guard let (customer, business) = found else { throw NotFound("customer") }
        return (customer, visit.viewing(business))
    }
}
