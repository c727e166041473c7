import Booking
import Operations
import Texts
import WebShell

/// Confirming by hand what was booked while a calendar could not be looked at.
enum AppointmentConfirm {
    static func post(_ visit: Visit) async throws -> Answer {
        let id: Appointment.ID = visit.id()
        let here = visit.back(or: "/admin/appointments/\(id)")
        do {
            try await ConfirmAppointment(visit.kalends)(id, actor: visit.actor)
            return .redirect(here, Notice("appointmentConfirmed"))
        } catch is ConfirmAppointment.Failure {
            return .redirect(here, Notice("appointmentNotToConfirm"))
        }
    }
}
