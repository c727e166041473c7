extension JSONValue {
    /// The JSON text (RFC 8259) without blanks; the same value gives the same bytes.
    public var serialized: String {
        var output = ""
        write(to: &output)
        return output
    }

    /// The JSON text with a line for each member and element, two spaces a level.
    public var indented: String {
        var output = ""
        write(to: &output, indent: 0)
        return output
    }

    private func write(to output: inout String, indent: Int? = nil) {
        switch self {
        case .null: output += "null"
        case .flag(let flag): output += flag ? "true" : "false"
        case .number(let number): output += number.text
        case .text(let text): JSONValue.quote(text, to: &output)
        case .list(let elements):
            JSONValue.enclose("[", elements, "]", indent, to: &output) { element, inner, output in
                element.write(to: &output, indent: inner)
            }
        case .object(let members):
            JSONValue.enclose("{", Array(members), "}", indent, to: &output) { member, inner, output in
                JSONValue.quote(member.name, to: &output)
                output += inner == nil ? ":" : ": "
                member.value.write(to: &output, indent: inner)
            }
        }
    }

    private static func enclose<Element>(
        _ open: String, _ elements: [Element], _ close: String, _ indent: Int?, to output: inout String,
        each: (Element, Int?, inout String) -> Void
    ) {
        output += open
        let inner = indent.map { $0 + 1 }
        for (index, element) in elements.enumerated() {
            if index > 0 { output += "," }
            breakLine(inner, to: &output)
            each(element, inner, &output)
        }
        if !elements.isEmpty { breakLine(indent, to: &output) }
        output += close
    }

    private static func breakLine(_ indent: Int?, to output: inout String) {
        guard let indent else { return }
        output += "\n" + String(repeating: "  ", count: indent)
    }

    private static func quote(_ text: String, to output: inout String) {
        output += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            case "\u{0}"..<"\u{20}", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: output.unicodeScalars.append(scalar)
            }
        }
        output += "\""
    }
}
