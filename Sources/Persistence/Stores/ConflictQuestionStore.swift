public import Booking
public import CalendarSync
public import CivilTime

/// What customers were asked about conflicts, found by the hash of the link's token; the token itself is not kept.
public struct ConflictQuestionStore {
    let transaction: Transaction

    /// - Throws: `StoreFailure.unique` when there is one of that token.
    public func insert(_ question: ConflictQuestion, tokenHash: String) throws {
        transaction.touch(.conflicts)
        try transaction.insert(
            [
                "token_hash": tokenHash, "conflict": question.conflict, "customer": question.customer,
                "offered": try JSONText.encode(question.offered), "asked_at": question.askedAt, "expires_at": question.expiresAt,
                "answered_at": question.answeredAt, "answer": try JSONText.encodeOrNil(question.answer),
            ], into: "conflict_questions")
    }

    public func find(tokenHash: String) throws -> ConflictQuestion? {
        try transaction.row(
            "SELECT * FROM conflict_questions WHERE organization = ? AND token_hash = ?", transaction.organization, tokenHash,
            read: Self.question)
    }

    /// The latest first.
    public func all(conflict: SyncConflict.ID) throws -> [ConflictQuestion] {
        try transaction.rows(
            "SELECT * FROM conflict_questions WHERE organization = ? AND conflict = ? ORDER BY asked_at DESC, token_hash",
            transaction.organization, conflict, read: Self.question)
    }

    /// Notes the answer, unless there is one already.
    /// - Returns: whether this is the answer.
    public func answer(tokenHash: String, _ answer: ConflictQuestion.Answer, at now: Instant) throws -> Bool {
        transaction.touch(.conflicts)
        return try transaction.execute(
            """
            UPDATE conflict_questions SET answered_at = ?, answer = ? WHERE organization = ? AND token_hash = ? AND answered_at IS NULL
            """, now, try JSONText.encode(answer), transaction.organization, tokenHash) > 0
    }

    /// Ends what was asked before about a conflict and not answered: the newest question is the one that counts.
    public func endAll(conflict: SyncConflict.ID, at now: Instant) throws {
        try transaction.execute(
            """
            UPDATE conflict_questions SET expires_at = ?
            WHERE organization = ? AND conflict = ? AND answered_at IS NULL AND expires_at > ?
            """, now, transaction.organization, conflict, now)
    }

    /// Lets the answer to a question count for longer; one that was answered or replaced stays as it is.
    public func prolong(conflict: SyncConflict.ID, askedAt: Instant, until: Instant) throws {
        transaction.touch(.conflicts)
        try transaction.execute(
            """
            UPDATE conflict_questions SET expires_at = ?
            WHERE organization = ? AND conflict = ? AND asked_at = ? AND answered_at IS NULL AND expires_at > asked_at AND expires_at < ?
            """, until, transaction.organization, conflict, askedAt, until)
    }

    private static func question(_ row: any SQLRow) throws -> ConflictQuestion {
        ConflictQuestion(
            conflict: try row.id("conflict"), customer: try row.id("customer"), offered: try row.json("offered"),
            askedAt: try row.instant("asked_at"), expiresAt: try row.instant("expires_at"),
            answeredAt: try row.instantOrNil("answered_at"), answer: try row.jsonOrNil("answer"))
    }
}
