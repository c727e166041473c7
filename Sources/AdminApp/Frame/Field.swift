import Texts
import WebShell

/// A field of a form as its template shows it: label above, hint, fault and value.
struct Field: Sendable {
    struct Choice: Sendable {
        var value: String
        var label: String
        var isChosen: Bool
        /// Why it cannot be chosen, or what it means.
        var note: String?
        var isDisabled = false
        var id: String
    }

    var name: String
    var id: String
    var label: String
    var value: String
    var type: String
    var hint: String?
    var fault: String?
    var isRequired: Bool
    var autocomplete: String?
    var inputMode: String?
    var unit: String?
    var rows: Int
    var isWide: Bool
    var isChecked: Bool
    var choices: [Choice]
    /// The ids of hint and fault, for `aria-describedby`.
    var describedBy: String?
    /// A list of suggestions beside the field, by its id.
    var list: String?
}

/// Makes the fields of one form: what was typed wins over what is stored, and each fault stands at its field.
struct FormFields: Sendable {
    let texts: Texts
    /// What was sent; `nil` while the form is shown for the first time.
    let sent: Query?
    let faults: [FieldFault]
    /// The area of the labels: `adminService.duration`, `adminService.durationHint`.
    let area: String
    /// Put before the ids, where two forms share a page.
    var prefix = ""
    /// Put before the names, where a part of the form is another thing's: `policy.`.
    var namePrefix = ""

    init(_ visit: Visit, area: String, sent: Query? = nil, faults: [FieldFault] = [], prefix: String = "", namePrefix: String = "") {
        self.init(texts: visit.texts, area: area, sent: sent, faults: faults, prefix: prefix, namePrefix: namePrefix)
    }

    init(texts: Texts, area: String, sent: Query? = nil, faults: [FieldFault] = [], prefix: String = "", namePrefix: String = "") {
        self.texts = texts
        self.area = area
        self.sent = sent
        self.faults = faults
        self.prefix = prefix
        self.namePrefix = namePrefix
    }

    func text(
        _ key: String, _ stored: String = "", type: String = "text", required: Bool = false, autocomplete: String? = nil,
        inputMode: String? = nil,
        unit: String? = nil, rows: Int = 0, wide: Bool = false, list: String? = nil
    ) -> Field {
        let name = "\(namePrefix)\(key)"
        let id = "\(prefix)\(name)"
        let hint = texts.has("\(area).\(key)Hint") ? texts["\(area).\(key)Hint"] : nil
        let fault = faults.first { $0.field == name }?.sentence(in: texts)
        let described = [hint == nil ? nil : "\(id)-hint", fault == nil ? nil : "\(id)-fault"].compactMap(\.self).joined(separator: " ")
        return Field(
            name: name, id: id, label: texts["\(area).\(key)"], value: type == "password" ? "" : value(name, stored), type: type,
            hint: hint,
            fault: fault, isRequired: required, autocomplete: autocomplete, inputMode: inputMode, unit: unit, rows: rows, isWide: wide,
            isChecked: false, choices: [], describedBy: described.isEmpty ? nil : described, list: list)
    }

    func area(_ name: String, _ stored: String = "", rows: Int = 3, required: Bool = false) -> Field {
        text(name, stored, required: required, rows: rows, wide: true)
    }

    /// Minutes or another whole number with its unit behind it.
    func number(_ name: String, _ stored: Int?, unit: String, required: Bool = true) -> Field {
        text(name, stored.map(String.init) ?? "", required: required, inputMode: "numeric", unit: texts["admin.\(unit)"])
    }

    func check(_ name: String, _ stored: Bool) -> Field {
        var field = text(name)
        field.isChecked = sent.map { $0.contains(field.name) } ?? stored
        return field
    }

    func choice(_ name: String, _ stored: String, _ choices: [(value: String, label: String)], required: Bool = true) -> Field {
        var field = text(name, stored, required: required)
        field.choices = choices.enumerated().map { index, choice in
            Field.Choice(value: choice.value, label: choice.label, isChosen: choice.value == field.value, id: "\(field.id)-\(index)")
        }
        return field
    }

    /// Several of a list, as check boxes.
    func several(_ name: String, _ stored: Set<String>, _ choices: [(value: String, label: String)]) -> Field {
        var field = text(name)
        let chosen = sent.map { Set($0.all(field.name)) } ?? stored
        field.choices = choices.enumerated().map { index, choice in
            Field.Choice(value: choice.value, label: choice.label, isChosen: chosen.contains(choice.value), id: "\(field.id)-\(index)")
        }
        return field
    }

    private func value(_ name: String, _ stored: String) -> String { sent.map { $0.contains(name) ? $0[name] : "" } ?? stored }

    /// The faults as the summary above the form; `nil` when there are none.
    var summary: FaultSummary? {
        faults.isEmpty
            ? nil
            : FaultSummary(
                heading: texts.count("admin.faults", faults.count),
                entries: faults.map { FaultSummary.Entry(target: "\(prefix)\($0.field)", sentence: $0.sentence(in: texts)) })
    }
}

/// What stands above a form that could not be taken; it is given the focus.
struct FaultSummary: Sendable {
    struct Entry: Sendable {
        var target: String
        var sentence: String
    }

    var heading: String
    var entries: [Entry]
}
