public import CivilTime

/// What was answered to a request that bears a key.
public struct KeptAnswer: Hashable, Sendable {
    /// Whose key it is: of two holders each has keys of their own.
    public var holder: String
    public var key: String
    /// What tells the request from another one under the same key.
    public var fingerprint: String
    /// The answer, sealed: it may hold what is shown once.
    public var sealedAnswer: String
    public var createdAt: Instant

    public init(holder: String, key: String, fingerprint: String, sealedAnswer: String, createdAt: Instant) {
        self.holder = holder
        self.key = key
        self.fingerprint = fingerprint
        self.sealedAnswer = sealedAnswer
        self.createdAt = createdAt
    }
}

extension KeptAnswer: Record {
    static var table: String { "kept_answers" }
    static var key: [String] { ["holder", "request_key"] }

    init(row: any SQLRow) throws {
        self.init(
            holder: try row.text("holder"), key: try row.text("request_key"), fingerprint: try row.text("fingerprint"),
            sealedAnswer: try row.text("sealed_answer"), createdAt: try row.instant("created_at"))
    }

    func columns() -> Columns {
        ["holder": holder, "request_key": key, "fingerprint": fingerprint, "sealed_answer": sealedAnswer, "created_at": createdAt]
    }
}

/// Answers that are given again to whoever repeats a request.
public struct KeptAnswerStore {
    let transaction: Transaction

    /// - Parameter expiry: what was kept under the same key at that moment, or before, makes place.
    /// - Throws: `StoreFailure.unique` when an answer is kept under that key already, which undoes the whole write; the commit may be what
    ///   throws it.
    public func insert(_ answer: KeptAnswer, replacing expiry: Instant) throws {
        try transaction.execute(
            "DELETE FROM kept_answers WHERE organization = ? AND holder = ? AND request_key = ? AND created_at <= ?",
            transaction.organization, answer.holder, answer.key, expiry)
        try transaction.insert(answer)
    }

    public func find(holder: String, key: String) throws -> KeptAnswer? {
        try transaction.find(where: "holder = ? AND request_key = ?", holder, key)
    }

    /// - Returns: how many were removed.
    @discardableResult
    public func deleteBefore(_ instant: Instant) throws -> Int {
        try transaction.execute("DELETE FROM kept_answers WHERE organization = ? AND created_at <= ?", transaction.organization, instant)
    }
}
