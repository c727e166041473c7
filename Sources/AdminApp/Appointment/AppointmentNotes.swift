import Booking
import HTTPTypes
import Operations
import Texts
import WebShell

/// What the staff write about an appointment, for themselves.
enum AppointmentNotes {
    static func post(_ visit: Visit) async throws -> Answer {
        let id: Appointment.ID = visit.id()
        let here = "/admin/appointments/\(id)"
        do {
            _ = try await SaveStaffNotes(visit.kalends)(id, notes: visit.form["staffNotes"], actor: visit.actor)
            return .redirect(visit.back(or: here), Notice("notesSaved"))
        } catch let fault as Invalid {
            let reading = try await visit.read { try AppointmentReading(id, visit.kalends, in: $0) }
            let composer = AppointmentComposer(visit: visit.viewing(reading.business), reading: reading, here: here, isInPanel: false)
            let fields = FormFields(visit, area: "adminAppointment", sent: visit.form, faults: fault.faults)
            return AppointmentShow.page(visit, composer.detail(notesFields: fields), status: .unprocessableContent)
        }
    }
}
