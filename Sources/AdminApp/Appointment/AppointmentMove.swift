import Booking
import CivilTime
import HTTPTypes
import Operations
import Texts
import WebShell

/// Moving an appointment by choosing or typing a time; the way that dragging leads to as well.
enum AppointmentMove {
    static func post(_ visit: Visit) async throws -> Answer {
        let id: Appointment.ID = visit.id()
        let reading = try await visit.read { try AppointmentReading(id, visit.kalends, in: $0) }
        let visit = visit.viewing(reading.business)
        let here = "/admin/appointments/\(id)"
        do {
            let typed = try TypedStart(visit.form, zone: visit.zone)
            let staff = visit.form["staff"]
            let moved = try await MoveAppointment(visit.kalends)(
                MoveAppointment.Request(
                    appointment: id, start: typed.start, staff: staff.isEmpty ? nil : StaffMember.ID(staff), actor: visit.actor,
                    ignoresPolicy: visit.form.contains("ignoresPolicy"), expectedRevision: Int(visit.form["revision"])))
            return .redirect(
                visit.back(or: here), Notice("appointmentMoved", ["time": visit.texts.when(moved.span, in: visit.zone)]))
        } catch let fault as Invalid {
            return try await again(visit, reading, fault.faults, status: .unprocessableContent)
        } catch let failure as MoveAppointment.Failure {
            let fault = failure.fault(visit.form, reading: reading, visit: visit)
            return try await again(visit, reading, [fault], failure.alternatives, status: .conflict)
        }
    }

    private static func again(
        _ visit: Visit, _ reading: AppointmentReading, _ faults: [FieldFault], _ alternatives: [OfferedSlot] = [],
        status: HTTPResponse.Status
    ) async throws -> Answer {
        let composer = AppointmentComposer(
            visit: visit, reading: reading, here: "/admin/appointments/\(reading.appointment.id)", isInPanel: false)
        let form = try await composer.moveForm(asked: visit.form, sent: visit.form, faults: faults, alternatives: alternatives)
        return AppointmentShow.page(visit, composer.detail(move: form), status: status)
    }
}

/// The start that a form names: a slot of its list, or a day and a time of the business's clock.
struct TypedStart {
    let start: Instant

    init(_ form: Query, zone: Zone) throws(Invalid) {
        let slot = form["slot"]
        if !slot.isEmpty, slot != "other" {
            guard let start = Instant(rfc3339: slot) else { throw Invalid("slot", "choiceUnknown") }
            self.start = start
            return
        }
        guard !form["date"].isEmpty else { throw Invalid("date", "dateMissing") }
        guard let date = CivilDate(iso8601: form["date"]) else { throw Invalid("date", "dateMalformed") }
        guard !form["time"].isEmpty else { throw Invalid("time", "timeMissing") }
        guard let time = TimeOfDay(iso8601: form["time"]) else { throw Invalid("time", "timeMalformed") }
        guard (1990...2200).contains(date.year) else { throw Invalid("date", "yearOutOfRange", ["first": "1990", "last": "2200"]) }
        switch zone.resolve(CivilDateTime(date, time)) {
        case .unique(let instant), .fold(let instant, _): start = instant
        case .gap: throw Invalid("time", "timeImpossible")
        }
    }
}

extension MoveAppointment.Failure {
    /// What to say at the form, and where.
    func fault(_ form: Query, reading: AppointmentReading, visit: Visit) -> FieldFault {
        let person = reading.candidates.first { $0.id.rawValue == form["staff"] }?.name ?? reading.people.first?.name ?? ""
        let start = (try? TypedStart(form, zone: visit.zone))?.start
        let values = ["time": start.map { visit.texts.when($0, in: visit.zone) } ?? "", "name": person]
        let key =
            switch self {
            case .taken, .attendsAlready: "startTaken"
            case .tooSoon: "startTooSoon"
            case .tooFar: "startTooFar"
            case .notOffered: "startNotOffered"
            case .tooLate: "changeTooLate"
            case .cancelled: "appointmentCancelled"
            case .changedMeanwhile: "appointmentChanged"
            }
        return FieldFault(field: "slot", key: key, values: values)
    }
}
