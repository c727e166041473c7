import Booking
import Operations
import Texts
import WebShell

/// A question of the service on the details form: a text, or a choice of one option.
struct QuestionField: Sendable {
    struct Option: Sendable {
        let id: String
        let value: String
        let label: String
        let isChosen: Bool
    }

    struct Choice: Sendable {
        let name: String
        let label: String
        let isRequired: Bool
        let fault: String?
        let options: [Option]
    }

    let words: FormField?
    let choice: Choice?

    init(_ asked: AssignedQuestion, _ typed: Query, _ faults: [FieldFault], _ texts: Texts) {
        let question = asked.question
        let name = GivenAnswer.field(of: question.id)
        switch question.inputType {
        case .text:
            words = FormField(
                name, question.text, value: typed[name], faults: faults, texts: texts, isRequired: asked.isRequired, isTextArea: true)
            choice = nil
        case .radioButton:
            words = nil
            // What need not be answered can be left open again.
            let all = question.options.map { ($0, $0) } + (asked.isRequired ? [] : [("", texts["booking.noAnswer"])])
            choice = Choice(
                name: name, label: question.text, isRequired: asked.isRequired,
                fault: faults.first { $0.field == name }?.sentence(in: texts),
                options: all.enumerated().map { index, option in
                    // A fault's link leads to the first of them.
                    Option(
                        id: index == 0 ? name : "\(name)-\(index)", value: option.0, label: option.1,
                        isChosen: option.0 == typed[name] && (!asked.isRequired || !option.0.isEmpty))
                })
        }
    }
}
