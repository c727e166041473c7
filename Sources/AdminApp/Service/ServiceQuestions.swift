import Booking
import Operations
import Persistence
import Texts
import WebShell

/// Which questions of the business a service asks: a row for each, those that it asks first, in its order.
struct ServiceQuestions: Sendable {
    struct Row: Sendable {
        var id: String
        var text: String
        var kind: String
        var rule: Field
        var place: Field
        var upLabel: String
        var downLabel: String
    }

    let rows: [Row]
    let isEmpty: Bool
    let fault: String?
    /// How a script says where a row has come to stand.
    let moved: String

    init(_ service: Service, _ questions: [CustomQuestion], _ fields: FormFields) {
        let texts = fields.texts
        let choices = CustomerFields.Rule.allCases.map {
            (value: $0.rawValue, label: texts["adminService.rule\($0.rawValue.prefix(1).uppercased())\($0.rawValue.dropFirst())"])
        }
        let places = fields.sent.map(Self.order) ?? service.questions.map(\.question)
        let known = Dictionary(places.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let ordered = questions.enumerated().sorted {
            (known[$0.element.id] ?? .max, $0.offset) < (known[$1.element.id] ?? .max, $1.offset)
        }.map(\.element)
        rows = ordered.enumerated().map { index, question in
            let assigned = service.questions.first { $0.question == question.id }
            let rule: CustomerFields.Rule = assigned.map { $0.isRequired ? .required : .optional } ?? .hidden
            var (asks, place) = (
                fields.choice("asks.\(question.id)", rule.rawValue, choices),
                fields.text("place.\(question.id)", required: true, inputMode: "numeric")
            )
            let name = ["question": question.text]
            asks.label = texts("adminService.asksQuestion", name)
            place.label = texts("adminService.placeOfQuestion", name)
            place.value = String(index + 1)
            return Row(
                id: question.id.rawValue, text: question.text, kind: texts.kind(of: question), rule: asks, place: place,
                upLabel: texts("adminService.questionUp", name), downLabel: texts("adminService.questionDown", name))
        }
        isEmpty = rows.isEmpty
        fault = fields.faults.first { $0.field == "questions" }?.sentence(in: texts)
        moved = texts["adminService.questionMoved"]
    }

    /// What was chosen; a form that shows no questions leaves them as they are.
    static func read(_ reader: inout FormReader, stored: [QuestionAssignment]) -> [QuestionAssignment] {
        let ids = order(reader.form)
        guard !ids.isEmpty else { return stored }
        return ids.compactMap { id in
            switch CustomerFields.Rule(rawValue: reader.form["asks.\(id)"]) {
            case .hidden: return nil
            case .optional: return QuestionAssignment(question: id)
            case .required: return QuestionAssignment(question: id, isRequired: true)
            case nil:
                reader.fault("asks.\(id)", "choiceUnknown")
                return nil
            }
        }
    }

    /// The questions by the places that were typed; where these are the same, or no numbers, by the order of the form.
    private static func order(_ form: Query) -> [CustomQuestion.ID] {
        let prefix = "place."
        let typed = form.fields.filter { $0.name.hasPrefix(prefix) }
        return typed.enumerated()
            .map { index, field in (Int(field.value.trimmingWhitespace) ?? .max, index, String(field.name.dropFirst(prefix.count))) }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map { CustomQuestion.ID($0.2) }
    }
}
