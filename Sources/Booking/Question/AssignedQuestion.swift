/// A question as a service asks it, and the judge of what is answered.
public struct AssignedQuestion: Hashable, Sendable {
    /// The longest answer in words, in unicode scalars.
    public static let longestAnswer = 2000

    public var question: CustomQuestion
    public var isRequired: Bool

    public init(_ question: CustomQuestion, isRequired: Bool = false) {
        self.question = question
        self.isRequired = isRequired
    }

    /// Takes an answer.
    /// - Parameters:
    ///   - given: without blanks around it; `nil` and an empty one are no answer.
    ///   - isDemanded: whether a question that must be answered is insisted on.
    /// - Returns: what is kept, with the question as it is now; `nil` without an answer.
    /// - Throws: `AnswerFault`.
    public func answer(_ given: GivenAnswer?, isDemanded: Bool) throws(AnswerFault) -> QuestionAnswer? {
        var kept = QuestionAnswer(
            question: question.id, text: question.text, inputType: question.inputType, options: question.options, isRequired: isRequired)
        switch question.inputType {
        case .text:
            kept.answer = given?.answer ?? ""
            if kept.answer.unicodeScalars.count > Self.longestAnswer { throw .tooLong(limit: Self.longestAnswer) }
        case .radioButton:
            kept.selectedOptions = given?.chosen ?? []
            guard kept.selectedOptions.count <= 1, kept.selectedOptions.allSatisfy({ question.options.contains($0) }) else {
                throw .notAnOption
            }
        }
        if kept.said.isEmpty {
            if isRequired, isDemanded { throw .missing }
            return nil
        }
        return kept
    }
}

/// An answer before it was looked at.
public struct GivenAnswer: Hashable, Sendable {
    public var question: CustomQuestion.ID
    public var answer: String
    public var selectedOptions: [String]

    public init(question: CustomQuestion.ID, answer: String = "", selectedOptions: [String] = []) {
        self.question = question
        self.answer = answer
        self.selectedOptions = selectedOptions
    }

    /// What was chosen; programs may send the option as the answer in words.
    fileprivate var chosen: [String] {
        let named = selectedOptions.filter { !$0.isEmpty }
        return named.isEmpty && !answer.isEmpty ? [answer] : named
    }
}

/// Why an answer is not taken.
public enum AnswerFault: Error, Hashable, Sendable {
    case missing
    /// - Parameter limit: in unicode scalars.
    case tooLong(limit: Int)
    /// None of the options, or more than one of them.
    case notAnOption
}
