import Booking
import RestShape

/// What is asked of customers and answered by them, as the API tells it.
enum Questions {
    private static let id = ValueShape<String>.string(1...100, form: .line)

    /// Graph's `bookingQuestionAssignment`: that a service asks a question.
    static let assignments = ValueShape<[QuestionAssignment]>.collection(
        of: .object(
            ObjectSchema<QuestionAssignment>(
                "bookingQuestionAssignment", fresh: { QuestionAssignment(question: CustomQuestion.ID("")) },
                properties: [
                    Property(
                        nullable: "isRequired", .boolean, get: { $0.isRequired }, set: { $0.isRequired = $1 ?? false },
                        about: "Customers must answer; programs may leave it out."),
                    Property(
                        "questionId", id, get: { $0.question.rawValue }, set: { $0.question = CustomQuestion.ID($1) },
                        [.requiredOnCreate]),
                ])), maxCount: 100)

    /// Graph's `bookingQuestionAnswer`: what was answered, with the question as it was then. What a body says of the question is
    /// passed over.
    static let answers = ValueShape<[QuestionAnswer]>.collection(
        of: .object(
            ObjectSchema<QuestionAnswer>(
                "bookingQuestionAnswer",
                fresh: { QuestionAnswer(question: CustomQuestion.ID(""), text: "", inputType: .text) },
                properties: [
                    Property(
                        nullable: "answer", .string(maxLength: 4000), get: { $0.answer }, set: { $0.answer = $1 ?? "" },
                        about: "For questions that are answered in words."),
                    Property(
                        nullable: "answerInputType", .enumeration(GraphEnums.answerInputType), get: { $0.inputType },
                        set: { $0.inputType = $1 ?? .text }, about: "The question's own counts."),
                    Property(
                        "answerOptions", .collection(of: .string(maxLength: 500), maxCount: 100), \.options,
                        about: "The question's own count."),
                    Property(
                        nullable: "isRequired", .boolean, get: { $0.isRequired }, set: { $0.isRequired = $1 ?? false },
                        about: "What the service says counts."),
                    Property(
                        nullable: "question", .string(maxLength: 1000), get: { $0.text }, set: { $0.text = $1 ?? "" },
                        about: "The question's own text counts."),
                    Property(
                        "questionId", id, get: { $0.question.rawValue }, set: { $0.question = CustomQuestion.ID($1) },
                        [.requiredOnCreate]),
                    Property(
                        "selectedOptions", .collection(of: .string(maxLength: 500), maxCount: 100), \.selectedOptions,
                        about: "For questions with options: one of them."),
                ])), maxCount: 100)
}

extension QuestionAnswer {
    /// What a body says, before it was looked at.
    var given: GivenAnswer { GivenAnswer(question: question, answer: answer, selectedOptions: selectedOptions) }
}
