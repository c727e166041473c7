/// What somebody answered, with the question as it was then: a later change of the question changes no answer (Graph `bookingQuestionAnswer`).
public struct QuestionAnswer: Hashable, Sendable, Codable {
    /// The question, which may be gone meanwhile.
    public var question: CustomQuestion.ID
    /// The question as it was asked.
    public var text: String
    public var inputType: AnswerInputType
    /// What could be chosen.
    public var options: [String]
    /// Whether customers had to answer it.
    public var isRequired: Bool
    /// The answer in words; empty where an option was chosen.
    public var answer: String
    /// The option that was chosen; empty where the answer is in words.
    public var selectedOptions: [String]

    public init(
        question: CustomQuestion.ID, text: String, inputType: AnswerInputType, options: [String] = [], isRequired: Bool = false,
        answer: String = "", selectedOptions: [String] = []
    ) {
        self.question = question
        self.text = text
        self.inputType = inputType
        self.options = options
        self.isRequired = isRequired
        self.answer = answer
        self.selectedOptions = selectedOptions
    }

    /// The answer as people read it: the words, or the chosen option.
    public var said: String {
        switch inputType {
        case .text: answer
        case .radioButton: selectedOptions.joined(separator: ", ")
        }
    }

    /// The question before an answer that follows it: with a colon, unless it ends with a mark of its own.
    public var lead: String { text.last.map { "?!:.…".contains($0) } ?? true ? text : "\(text):" }

    /// Question and answer as a plain text tells them; an answer of several lines begins on a line of its own.
    public var told: String { "\(lead)\(said.contains(where: \.isNewline) ? "\n" : " ")\(said)" }
}
