extension FilterExpression {
    /// What the expression comes to; conditions to true, false or null (OData URL Conventions 4.01 section 5.1.1.1).
    func value(in scope: QueryScope) -> QueryLiteral {
        switch self {
        case .literal(let literal): return literal
        case .path(let path): return scope[path].literal
        case .not(let operand): return truth(operand.truth(in: scope).map { !$0 })
        case .and(let left, let right): return truth(conjunction(left.truth(in: scope), { right.truth(in: scope) }, decisive: false))
        case .or(let left, let right): return truth(conjunction(left.truth(in: scope), { right.truth(in: scope) }, decisive: true))
        case .comparison(let comparison, let left, let right):
            return .flag(comparison.holds(left.value(in: scope), right.value(in: scope)))
        case .isIn(let operand, let values):
            let value = operand.value(in: scope)
            return .flag(values.contains { Comparison.eq.holds(value, $0) })
        case .call(let function, let operands): return function.value(of: operands.map { $0.value(in: scope) })
        case .any(let path, let variable, let condition):
            return .flag(elements(path, scope).contains { condition?.isTrue(variable, $0, in: scope) ?? true })
        case .all(let path, let variable, let condition):
            return .flag(elements(path, scope).allSatisfy { condition.isTrue(variable, $0, in: scope) })
        }
    }

    /// True only when it is; null is not.
    func isTrue(in scope: QueryScope) -> Bool { truth(in: scope) == true }

    private func truth(in scope: QueryScope) -> Bool? {
        if case .flag(let flag) = value(in: scope) { flag } else { nil }
    }

    private func truth(_ flag: Bool?) -> QueryLiteral { flag.map { .flag($0) } ?? .null }

    /// False decides an `and`, true an `or`, whatever the other is; otherwise a null makes it null.
    private func conjunction(_ left: Bool?, _ right: () -> Bool?, decisive: Bool) -> Bool? {
        if left == decisive { return decisive }
        let right = right()
        if right == decisive { return decisive }
        return left == nil || right == nil ? nil : !decisive
    }

    private func elements(_ path: QueryPath, _ scope: QueryScope) -> [(JSONValue, ValueType)] {
        guard case .list(let elements, let type) = scope[path] else { return [] }
        return elements.map { ($0, type) }
    }

    private func isTrue(_ variable: String, _ element: (JSONValue, ValueType), in scope: QueryScope) -> Bool {
        isTrue(in: scope.binding(variable, to: element.0, element.1))
    }
}

extension FilterExpression.Comparison {
    /// Null equals null and nothing else; it is neither less nor greater than anything (OData URL Conventions 4.01 sections 5.1.1.1.1–6).
    func holds(_ left: QueryLiteral, _ right: QueryLiteral) -> Bool {
        let isSame = left == right || left.compared(to: right) == 0
        return switch self {
        case .eq: isSame
        case .ne: !isSame
        case .gt: left.compared(to: right) == 1
        case .ge: isSame || left.compared(to: right) == 1
        case .lt: left.compared(to: right) == -1
        case .le: isSame || left.compared(to: right) == -1
        }
    }
}

extension FilterExpression.Function {
    /// By Unicode scalars; null where one of the texts is null.
    func value(of operands: [QueryLiteral]) -> QueryLiteral {
        guard case .text(let text)? = operands.first else { return .null }
        switch self {
        case .tolower: return .text(text.lowercased())
        case .toupper: return .text(text.uppercased())
        default:
            guard case .text(let other)? = operands.last else { return .null }
            let (whole, part) = (Array(text.unicodeScalars), Array(other.unicodeScalars))
            switch self {
            case .startswith: return .flag(whole.starts(with: part))
            case .endswith: return .flag(whole.reversed().starts(with: part.reversed()))
            default: return .flag(part.isEmpty || whole.contains(part))
            }
        }
    }
}
