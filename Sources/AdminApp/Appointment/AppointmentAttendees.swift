import Booking
import HTTPTypes
import Operations
import Texts
import WebShell

/// Adding somebody to an appointment that several customers share, and taking somebody out. Only the one concerned is written to.
enum AppointmentAttendees {
    static func add(_ visit: Visit) async throws -> Answer {
        let id: Appointment.ID = visit.id()
        let form = visit.form
        let faults: [FieldFault]
        do {
            let details = CustomerDetails(name: form["name"], email: form["email"], phone: form["phone"], notes: form["notes"])
            try await AddAttendee(visit.kalends)(
                AddAttendee.Request(
                    appointment: id, details: details, formID: form["formID"].isEmpty ? nil : form["formID"], actor: visit.actor))
            return .redirect(visit.back(or: "/admin/appointments/\(id)"), Notice("attendeeAdded", ["name": details.name]))
        } catch let fault as Invalid {
            faults = fault.faults
        } catch let failure as AddAttendee.Failure {
            faults = [failure.fault]
        }
        let composer = try await composer(id, visit)
        let fields = FormFields(visit, area: "adminAppointment", sent: form, faults: faults, prefix: "add-")
        let detail = composer.detail(adding: composer.addForm(fields, sent: form))
        return AppointmentShow.page(composer.visit, detail, status: .unprocessableContent)
    }

    static func remove(_ visit: Visit) async throws -> Answer {
        let id: Appointment.ID = visit.id()
        let here = "/admin/appointments/\(id)"
        let customer = Customer.ID(visit.form["customer"])
        do {
            let left = try await LeaveAppointment(visit.kalends)(
                LeaveAppointment.Request(appointment: id, customer: customer, actor: visit.actor, reason: visit.form["reason"]))
            return .redirect(visit.back(or: here), Notice(left.status == .confirmed ? "attendeeRemoved" : "appointmentCancelled"))
        } catch CancelAppointment.Failure.alreadyCancelled {
            return .redirect(visit.back(or: here), Notice("attendeeRemovedAlready"))
        } catch let fault as Invalid {
            let composer = try await composer(id, visit)
            let fields = FormFields(visit, area: "adminAppointment", sent: visit.form, faults: fault.faults, prefix: "remove-")
            let detail = composer.detail(removing: composer.removeForm(customer, fields))
            return AppointmentShow.page(composer.visit, detail, status: .unprocessableContent)
        }
    }

    private static func composer(_ id: Appointment.ID, _ visit: Visit) async throws -> AppointmentComposer {
        let reading = try await visit.read { try AppointmentReading(id, visit.kalends, in: $0) }
        return AppointmentComposer(
            visit: visit.viewing(reading.business), reading: reading, here: "/admin/appointments/\(id)", isInPanel: false)
    }
}

extension AppointmentComposer {
    func addForm(_ fields: FormFields, sent: Query? = nil) -> AddForm {
        AddForm(
            action: "/admin/appointments/\(reading.appointment.id)/attendees", back: here, keepAddress: here,
            formID: sent?["formID"] ?? "admin-\(visit.kalends.newID())", name: fields.text("name", required: true, autocomplete: "off"),
            email: fields.text("email", type: "email", autocomplete: "off"), phone: fields.text("phone", type: "tel", autocomplete: "off"),
            notes: fields.area("notes", rows: 2), faults: fields.summary)
    }

    /// - Returns: `nil` for somebody who is no attendee.
    func removeForm(_ customer: Customer.ID, _ fields: FormFields) -> RemoveForm? {
        guard reading.appointment.group != nil, let attendee = reading.appointment.attendee(customer) else { return nil }
        let name = attendee.name.isEmpty ? visit.texts["admin.erasedCustomer"] : attendee.name
        let isLast = reading.appointment.attendees.count == 1
        return RemoveForm(
            action: "/admin/appointments/\(reading.appointment.id)/attendees/remove", back: here, keepAddress: here,
            heading: visit.texts("adminAppointment.removeHeading", ["name": name]), customer: customer.rawValue,
            consequences: consequences("cancel", for: [attendee])
                + [visit.texts[isLast ? "adminAppointment.removesLast" : "adminAppointment.othersStay"]],
            reason: fields.area("reason", rows: 2), faults: fields.summary)
    }
}

extension AddAttendee.Failure {
    /// What to say at the form.
    fileprivate var fault: FieldFault {
        switch self {
        case .full: FieldFault(field: "name", key: "appointmentFull")
        case .attendsAlready: FieldFault(field: "email", key: "attendsAlready")
        case .cancelled: FieldFault(field: "name", key: "appointmentCancelled")
        case .notShared: FieldFault(field: "name", key: "appointmentNotShared")
        }
    }
}
