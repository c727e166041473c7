/// The order of an `$orderby` (OData URL Conventions 4.01 section 5.1.5, Protocol section 11.2.6.2).
public struct Ordering: Hashable, Sendable, CustomStringConvertible {
    /// One property by which is ordered.
    public struct Term: Hashable, Sendable {
        /// The property.
        public let path: QueryPath
        /// The largest first.
        public let isDescending: Bool
    }

    /// The first decides; the others where it leaves items equal.
    public let terms: [Term]

    /// Reads `startDateTime/dateTime desc,displayName`. Lists and objects have no order and are refused.
    public init(parsing text: String, for definition: ObjectDefinition, limits: QueryLimits = QueryLimits()) throws(QueryFault) {
        var parser = try FilterParser(text, option: "$orderby", definition: definition, limits: limits)
        terms = try parser.ordering()
    }

    /// The items in this order; equal ones keep theirs. Null comes before everything else, in descending order after it.
    public func sorted<Model>(_ items: [Model], _ schema: ObjectSchema<Model>) -> [Model] {
        let keyed = items.enumerated().map { index, item in
            let scope = QueryScope(schema.definition) { schema.value(of: $0, in: item) }
            return (keys: terms.map { scope[$0.path].literal }, index: index, item: item)
        }
        return keyed.sorted { precedes($0.keys, $1.keys) ?? ($0.index < $1.index) }.map(\.item)
    }

    /// Nil for equal ones.
    private func precedes(_ left: [QueryLiteral], _ right: [QueryLiteral]) -> Bool? {
        for (term, (left, right)) in zip(terms, zip(left, right)) where left != right {
            let isLess = left == .null || left.compared(to: right) == -1
            return isLess != term.isDescending
        }
        return nil
    }

    /// As it could have been written.
    public var description: String { terms.map { $0.path.description + ($0.isDescending ? " desc" : "") }.joined(separator: ",") }
}

extension FilterParser {
    mutating func ordering() throws(QueryFault) -> [Ordering.Term] {
        var terms: [Ordering.Term] = []
        repeat {
            guard terms.count < limits.names else { throw fault("more than \(limits.names) properties are named", "name fewer") }
            let part = try path()
            guard case .path(let path) = part.expression, part.type.isScalar else {
                throw scanner.fault(at: part.start, "\(part.type.name) has no order", "name a property of it, or another")
            }
            terms.append(Ordering.Term(path: path, isDescending: takeWord(["asc", "desc"]) == "desc"))
        } while take(",")
        try expectEnd()
        return terms
    }
}
