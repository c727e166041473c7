extension FilterParser {
    /// A value, a property, a function or something in parentheses.
    mutating func primary() throws(QueryFault) -> Part {
        let start = token.start
        switch token.kind {
        case .sign("("):
            advance()
            let inner = try nested { parser throws(QueryFault) in try parser.expression() }
            try expect(")")
            return Part(expression: inner.expression, type: inner.type, start: start)
        case .word(let word) where isNext("(", after: 1): return try call(word)
        case .word(let word) where !["true", "false", "null"].contains(word.lowercased()) || isNext("/", after: 1):
            return try path()
        default: return try value()
        }
    }

    /// A value as it stands.
    mutating func value() throws(QueryFault) -> Part {
        let start = token.start
        switch token.kind {
        case .literal(let literal):
            advance()
            return try part(.literal(literal), QueryType(literal), start)
        case .typed(let name, let text):
            advance()
            return try typed(name, text, start)
        case .word:
            guard let word = takeWord(["true", "false", "null"]) else { fallthrough }
            let literal: QueryLiteral = word == "null" ? .null : .flag(word == "true")
            return try part(.literal(literal), QueryType(literal), start)
        default: throw fault("a value or a property is missing", "complete the condition, such as displayName eq 'Haircut'")
        }
    }

    /// `duration'PT30M'`, `microsoft.graph.bookingPriceType'free'`
    private mutating func typed(_ name: String, _ text: String, _ start: Int) throws(QueryFault) -> Part {
        guard name.lowercased() == "duration" else {
            return try part(.literal(.text(text)), .qualified(String(name.split(separator: ".").last ?? "")), start)
        }
        guard let literal = QueryType.duration.literal(text) else {
            throw scanner.fault(at: start, "'\(text.shortened(to: 40))' is not a duration", "write one such as duration'PT30M'")
        }
        return try part(.literal(literal), .duration, start)
    }

    private mutating func call(_ word: String) throws(QueryFault) -> Part {
        let start = token.start
        guard let function = FilterExpression.Function(rawValue: word.lowercased()) else {
            let known = FilterExpression.Function.allCases.map(\.rawValue).joined(separator: ", ")
            throw fault("'\(word.shortened(to: 40))' is not a function that is known here", "use one of \(known)")
        }
        advance()
        try expect("(")
        var operands: [FilterExpression] = []
        repeat {
            let operand = try nested { parser throws(QueryFault) in try parser.expression() }
            guard QueryType.text.equals(operand.type) else {
                throw scanner.fault(at: operand.start, "\(function.rawValue) is given \(operand.type.name)", "give it texts only")
            }
            operands.append(operand.expression)
        } while take(",")
        try expect(")")
        guard operands.count == function.parameters else {
            let wanted = function.parameters == 1 ? "one text" : "two texts"
            throw scanner.fault(at: start, "\(function.rawValue) has \(operands.count) values", "give it \(wanted)")
        }
        return try part(.call(function, operands), function.parameters == 1 ? .text : .boolean, start)
    }
}

extension QueryType {
    init(_ literal: QueryLiteral) {
        switch literal {
        case .null: self = .null
        case .flag: self = .boolean
        case .number: self = .number
        case .text: self = .text
        case .instant: self = .instant
        case .civil: self = .civil
        case .date: self = .date
        case .time: self = .time
        case .duration: self = .duration
        case .member(_, let definition): self = .member(definition)
        }
    }
}
