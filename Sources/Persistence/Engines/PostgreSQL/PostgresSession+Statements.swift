#if PostgreSQL
extension PostgresSession {
    /// More statements than the program has: only lists of odd lengths could come near.
    private static let mostStatements = 1_000

    /// What runs a statement of the shared subset, which the server parses once.
    func steps(_ shared: String, _ arguments: [SQLValue]) -> [Step] {
        if let known = statements[shared] { return [.run(name: known.name, arguments)] }
        // A statement that fails at its first run may be known to the server all the same: no name is used twice.
        parsed += 1
        let name = "s\(parsed)"
        statements[shared] = Prepared(name: name)
        return [.prepare(name: name, sql: PostgresStatement(shared).sql), .run(name: name, arguments)]
    }

    /// The columns of a statement's answer, which are looked at once.
    func columns(_ shared: String, _ answer: PostgresAnswer) -> SQLColumns {
        if let columns = statements[shared]?.columns { return columns }
        let columns = answer.columns
        statements[shared]?.columns = columns
        return columns
    }

    /// Runs one statement by itself.
    func run(_ shared: String, _ arguments: [SQLValue]) throws(PostgresError) -> PostgresAnswer {
        let answers = try exchange(steps(shared, arguments))
        return answers[answers.count - 1]
    }

    /// Whatever was to be parsed by steps that failed may not have been.
    func forget(_ steps: [Step]) {
        for case .prepare(let name, _) in steps where !name.isEmpty {
            for (shared, known) in statements where known.name == name { statements[shared] = nil }
        }
    }

    /// Lets the server forget its statements when there are too many of them, or a migration made their plans wrong.
    func tidyStatements() throws(PostgresError) {
        guard hasStalePlans || parsed > Self.mostStatements else { return }
        try exchange([.text("DEALLOCATE ALL")])
        statements.removeAll()
        (parsed, hasStalePlans) = (0, false)
    }
}
#endif
