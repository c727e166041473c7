#if PostgreSQL
/// A session inside a transaction, which begins with its first statement.
final class PostgresConnection: SQLConnection {
    enum Access {
        /// One snapshot, nothing else.
        case reading
        /// As though alone; beside others who are not.
        case writing
        /// One snapshot, beside others; constraints and the locks of rows do the rest.
        case guarded
        /// Alone among writers.
        case writingAlone
        /// Alone by a lock that is held already.
        case migrating
        /// No transaction at all: each statement by itself.
        case aside
    }

    private static let rowsPerFetch = 256
    private static let mostWaiting = 128

    let session: PostgresSession
    private let access: Access
    private let fate = TransactionFate()
    private var isBegun = false
    /// What was submitted and not yet sent.
    private var waiting: [PostgresSession.Step] = []
    private var isPromise = false
    /// Why it must be run anew, whatever else its body says.
    private(set) var reasonToRunAnew: PostgresRetry.Anew.Reason?

    init(_ session: PostgresSession, _ access: Access) {
        self.session = session
        self.access = access
    }

    var shard: Int64 { session.shard }

    func skippingLocked(_ table: String) -> String { access == .reading ? "" : "FOR UPDATE OF \(table) SKIP LOCKED" }

    func requireAnew() throws {
        reasonToRunAnew = .conflict
        try fate.deciding { throw StoreFailure.busy }
    }

    func requireDurable() { isPromise = true }

    func requireAlone() throws {
        guard access == .writing || access == .guarded else { return }
        reasonToRunAnew = .alone
        try fate.deciding { throw StoreFailure.busy }
    }

    func submit(_ sql: String, _ arguments: [SQLValue]) throws {
        try deciding { waiting += session.steps(sql, try arguments.storable()) }
        // The server is not left without work for long.
        if waiting.count > Self.mostWaiting { try flush() }
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        try deciding { try send(session.steps(sql, arguments.storable())).changed }
    }

    func attempt(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        let steps = try deciding { session.steps(sql, try arguments.storable()) }
        let before = try deciding { try begin() } + [.text("SAVEPOINT attempt")]
        do {
            return try session.exchange(before + steps + [.text("RELEASE attempt")])[before.count + steps.count - 1].changed
        } catch PostgresError.refused(let failure) where session.failedStep.map({ $0 >= before.count }) == true {
            _ = try deciding { try session.exchange([.text("ROLLBACK TO attempt"), .text("RELEASE attempt")]) }
            throw failure
        } catch {
            throw decide(error)
        }
    }

    func query(_ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Void) throws {
        let answer = try deciding { try send(session.steps(sql, arguments.storable())) }
        try each(answer, session.columns(sql, answer), body)
    }

    func stream(_ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Void) throws {
        session.cursors += 1
        let cursor = "c\(session.cursors)"
        let declaration = PostgresStatement("DECLARE \(cursor) NO SCROLL CURSOR FOR \(sql)").sql
        _ = try deciding { try unprepared(declaration, arguments) }
        while true {
            let answer = try deciding { try unprepared("FETCH \(Self.rowsPerFetch) FROM \(cursor)", []) }
            do {
                try each(answer, answer.columns, body)
            } catch {
                if fate.failure == nil { _ = try deciding { try unprepared("CLOSE \(cursor)", []) } }
                throw error
            }
            if answer.rows < Self.rowsPerFetch { break }
        }
        _ = try deciding { try unprepared("CLOSE \(cursor)", []) }
    }

    private func each(_ answer: PostgresAnswer, _ columns: SQLColumns, _ body: (any SQLRow) throws -> Void) throws {
        let kinds = try deciding { try answer.kinds() }
        for row in 0..<answer.rows { try body(PostgresRow(answer: answer, kinds: kinds, columns: columns, row: row)) }
    }

    /// - Returns: the answer to the last step.
    private func send(_ steps: [PostgresSession.Step]) throws -> PostgresAnswer {
        let answers = try session.exchange(begin() + steps)
        return answers[answers.count - 1]
    }

    /// A statement of its own text, which is not worth keeping.
    private func unprepared(_ sql: String, _ arguments: [SQLValue]) throws -> PostgresAnswer {
        try send([.prepare(name: "", sql: sql), .run(name: "", arguments.storable())])
    }

    /// Lets what follows in the transaction take as long as it takes, a pause between two statements included.
    func unlimited() throws {
        let settings = ["statement_timeout", "idle_in_transaction_session_timeout"].map { PostgresSession.Step.text("SET LOCAL \($0) = 0") }
        try session.exchange(begin() + settings)
    }

    private func flush() throws { _ = try deciding { try session.exchange(begin()) } }

    /// What has to be sent before the next statement: what opens the transaction, and what was submitted.
    private func begin() throws -> [PostgresSession.Step] {
        try fate.requireUndoomed()
        defer { (isBegun, waiting) = (true, []) }
        if isBegun { return waiting }
        let opening: [PostgresSession.Step] =
            switch access {
            case .reading: [.text("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")]
            case .writing: [.text("BEGIN ISOLATION LEVEL SERIALIZABLE"), PostgresTurn.share]
            case .guarded: [.text("BEGIN ISOLATION LEVEL REPEATABLE READ"), PostgresTurn.guarded]
            case .writingAlone: [.text("BEGIN ISOLATION LEVEL SERIALIZABLE"), PostgresTurn.unguarded]
            case .migrating: [.text("BEGIN ISOLATION LEVEL READ COMMITTED")]
            case .aside: []
            }
        return opening + waiting
    }

    /// Runs a step; what it throws dooms the transaction, and comes out as a failure that a body may read.
    func deciding<T>(_ step: () throws -> T) throws -> T {
        do { return try step() } catch { throw decide(error) }
    }

    /// - Returns: what the body is told.
    private func decide(_ error: any Error) -> any Error {
        guard let error = error as? PostgresError else { return doomed(by: error) }
        switch error {
        case .conflict: reasonToRunAnew = .conflict
        case .stalePlan:
            session.hasStalePlans = true
            reasonToRunAnew = .conflict
        case .occupied: reasonToRunAnew = .occupied
        case .lost: reasonToRunAnew = .lost
        // A writer who was faster may be the reason, whose row the body would have seen.
        case .refused(.unique): reasonToRunAnew = .unique
        case .refused(.overlap) where access == .writing || access == .guarded: reasonToRunAnew = .overlap
        case .refused: break
        }
        return doomed(by: error.failure)
    }

    private func doomed(by failure: any Error) -> any Error {
        do { try fate.deciding { throw failure } } catch { return error }
        return failure
    }
}

extension PostgresConnection {
    /// Ends the transaction for good.
    /// - Returns: whether it left anything that has yet to be forced to the disk.
    /// - Throws: the failure that doomed it; `.outcomeUnknown` when the answer never came.
    func commit() throws -> Bool {
        try fate.requireUndoomed()
        guard isBegun || !waiting.isEmpty else { return false }
        // As long as nothing was sent, a connection that is known to be gone leaves no doubt.
        if session.isHungUp { throw decide(PostgresError.lost("the connection was closed")) }
        let isReading = access == .reading
        let steps = try begin() + (isReading ? [] : [.text("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")]) + [.text("COMMIT")]
        do {
            let answers = try session.exchange(steps)
            if answers[answers.count - 1].command != "COMMIT" { throw StoreFailure.other("the server undid the transaction") }
            return !isReading && (isPromise || answers[answers.count - 2].value(row: 0, column: 0, kind: .bool) == .integer(1))
        } catch PostgresError.lost(let reason) {
            throw isReading ? StoreFailure.connectionLost(reason) : StoreFailure.outcomeUnknown
        } catch {
            throw decide(error)
        }
    }

    /// Undoes everything, as far as there is still somebody to tell.
    func rollBack() {
        session.forget(waiting)
        guard isBegun, !session.isLost else { return }
        do {
            try session.exchange([.text("ROLLBACK")])
        } catch {
            session.abandon()
        }
    }
}
#endif
