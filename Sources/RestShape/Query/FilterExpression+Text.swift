extension FilterExpression: CustomStringConvertible {
    /// The filter in as few parentheses as it needs; read again it is the same tree.
    public var description: String { text(above: .or) }

    /// How tightly operators bind (OData URL Conventions 4.01 section 5.1.1.16), the loosest first.
    enum Precedence: Int {
        case or, and, equality, relation, unary, primary
    }

    private var precedence: Precedence {
        switch self {
        case .or: .or
        case .and: .and
        case .comparison(.eq, _, _), .comparison(.ne, _, _): .equality
        case .comparison: .relation
        case .not: .unary
        default: .primary
        }
    }

    private func text(above least: Precedence) -> String {
        precedence.rawValue < least.rawValue ? "(\(bare))" : bare
    }

    private var bare: String {
        switch self {
        case .literal(let literal): literal.description
        case .path(let path): path.description
        case .not(let operand): "not " + operand.text(above: .unary)
        case .and(let left, let right): infix(left, "and", right)
        case .or(let left, let right): infix(left, "or", right)
        case .comparison(let comparison, let left, let right): infix(left, comparison.rawValue, right)
        case .isIn(let operand, let values):
            operand.operandOfIn + " in (" + values.map(\.description).joined(separator: ",") + ")"
        case .call(let function, let operands): "\(function.rawValue)(\(operands.map(\.description).joined(separator: ",")))"
        case .any(let path, _, nil): "\(path)/any()"
        case .any(let path, let variable, let condition?): "\(path)/any(\(variable):\(condition))"
        case .all(let path, let variable, let condition): "\(path)/all(\(variable):\(condition))"
        }
    }

    /// Operators of the same rank are read from the left.
    private func infix(_ left: FilterExpression, _ word: String, _ right: FilterExpression) -> String {
        let tighter = Precedence(rawValue: precedence.rawValue + 1) ?? .primary
        return "\(left.text(above: precedence)) \(word) \(right.text(above: tighter))"
    }

    /// An operand of `in` that is itself an `in` needs parentheses, as one follows a single value.
    private var operandOfIn: String {
        if case .isIn = self { return "(\(bare))" }
        return text(above: .primary)
    }
}
