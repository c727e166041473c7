extension FilterParser {
    /// Or, and, equality, relation, not: the looser first (OData URL Conventions 4.01 section 5.1.1.16).
    mutating func expression() throws(QueryFault) -> Part {
        var left = try conjunction()
        while takeWord(["or"]) != nil {
            left = try boolean(left)
            let right = try boolean(try conjunction())
            left = try part(.or(left.expression, right.expression), .boolean, left.start)
        }
        return left
    }

    private mutating func conjunction() throws(QueryFault) -> Part {
        var left = try equality()
        while takeWord(["and"]) != nil {
            left = try boolean(left)
            let right = try boolean(try equality())
            left = try part(.and(left.expression, right.expression), .boolean, left.start)
        }
        return left
    }

    private mutating func equality() throws(QueryFault) -> Part {
        var left = try relation()
        while let word = takeWord(["eq", "ne"]), let comparison = FilterExpression.Comparison(rawValue: word) {
            left = try compared(left, comparison, try relation())
        }
        return left
    }

    private mutating func relation() throws(QueryFault) -> Part {
        var left = try negation()
        while let word = takeWord(["gt", "ge", "lt", "le"]), let comparison = FilterExpression.Comparison(rawValue: word) {
            left = try compared(left, comparison, try negation())
        }
        return left
    }

    /// `not` binds more tightly than `eq`, so that `not a eq b` means `(not a) eq b`.
    private mutating func negation() throws(QueryFault) -> Part {
        guard case .word(let word) = token.kind, word.lowercased() == "not", !isNext("/", after: 1) else { return try membership() }
        let start = token.start
        advance()
        let operand = try nested { parser throws(QueryFault) in try parser.negation() }
        switch operand.type {
        case .boolean, .null: break
        default:
            throw scanner.fault(
                at: operand.start, "not stands before \(operand.type.name)", "put parentheses around all that follows not")
        }
        return try part(.not(operand.expression), .boolean, start)
    }

    private mutating func membership() throws(QueryFault) -> Part {
        let left = try primary()
        guard takeWord(["in"]) != nil else { return left }
        try expect("(")
        var values: [QueryLiteral] = []
        repeat {
            let value = try fitted(try value(), to: left.type, as: "eq")
            guard case .literal(let literal) = value.expression else {
                preconditionFailure("A value is a literal.")
            }
            values.append(literal)
        } while take(",")
        try expect(")")
        return try part(.isIn(left.expression, values), .boolean, left.start)
    }

    /// Texts take the type of what they are compared with, on either side.
    private mutating func compared(_ left: Part, _ comparison: FilterExpression.Comparison, _ right: Part) throws(QueryFault) -> Part {
        let left = try fitted(left, to: right.type, as: nil)
        let right = try fitted(right, to: left.type, as: comparison.rawValue)
        return try part(.comparison(comparison, left.expression, right.expression), .boolean, left.start)
    }

    /// The part as one that can be compared with the wanted type. Without an operator only texts are looked at.
    private func fitted(_ part: Part, to wanted: QueryType, as comparison: String?) throws(QueryFault) -> Part {
        if let text = part.wantsType(of: wanted) {
            if let literal = wanted.literal(text) {
                return Part(expression: .literal(literal), type: wanted, start: part.start)
            }
            throw scanner.fault(at: part.start, "'\(text.shortened(to: 40))' is not \(wanted.name)", advice(wanted))
        }
        guard let comparison else { return part }
        if case .null = part.type, case .object = wanted, comparison == "eq" || comparison == "ne" { return part }
        if case .null = wanted, case .object = part.type, comparison == "eq" || comparison == "ne" { return part }
        guard part.type.isScalar, wanted.isScalar, part.type.equals(wanted) else {
            let problem = "\(wanted.name) is compared with \(part.type.name)"
            throw scanner.fault(at: part.start, problem, remedy(wanted, part.type))
        }
        return part
    }

    private func advice(_ wanted: QueryType) -> String {
        guard case .member(let definition) = wanted else { return "write \(wanted.name)" }
        return "write one of " + definition.values.joined(separator: ", ")
    }

    private func remedy(_ left: QueryType, _ right: QueryType) -> String {
        for type in [left, right] {
            if case .collection = type { return "use any or all on a list" }
            if case .object = type { return "add the property of it that is meant after a slash" }
        }
        if case .text = right { return "write \(left.name), without quotes" }
        if case .text = left { return "put the value in single quotes" }
        return "compare values of one type"
    }

    func boolean(_ part: Part) throws(QueryFault) -> Part {
        switch part.type {
        case .boolean, .null: return part
        default:
            throw scanner.fault(
                at: part.start, "\(part.type.name) stands where a condition is wanted", "compare it with eq or another operator")
        }
    }
}

extension FilterParser.Part {
    /// The text of a literal that says something else beside this type; nil where it stays as it is.
    func wantsType(of wanted: QueryType) -> String? {
        guard case .literal(.text(let text)) = expression else { return nil }
        switch (type, wanted) {
        case (.qualified(let name), .member(let definition)): return name == definition.name ? text : nil
        case (.text, .member), (.text, .duration), (.text, .civil): return text
        default: return nil
        }
    }
}
