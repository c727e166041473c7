import Booking
import Texts

extension CustomQuestion {
    /// Without blanks around its texts; a question that is answered in words has no options.
    func tidied() -> CustomQuestion {
        var question = self
        question.text = text.trimmed
        question.options = inputType == .text ? [] : options.map(\.trimmed).filter { !$0.isEmpty }
        return question
    }

    /// What keeps the question from being stored, by field.
    func faults() -> [FieldFault] {
        var faults: [FieldFault] = []
        if !Check.isVisible(text) { faults.append(FieldFault(field: "text", key: "questionMissing")) }
        faults += Check.text(text, field: "text", limit: Self.longestText, noun: "question")
        return inputType == .text ? faults : faults + optionFaults()
    }

    private func optionFaults() -> [FieldFault] {
        if !Self.optionCount.contains(options.count) {
            let limits = ["least": String(Self.optionCount.lowerBound), "most": String(Self.optionCount.upperBound)]
            return [FieldFault(field: "options", key: "optionCount", values: limits)]
        }
        var known: Set<String> = []
        for option in options {
            if !known.insert(option).inserted { return [FieldFault(field: "options", key: "optionTwice", values: ["option": option])] }
            if !Check.isVisible(option) { return [FieldFault(field: "options", key: "optionUnprintable")] }
            let faults = Check.text(option, field: "options", limit: Self.longestOption, noun: "option")
            if !faults.isEmpty { return faults }
        }
        return []
    }
}
