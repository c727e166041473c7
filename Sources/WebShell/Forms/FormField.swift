public import Texts

/// A field as the template `field` shows it: label above, hint, fault, and what was typed.
public struct FormField: Sendable {
    /// One choice of a list.
    public struct Choice: Sendable {
        public var value: String
        public var label: String
        public var isChosen: Bool

        public init(_ value: String, _ label: String, isChosen: Bool) {
            self.value = value
            self.label = label
            self.isChosen = isChosen
        }
    }

    public var name: String
    public var id: String
    public var label: String
    public var value: String
    public var type: String
    public var hint: String?
    public var fault: String?
    public var isRequired: Bool
    public var isTextArea: Bool
    public var autocomplete: String?
    public var inputMode: String?
    public var suffix: String?
    /// Whether it takes the whole width where fields stand side by side.
    public var isWide: Bool
    public var choices: [Choice]
    /// Whether it is a list; an empty list of choices is none.
    public var isChoice: Bool
    /// The ids of hint and fault, for screen readers.
    public var describedBy: String?

    public init(
        _ name: String, _ label: String, id: String? = nil, value: String = "", type: String = "text", hint: String? = nil,
        faults: [FieldFault] = [], texts: Texts,
        isRequired: Bool = false, isTextArea: Bool = false, autocomplete: String? = nil, inputMode: String? = nil, suffix: String? = nil,
        isWide: Bool = false, choices: [Choice] = []
    ) {
        let id = id ?? name
        self.name = name
        self.id = id
        self.label = label
        self.value = value
        self.type = type
        self.hint = hint
        self.isRequired = isRequired
        self.isTextArea = isTextArea
        self.autocomplete = autocomplete
        self.inputMode = inputMode
        self.suffix = suffix
        self.isWide = isWide
        self.choices = choices
        isChoice = !choices.isEmpty
        fault = faults.first { $0.field == name }?.sentence(in: texts)
        let ids = [hint == nil ? nil : "\(id)-hint", fault == nil ? nil : "\(id)-fault"].compactMap { $0 }
        describedBy = ids.isEmpty ? nil : ids.joined(separator: " ")
    }
}

/// What the template `error-summary` shows above a form: every fault, with a link to its field. It takes the focus.
public struct ErrorSummary: Sendable {
    public struct Entry: Sendable {
        public var field: String
        public var sentence: String
    }

    public var entries: [Entry]

    /// `nil` when nothing is wrong.
    public init?(_ faults: [FieldFault], texts: Texts) {
        guard !faults.isEmpty else { return nil }
        entries = faults.map { Entry(field: $0.field, sentence: $0.sentence(in: texts)) }
    }
}
