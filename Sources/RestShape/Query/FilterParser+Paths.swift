extension FilterParser {
    /// A property, the number of a list's elements, or a lambda over them (OData URL Conventions 4.01 sections 5.1.1.13 and 5.1.1.15).
    mutating func path() throws(QueryFault) -> Part {
        let start = token.start
        var names: [String] = []
        var (type, variable) = try firstStep(&names)
        while take("/") {
            guard case .word(let word) = token.kind else { throw fault("a property is missing after the slash", "write its name") }
            if case .collection(let element) = type {
                if word == "$count" {
                    advance()
                    return try part(.path(QueryPath(variable: variable, names, isCount: true)), .number, start)
                }
                return try lambda(word, over: QueryPath(variable: variable, names), element: element, start: start)
            }
            guard case .object(let definition) = type else {
                throw fault("what stands before the slash has no properties", "leave the slash and what follows out")
            }
            type = QueryType(try property(word, of: definition))
            names.append(word)
            advance()
        }
        return try part(.path(QueryPath(variable: variable, names)), type, start)
    }

    /// A property of the item, or a variable.
    private mutating func firstStep(_ names: inout [String]) throws(QueryFault) -> (type: QueryType, variable: String?) {
        guard case .word(let word) = token.kind else { throw fault("the name of a property is missing", "write it") }
        if let variable = variables.last(where: { $0.name == word }) {
            advance()
            return (QueryType(variable.type), word)
        }
        let type = try property(word, of: definition)
        names.append(word)
        advance()
        return (QueryType(type), nil)
    }

    private func property(_ name: String, of definition: ObjectDefinition) throws(QueryFault) -> ValueType {
        if let property = definition.property(named: name), !property.traits.contains(.writeOnly) { return property.type }
        let short = "'\(name.shortened(to: 60))'"
        if definition.navigations.contains(where: { $0.name == name }) {
            throw fault("\(short) leads to other entities, by which nothing can be chosen here", "ask at the address that ends in /\(name)")
        }
        let lowercased = name.lowercased()
        let meant = definition.properties.first { $0.name.lowercased() == lowercased && !$0.traits.contains(.writeOnly) }
        throw fault(
            "\(short) is not a property of \(definition.name)", meant.map { "write \($0.name)" } ?? "check its spelling")
    }

    private mutating func lambda(_ word: String, over path: QueryPath, element: ValueType, start: Int) throws(QueryFault) -> Part {
        guard ["any", "all"].contains(word.lowercased()), isNext("(", after: 1) else {
            throw fault("'\(word.shortened(to: 60))' stands after a list", "use any(x:…), all(x:…) or $count")
        }
        let isAny = word.lowercased() == "any"
        advance()
        advance()
        if isAny, take(")") { return try part(.any(path, variable: "", nil), .boolean, start) }
        guard case .word(let variable) = token.kind, isNext(":", after: 1) else {
            throw fault("\(word) has no variable", "write it as \(word)(x:x/…)")
        }
        guard variables.count < limits.lambdas else {
            throw fault("any and all stand within each other more than \(limits.lambdas) deep", "ask in a simpler way")
        }
        guard isFree(variable) else {
            throw fault("'\(variable.shortened(to: 60))' has another meaning already", "name the variable otherwise")
        }
        advance()
        advance()
        variables.append((variable, element))
        let condition = try nested { parser throws(QueryFault) in try parser.condition() }
        variables.removeLast()
        try expect(")")
        let expression = condition.expression
        return try part(
            isAny ? .any(path, variable: variable, expression) : .all(path, variable: variable, expression), .boolean, start)
    }

    private func isFree(_ variable: String) -> Bool {
        let isWord = !["true", "false", "null", "not"].contains(variable.lowercased()) && !variable.contains { ".$@".contains($0) }
        return isWord && definition.property(named: variable) == nil && !variables.contains { $0.name == variable }
    }
}
