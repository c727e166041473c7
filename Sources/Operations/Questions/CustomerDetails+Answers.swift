public import Booking
import Persistence
import Texts

/// What came of the answers of one customer.
struct TakenAnswers {
    var kept: [QuestionAnswer] = []
    /// The field of each is `question.` with the id behind it.
    var faults: [FieldFault] = []
}

extension GivenAnswer {
    /// What stands before the id in the name of a question's field.
    private static let prefix = "question."

    /// The name of a question's field, in forms and faults.
    public static func field(of question: CustomQuestion.ID) -> String { prefix + question.rawValue }

    /// What was sent in a field of a form; `nil` for a field that is no question's, and for an empty one.
    public init?(field: String, value: String) {
        guard field.hasPrefix(Self.prefix), !value.trimmed.isEmpty else { return nil }
        self.init(question: CustomQuestion.ID(String(field.dropFirst(Self.prefix.count))), answer: value)
    }

    /// Without blanks around it, line ends as LF; what nobody sees anything of is no answer.
    var tidied: GivenAnswer {
        let words = String(answer.map { $0.isNewline ? "\n" : $0 }).trimmed
        return GivenAnswer(
            question: question, answer: Check.isVisible(words) ? words : "",
            selectedOptions: selectedOptions.map(\.trimmed).filter { !$0.isEmpty })
    }
}

extension CustomerDetails {
    /// Judges the answers to what a service asks.
    /// - Parameter isStaff: staff may leave out what customers must answer, and may answer questions of the business that this service does not
    ///   ask. Of a customer's answers those that nobody asks for, as the question was taken off meanwhile, are left out.
    func answers(to service: Service, isStaff: Bool, _ transaction: Transaction) throws -> TakenAnswers {
        if answers.isEmpty, service.questions.isEmpty { return TakenAnswers() }
        var asked = try transaction.questions.asked(by: service)
        var taken = TakenAnswers()
        if isStaff {
            let known = try transaction.questions.all(in: service.business)
            for given in answers where !asked.contains(where: { $0.question.id == given.question }) {
                if let question = known.first(where: { $0.id == given.question }) {
                    asked.append(AssignedQuestion(question))
                } else {
                    taken.faults.append(FieldFault(field: GivenAnswer.field(of: given.question), key: "questionUnknown"))
                }
            }
        }
        for question in asked { take(question, isStaff: isStaff, into: &taken) }
        return taken
    }

    private func take(_ asked: AssignedQuestion, isStaff: Bool, into taken: inout TakenAnswers) {
        let given = answers.first { $0.question == asked.question.id }?.tidied
        let field = GivenAnswer.field(of: asked.question.id)
        let unprintable = Check.text(given?.answer ?? "", field: field, limit: .max, noun: "answer", allowsLines: true)
        guard unprintable.isEmpty else {
            taken.faults.append(FieldFault(field: field, key: "answerUnprintable", values: ["question": asked.name]))
            return
        }
        do throws(AnswerFault) {
            if let answer = try asked.answer(given, isDemanded: !isStaff) { taken.kept.append(answer) }
        } catch {
            taken.faults.append(error.told(of: asked, field: field))
        }
    }
}

extension AssignedQuestion {
    /// How a sentence names it: a long question by its beginning.
    fileprivate var name: String { question.text.count > 80 ? String(question.text.prefix(79)).trimmed + "…" : question.text }
}

extension AnswerFault {
    fileprivate func told(of asked: AssignedQuestion, field: String) -> FieldFault {
        let question = ["question": asked.name]
        return switch self {
        case .missing where asked.question.inputType == .text: FieldFault(field: field, key: "answerMissing", values: question)
        case .missing: FieldFault(field: field, key: "answerNotChosen", values: question)
        case .tooLong(let limit): FieldFault(field: field, key: "answerTooLong", values: question.merging(["limit": String(limit)]) { $1 })
        case .notAnOption: FieldFault(field: field, key: "answerNotAnOption", values: question)
        }
    }
}
