import Booking
import HTTPTypes
import Operations
import Texts
import WebShell

/// Cancelling an appointment with a reason that the customer is told.
enum AppointmentCancel {
    static func post(_ visit: Visit) async throws -> Answer {
        let id: Appointment.ID = visit.id()
        let here = "/admin/appointments/\(id)"
        do {
            _ = try await CancelAppointment(visit.kalends)(
                CancelAppointment.Request(appointment: id, actor: visit.actor, reason: visit.form["reason"]))
            return .redirect(visit.back(or: here), Notice("appointmentCancelled"))
        } catch CancelAppointment.Failure.alreadyCancelled {
            return .redirect(visit.back(or: here), Notice("appointmentCancelledAlready"))
        } catch let fault as Invalid {
            let reading = try await visit.read { try AppointmentReading(id, visit.kalends, in: $0) }
            let composer = AppointmentComposer(visit: visit.viewing(reading.business), reading: reading, here: here, isInPanel: false)
            let fields = FormFields(visit, area: "adminAppointment", sent: visit.form, faults: fault.faults, prefix: "cancel-")
            return AppointmentShow.page(visit, composer.detail(cancel: composer.cancelForm(fields)), status: .unprocessableContent)
        }
    }
}
