import Booking
import TestSupport

@testable import Operations

extension World {
    /// A question of Ana's studio.
    func ask(_ text: String, options: [String] = []) async throws -> CustomQuestion {
        var question = SaveQuestion(kalends).draft(in: Cast.studio.id)
        (question.text, question.inputType, question.options) = (text, options.isEmpty ? .text : .radioButton, options)
        return try await SaveQuestion(kalends)(question, actor: World.ana)
    }

    /// Lets the haircut ask questions, in their order.
    func assign(_ questions: CustomQuestion..., required: Set<CustomQuestion.ID> = []) async throws {
        var haircut = Cast.haircut
        haircut.questions = questions.map { QuestionAssignment(question: $0.id, isRequired: required.contains($0.id)) }
        _ = try await SaveService(kalends)(haircut, actor: World.ana)
    }

    /// A booking of Cleo's with Ben that answers questions.
    @discardableResult
    func book(answering answers: [GivenAnswer], by actor: Actor = .customer) async throws -> Appointment {
        var request = request(monday(10), by: actor)
        request.details.answers = answers
        return try await BookAppointment(kalends)(request).appointment
    }

    func answers(_ appointment: Appointment) throws -> [QuestionAnswer] { try self.appointment(appointment.id).attendees[0].answers }
}

extension CustomQuestion {
    func answered(_ answer: String) -> GivenAnswer { GivenAnswer(question: id, answer: answer) }
}
