import Booking
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// What a customer of an appointment answered, changed by staff: what was told on the telephone, or came out at the counter.
enum AppointmentAnswers {
    struct View: Sendable {
        var heading: String
        var booking: String
        var faults: FaultSummary?
        var action: String
        var questions: [AnswerField]
        var cancelAddress: String
    }

    private struct Reading: Sendable {
        var appointment: Appointment
        var attendee: Attendee
        var business: Business
        /// What the service asks, and what else of the business was answered.
        var questions: [CustomQuestion]
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let reading = try await read(visit)
        return page(visit.viewing(reading.business), reading)
    }

    static func post(_ visit: Visit) async throws -> Answer {
        let reading = try await read(visit)
        let given = visit.form.fields.compactMap { GivenAnswer(field: $0.name, value: $0.value) }
        do {
            _ = try await SaveAnswers(visit.kalends)(
                given, of: reading.attendee.customer, in: reading.appointment.id, actor: visit.actor)
            return .redirect(address(of: reading.appointment), Notice("answersSaved"))
        } catch let invalid as Invalid {
            return page(visit.viewing(reading.business), reading, invalid.faults, status: .unprocessableContent)
        }
    }

    /// Where the answers of an attendee are changed; `nil` where there is nobody, or nothing to answer.
    static func address(of attendee: Attendee, in appointment: Appointment, _ service: Service?) -> String? {
        guard !attendee.name.isEmpty, let service, !service.questions.isEmpty || !attendee.answers.isEmpty else { return nil }
        return "\(address(of: appointment))/answers/\(attendee.customer)"
    }

    private static func address(of appointment: Appointment) -> String { "/admin/appointments/\(appointment.id)" }

    private static func read(_ visit: Visit) async throws -> Reading {
        let (id, customer): (Appointment.ID, Customer.ID) = (visit.id(), visit.id("customer"))
        let reading = try await visit.read { transaction -> Reading? in
            guard let appointment = try transaction.appointments.find(id),
                let attendee = appointment.attendees.first(where: { $0.customer == customer }), !attendee.name.isEmpty,
                let business = try transaction.businesses.find(appointment.business),
                let service = try transaction.services.find(appointment.service)
            else { return nil }
            let asked = try transaction.questions.asked(by: service).map(\.question)
            let answered = try transaction.questions.all(in: business.id).filter { question in
                !asked.contains { $0.id == question.id } && attendee.answers.contains { $0.question == question.id }
            }
            return Reading(appointment: appointment, attendee: attendee, business: business, questions: asked + answered)
        }
        guard let reading else { throw NotFound("customer of the appointment") }
        return reading
    }

    private static func page(_ visit: Visit, _ reading: Reading, _ faults: [FieldFault] = [], status: HTTPResponse.Status = .ok) -> Answer {
        let (texts, appointment) = (visit.texts, reading.appointment)
        let fields = FormFields(visit, area: "adminAppointment", sent: faults.isEmpty ? nil : visit.form, faults: faults)
        let heading = texts("adminAppointment.answersHeading", ["name": reading.attendee.name])
        return .page(
            AdminPage(
                "admin-appointment-answers", title: heading, menu: .calendar, status: status,
                view: View(
                    heading: heading, booking: "\(appointment.serviceName) · \(texts.when(appointment.span, in: visit.zone))",
                    faults: fields.summary, action: "\(address(of: appointment))/answers/\(reading.attendee.customer)",
                    questions: AnswerField.all(reading.questions, known: reading.attendee.answers, fields),
                    cancelAddress: address(of: appointment))))
    }
}
