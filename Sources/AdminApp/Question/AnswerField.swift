import Booking
import Operations
import Texts

/// The field in which staff give a customer's answer: words, or a choice that may be left open.
struct AnswerField: Sendable {
    var words: Field?
    var choice: Field?

    /// A field for each question, in order.
    /// - Parameters:
    ///   - known: what was answered before; an answer whose question is gone keeps a field of its own.
    ///   - fields: what was typed, with its faults.
    static func all(_ asked: [CustomQuestion], known: [QuestionAnswer] = [], _ fields: FormFields) -> [AnswerField] {
        let open = asked.map { question in
            let before = known.first { $0.question == question.id }
            return AnswerField(question.id, question.text, question.inputType, question.options, before?.said ?? "", fields)
        }
        let gone = known.filter { answer in !asked.contains { $0.id == answer.question } }
        return open + gone.map { AnswerField($0.question, $0.text, $0.inputType, $0.options, $0.said, fields) }
    }

    private init(
        _ question: CustomQuestion.ID, _ text: String, _ inputType: AnswerInputType, _ options: [String], _ said: String,
        _ fields: FormFields
    ) {
        let name = GivenAnswer.field(of: question)
        switch inputType {
        case .text:
            var field = fields.area(name, said, rows: 2)
            field.label = text
            words = field
        case .radioButton:
            // An option that is offered no more is still what was chosen then.
            let all = options + (said.isEmpty || options.contains(said) ? [] : [said])
            let choices = [("", fields.texts["adminAppointment.noAnswer"])] + all.map { ($0, $0) }
            var field = fields.choice(name, said, choices.map { (value: $0.0, label: $0.1) }, required: false)
            field.label = text
            choice = field
        }
    }
}
