public import CivilTime

/// A question that a business asks whoever books (Graph `bookingCustomQuestion`). Which services ask it, in which order, and whether it must be
/// answered, is the services' to say (`QuestionAssignment`).
public struct CustomQuestion: Hashable, Sendable, Codable {
    public typealias ID = Identifier<CustomQuestion>

    /// The longest question, in unicode scalars.
    public static let longestText = 500
    /// The longest option, in unicode scalars.
    public static let longestOption = 200
    /// How many options there are to choose from: one is no choice.
    public static let optionCount = 2...50
    /// The most questions of a business.
    public static let mostOfBusiness = 200
    /// The most questions of a service: what somebody is asked on one page.
    public static let mostOfService = 20

    public var id: ID
    public var business: Business.ID
    /// The question as customers read it, one line of 1 to `longestText` characters (Graph `displayName`).
    public var text: String
    public var inputType: AnswerInputType
    /// What can be chosen, in order; empty for a question that is answered in words.
    public var options: [String]
    /// The order in the list of the business.
    public var position: Int
    public var createdAt: Instant
    public var updatedAt: Instant

    public init(
        id: ID, business: Business.ID, text: String, inputType: AnswerInputType = .text, options: [String] = [], position: Int = 0,
        createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.business = business
        self.text = text
        self.inputType = inputType
        self.options = options
        self.position = position
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// How a question is answered (Graph `answerInputType`).
public enum AnswerInputType: String, Hashable, Sendable, Codable, CaseIterable {
    /// In words.
    case text
    /// By one of the options.
    case radioButton
}

/// That a service asks a question (Graph `bookingQuestionAssignment`).
public struct QuestionAssignment: Hashable, Sendable, Codable {
    public var question: CustomQuestion.ID
    /// Whether customers cannot book without an answer; staff can.
    public var isRequired: Bool

    public init(question: CustomQuestion.ID, isRequired: Bool = false) {
        self.question = question
        self.isRequired = isRequired
    }
}
