extension ValueShape where Value == String {
    /// A text; its length is counted in Unicode scalars.
    public static func string(_ length: ClosedRange<Int>, form: StringForm = .any) -> ValueShape {
        let rule = StringRule(length: length, form: form)
        return ValueShape(.string(rule)) { json, _, path, reading in
            guard case .text(let text) = json else {
                reading.refuse(json, path, remedy: "write a text in quotes")
                return nil
            }
            return rule.check(text, path, &reading) ? text : nil
        } write: { text, _ in
            .text(text)
        }
    }

    /// A text of at most so many Unicode scalars, also an empty one.
    public static func string(maxLength: Int, form: StringForm = .any) -> ValueShape { string(0...maxLength, form: form) }
}

extension StringRule {
    func check(_ text: String, _ path: JSONPath, _ reading: inout ShapeReading) -> Bool {
        let count = text.unicodeScalars.count
        if count > length.upperBound {
            reading.refuse(path, "has \(count) characters", remedy: "write at most \(length.upperBound)")
        } else if count < length.lowerBound {
            reading.refuse(path, count == 0 ? "is empty" : "has \(count) characters", remedy: "write at least \(length.lowerBound)")
        } else if !form.accepts(text) {
            reading.refuse(path, "is not in the form that is wanted", remedy: "write \(form.remedy)")
        } else {
            return true
        }
        return false
    }
}
