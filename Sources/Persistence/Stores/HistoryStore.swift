public import CivilTime

/// Who did what to whom, when and why.
public struct HistoryEntry: Hashable, Sendable {
    /// 0 until it is stored.
    public var id: Int64
    public var at: Instant
    /// `user:…`, `customer:…`, `sync:…` or `system`.
    public var actor: String
    /// What was changed: `appointment:…`, `customer:…`.
    public var subject: String
    public var action: String
    public var reason: String
    /// The facts before, as JSON.
    public var before: String?
    /// The facts after, as JSON.
    public var after: String?
    /// When reason, before and after were blanked to erase somebody's data.
    public var redactedAt: Instant?

    public init(
        id: Int64 = 0, at: Instant, actor: String, subject: String, action: String, reason: String = "", before: String? = nil,
        after: String? = nil, redactedAt: Instant? = nil
    ) {
        self.id = id
        self.at = at
        self.actor = actor
        self.subject = subject
        self.action = action
        self.reason = reason
        self.before = before
        self.after = after
        self.redactedAt = redactedAt
    }
}

/// Which entries a list of the history shows; everything when nothing is said.
public struct HistoryFilter: Hashable, Sendable {
    /// What was changed, by what stands before the colon of the subject: `service`.
    public var kind: String?
    /// One subject: `service:…`.
    public var subject: String?
    /// Who did it, as it is stored: `user:…`.
    public var actor: String?

    public init(kind: String? = nil, subject: String? = nil, actor: String? = nil) {
        self.kind = kind
        self.subject = subject
        self.actor = actor
    }
}

/// Append-only: the database refuses to change or to remove an entry, and lets `redact` take away its personal facts.
public struct HistoryStore {
    let transaction: Transaction

    /// The entry's own id is ignored.
    public func append(_ entry: HistoryEntry) throws {
        let sql = """
            INSERT INTO history (organization, happened_at, actor, subject, action, reason, before_json, after_json)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """
        let columns: [(any SQLArgument)?] = [
            transaction.organization, entry.at, entry.actor, entry.subject, entry.action, entry.reason, entry.before, entry.after,
        ]
        try transaction.connection.submit(sql, columns.map { $0?.sqlValue ?? .null })
    }

    /// The entries of one subject, the latest first.
    public func all(subject: String, limit: Int) throws -> [HistoryEntry] {
        try transaction.rows(
            "SELECT * FROM history WHERE organization = ? AND subject = ? ORDER BY id DESC LIMIT ?", transaction.organization, subject,
            limit,
            read: HistoryEntry.init(row:))
    }

    /// The entries of every subject, the latest first.
    public func latest(limit: Int) throws -> [HistoryEntry] {
        try transaction.rows(
            "SELECT * FROM history WHERE organization = ? ORDER BY id DESC LIMIT ?", transaction.organization, limit,
            read: HistoryEntry.init(row:))
    }

    /// The entries that pass a filter, the latest first.
    /// - Parameter id: only what came before that entry; so pages stay as they are while the history grows.
    public func list(_ filter: HistoryFilter, before id: Int64? = nil, limit: Int) throws -> [HistoryEntry] {
        var (conditions, arguments) = (["organization = ?"], [transaction.organization.sqlValue])
        func require(_ condition: String, _ values: any SQLArgument...) {
            conditions.append(condition)
            arguments += values.map(\.sqlValue)
        }
        // What follows a colon in the order of bytes is a semicolon.
        if let kind = filter.kind { require("subject >= ? AND subject < ?", kind + ":", kind + ";") }
        if let subject = filter.subject { require("subject = ?", subject) }
        if let actor = filter.actor { require("actor = ?", actor) }
        if let id { require("id < ?", id) }
        let sql = "SELECT * FROM history WHERE \(conditions.joined(separator: " AND ")) ORDER BY id DESC LIMIT ?"
        return try transaction.rows(sql, arguments + [limit.sqlValue], HistoryEntry.init(row:))
    }

    /// When the first and the last entry of each subject was made; subjects without any are left out.
    public func ages(of subjects: [String]) throws -> [String: (first: Instant, last: Instant)] {
        var ages: [String: (first: Instant, last: Instant)] = [:]
        try Placeholders.chunks(subjects.map(\.sqlValue)) { list, values in
            let sql = """
                SELECT subject, MIN(happened_at), MAX(happened_at) FROM history WHERE organization = ? AND subject IN (\(list))
                GROUP BY subject
                """
            try transaction.connection.query(sql, [transaction.organization.sqlValue] + values) { row in
                ages[try row.text(at: 0)] = (
                    Instant(secondsSinceEpoch: try row.integer(at: 1)), Instant(secondsSinceEpoch: try row.integer(at: 2))
                )
            }
        }
        return ages
    }

    /// Blanks reason, before and after of a subject's entries, to erase a customer: who did what and when stays. Nothing undoes it.
    public func redact(subject: String, at instant: Instant) throws {
        let sql = """
            UPDATE history SET reason = '', before_json = NULL, after_json = NULL, redacted_at = ?
            WHERE organization = ? AND subject = ? AND redacted_at IS NULL
            """
        try transaction.execute(sql, instant, transaction.organization, subject)
    }
}
