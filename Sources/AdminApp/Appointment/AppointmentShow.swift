import Booking
import HTTPTypes
import Operations
import Texts
import WebShell

/// One appointment on its own page: where mails and calendar events lead, and where a form that failed is shown again.
enum AppointmentShow {
    struct Page: Sendable {
        var appointment: AppointmentDetail
        var calendarAddress: String
        var colorsAddress: String
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let id: Appointment.ID = visit.id()
        let reading = try await visit.read { try AppointmentReading(id, visit.kalends, in: $0) }
        let visit = visit.viewing(reading.business)
        let composer = AppointmentComposer(visit: visit, reading: reading, here: "/admin/appointments/\(id)", isInPanel: false)
        return page(visit, try await composer.detail(task: visit.query["do"], asked: visit.query))
    }

    static func page(_ visit: Visit, _ detail: AppointmentDetail, status: HTTPResponse.Status = .ok) -> Answer {
        let date = visit.query["date"]
        return .page(
            AdminPage(
                "admin-appointment-show", title: "\(detail.heading) · \(detail.serviceName)", menu: .calendar, status: status,
                live: ["appointments", "mails", "conflicts"],
                view: Page(
                    appointment: detail, calendarAddress: "/admin" + (date.isEmpty ? "" : "?date=\(Query.encode(date))"),
                    colorsAddress: detail.colorsAddress)))
    }
}

extension AppointmentDetail {
    /// The style sheet of the colours it shows; its classes carry them.
    var colorsAddress: String {
        CalendarStylesheet.colorsAddress(([color] + people.map(\.color)).map { "#" + $0.dropFirst("color-".count) })
    }
}

extension AppointmentComposer {
    /// The detail with the form of a task open, when the role and the appointment allow it.
    func detail(task: String, asked: Query) async throws -> AppointmentDetail {
        guard visit.user.role.canManageAppointments, reading.appointment.status == .confirmed else { return detail() }
        switch task {
        case "move": return detail(move: try await moveForm(asked: asked))
        case "cancel": return detail(cancel: cancelForm(FormFields(visit, area: "adminAppointment", prefix: "cancel-")))
        case "add" where reading.appointment.group != nil:
            return detail(adding: addForm(FormFields(visit, area: "adminAppointment", prefix: "add-")))
        case "remove":
            let fields = FormFields(visit, area: "adminAppointment", prefix: "remove-")
            return detail(removing: removeForm(Customer.ID(asked["customer"]), fields))
        default: return detail()
        }
    }
}
