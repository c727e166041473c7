import Booking
import CivilTime
import RestShape

/// A question of a business as a file tells it, by the names of Graph's `bookingCustomQuestion`.
struct QuestionEntry: Sendable {
    var id = ""
    var text = ""
    var kind = AnswerInputType.text
    var options: [String] = []

    init() {}

    init(_ question: CustomQuestion, id: String) {
        (self.id, text, kind, options) = (id, question.text, question.inputType, question.options)
    }

    func question(of business: Business.ID) -> CustomQuestion {
        let never = Instant(secondsSinceEpoch: 0)
        return CustomQuestion(
            id: CustomQuestion.ID(id), business: business, text: text, inputType: kind, options: options, createdAt: never, updatedAt: never
        )
    }

    static let schema = ObjectSchema<QuestionEntry>(
        "bookingCustomQuestion", fresh: { QuestionEntry() },
        properties: [
            Property("id", .string(1...100, form: .line), \.id, [.requiredOnCreate], about: "Within the file."),
            Property("displayName", .string(1...CustomQuestion.longestText, form: .line), \.text, [.requiredOnCreate]),
            Property("answerInputType", .enumeration(GraphEnums.answerInputType), \.kind),
            Property(
                "answerOptions",
                .collection(of: .string(1...CustomQuestion.longestOption, form: .line), maxCount: CustomQuestion.optionCount.upperBound),
                \.options),
        ])
}

/// That a service asks a question, by the names of Graph's `bookingQuestionAssignment`.
struct AskedEntry: Sendable {
    var question = ""
    var isRequired = false

    static let schema = ObjectSchema<AskedEntry>(
        "bookingQuestionAssignment", fresh: { AskedEntry() },
        properties: [
            Property("questionId", .string(1...100, form: .line), \.question, [.requiredOnCreate]),
            Property("isRequired", .boolean, \.isRequired),
        ])

    static let list = ValueShape<[AskedEntry]>.collection(of: .object(schema), maxCount: CustomQuestion.mostOfService)
}
