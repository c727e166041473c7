/// Reads a filter, and checks each part against the types as it goes: a comparison that could never be true is a mistake, not an empty
/// answer (OData URL Conventions 4.01 section 5.1.1).
struct FilterParser {
    /// A part that was read: what it is, what it comes to, and where it starts.
    struct Part {
        let expression: FilterExpression
        let type: QueryType
        let start: Int
    }

    let scanner: QueryScanner
    let definition: ObjectDefinition
    let limits: QueryLimits
    private let tokens: [QueryToken]
    private var position = 0
    private var nodes = 0
    private var depth = 0
    /// The variables of the lambdas around, innermost last.
    var variables: [(name: String, type: ValueType)] = []

    init(_ text: String, option: String, definition: ObjectDefinition, limits: QueryLimits) throws(QueryFault) {
        var scanner = try QueryScanner(text, option: option, limits: limits)
        tokens = try scanner.tokens()
        self.scanner = scanner
        self.definition = definition
        self.limits = limits
    }

    mutating func filter() throws(QueryFault) -> FilterExpression {
        let part = try expression()
        // What hangs loose is the first mistake, whatever the part before it comes to.
        try expectEnd()
        return try boolean(part).expression
    }

    /// Something that is true or false.
    mutating func condition() throws(QueryFault) -> Part {
        let part = try expression()
        return try boolean(part)
    }

    var token: QueryToken { tokens[position] }

    mutating func advance() { position = min(position + 1, tokens.count - 1) }

    func isNext(_ sign: Character, after steps: Int = 0) -> Bool {
        tokens[min(position + steps, tokens.count - 1)].kind == .sign(sign)
    }

    mutating func take(_ sign: Character) -> Bool {
        guard isNext(sign) else { return false }
        advance()
        return true
    }

    mutating func expect(_ sign: Character) throws(QueryFault) {
        if !take(sign) { throw fault("'\(sign)' is missing", "add it") }
    }

    mutating func takeWord(_ words: [String]) -> String? {
        guard case .word(let word) = token.kind, words.contains(word.lowercased()) else { return nil }
        advance()
        return word.lowercased()
    }

    func expectEnd() throws(QueryFault) {
        if token.kind != .end { throw fault("something stands here that nothing joins to what is before", "join conditions with and, or") }
    }

    func fault(_ problem: String, _ remedy: String) -> QueryFault { scanner.fault(at: token.start, problem, remedy) }

    /// Counts a node of the tree.
    mutating func part(_ expression: FilterExpression, _ type: QueryType, _ start: Int) throws(QueryFault) -> Part {
        nodes += 1
        guard nodes <= limits.nodes else {
            throw scanner.fault(at: start, "the filter has more than \(limits.nodes) parts", "ask for less at once, or use in")
        }
        return Part(expression: expression, type: type, start: start)
    }

    /// Reads something that may hold the same again.
    mutating func nested(_ read: (inout FilterParser) throws(QueryFault) -> Part) throws(QueryFault) -> Part {
        depth += 1
        guard depth <= limits.depth else {
            throw fault("the filter goes deeper than \(limits.depth) levels", "use fewer parentheses")
        }
        let part = try read(&self)
        depth -= 1
        return part
    }
}
