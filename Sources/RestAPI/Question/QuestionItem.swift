import Booking
import CivilTime
import RestShape

/// Graph's `bookingCustomQuestion`.
struct QuestionItem: Sendable {
    var question: CustomQuestion

    /// The question with all that was read: options that come alone are meant to be chosen from.
    /// - Parameter given: what the body said.
    func question(given: Set<String>) -> CustomQuestion {
        var question = question
        if given.contains("answerOptions"), !given.contains("answerInputType"), !question.options.isEmpty {
            question.inputType = .radioButton
        }
        return question
    }

    /// What the API calls the fields of a question.
    static let names = ["text": "displayName", "options": "answerOptions"]

    private static let usual = CustomQuestion(
        id: CustomQuestion.ID(""), business: Business.ID(""), text: "", createdAt: Instant(secondsSinceEpoch: 0),
        updatedAt: Instant(secondsSinceEpoch: 0))

    static let schema = ObjectSchema<QuestionItem>(
        "bookingCustomQuestion", fresh: { QuestionItem(question: usual) },
        properties: [
            .readOnly("id", .string(maxLength: 100), get: { $0.question.id.rawValue }, isNullable: false),
            Property("answerInputType", .enumeration(GraphEnums.answerInputType), \.question.inputType),
            Property(
                "answerOptions",
                .collection(of: .string(1...CustomQuestion.longestOption, form: .line), maxCount: CustomQuestion.optionCount.upperBound),
                \.question.options, about: "At least two for radioButton; none for text."),
            .readOnly("createdDateTime", .dateTimeOffset, get: { $0.question.createdAt }),
            Property(
                "displayName", .string(1...CustomQuestion.longestText, form: .line), \.question.text, [.requiredOnCreate, .searchable]),
            .readOnly("lastUpdatedDateTime", .dateTimeOffset, get: { $0.question.updatedAt }),
        ])
}
