import RestShape

/// Graph's `bookingQuestionAssignment`: a question that a service asks.
struct QuestionAssignment: Hashable, Sendable {
    var questionID = ""
    var isRequired: Bool?

    static let schema = ObjectSchema<QuestionAssignment>(
        "bookingQuestionAssignment", fresh: { QuestionAssignment() },
        properties: [
            Property("isRequired", .boolean, \.isRequired),
            Property("questionId", .string(1...100, form: .line), \.questionID, [.requiredOnCreate]),
        ])

    static let list = ValueShape<[QuestionAssignment]>.collection(of: .object(schema), maxCount: 100)
}

/// Graph's `bookingQuestionAnswer`.
struct QuestionAnswer: Hashable, Sendable {
    var answer: String?
    var inputType: String?
    var options: [String] = []
    var isRequired: Bool?
    var question: String?
    var questionID: String?
    var selected: [String] = []

    static let schema = ObjectSchema<QuestionAnswer>(
        "bookingQuestionAnswer", fresh: { QuestionAnswer() },
        properties: [
            Property("answer", .string(maxLength: 4000), \.answer),
            Property("answerInputType", .enumeration(GraphEnums.answerInputType), \.inputType),
            Property("answerOptions", .collection(of: .string(maxLength: 500), maxCount: 100), \.options),
            Property("isRequired", .boolean, \.isRequired),
            Property("question", .string(maxLength: 1000), \.question),
            Property("questionId", .string(maxLength: 100, form: .line), \.questionID),
            Property("selectedOptions", .collection(of: .string(maxLength: 500), maxCount: 100), \.selected),
        ])

    static let list = ValueShape<[QuestionAnswer]>.collection(of: .object(schema), maxCount: 100)
}
