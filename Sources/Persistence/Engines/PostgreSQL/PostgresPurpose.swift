#if PostgreSQL
/// What a session is for, and how it is set up for that.
enum PostgresPurpose: String {
    case reading
    case writing
    case listening
    /// Single statements that wait for nobody.
    case aside

    private var settings: [(name: String, value: String)] {
        let common = [
            ("statement_timeout", "30s"), ("lock_timeout", "10s"), ("idle_in_transaction_session_timeout", "60s"), ("jit", "off"),
            ("application_name", "kalends \(rawValue)"),
        ]
        switch self {
        case .reading, .listening: return common
        // A plan that reads a whole small table conflicts with every writer of it, and one that sorts what an index holds in order reads all
        // jobs to take one.
        case .writing: return common + [("enable_seqscan", "off"), ("enable_bitmapscan", "off")]
        case .aside: return common + [("statement_timeout", "5s"), ("lock_timeout", "1s"), ("synchronous_commit", "off")]
        }
    }

    var statements: [String] { settings.map { "SET \($0.name) = '\($0.value)'" } }
}

extension PostgresSession {
    /// The namespaces of our advisory locks, which belong to the database.
    enum Lock {
        static let shards: Int64 = 1_799_001
        static let turns: Int64 = 1_799_002
        static let migrations: Int64 = 1_799_003
        /// Held while something is copied into the database.
        static let copies: Int64 = 1_799_004
        /// Shared by all nodes of a schema, held alone by whoever puts another content in its place.
        static let nodes: Int64 = 1_799_005

        /// The second half of `nodes`: which schema.
        static let ofSchema = "\(nodes), hashtext(COALESCE(CAST(current_schema() AS text), ''))"
    }

    /// More than there are writing sessions on all nodes together, in all likelihood.
    private static let shardCount: Int64 = 1_024

    func prepare(for purpose: PostgresPurpose) throws {
        guard serverVersion >= 130_000 else {
            throw StoreFailure.unprepared("its server is PostgreSQL \(serverVersion / 10_000); version 13 or newer is needed.")
        }
        guard encoding == "UTF8" else {
            throw StoreFailure.unprepared(
                "its encoding is \(encoding). Make it anew: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0;")
        }
        try exchange(purpose.statements.map { .text($0) })
        if let schema = address.schema { try exchange([.text("SET search_path = \(schema)")]) }
        if purpose == .writing {
            try takeShard()
            try promiseLater()
        }
    }

    /// A row of counters that no other session writes; when luck is out, one that may be shared, which costs a retry now and then.
    private func takeShard() throws {
        for _ in 0..<8 {
            shard = Int64.random(in: 1..<Self.shardCount)
            let sql = "SELECT pg_try_advisory_lock(CAST(? AS int), CAST(? AS int))"
            let answer = try run(sql, [.integer(Lock.shards), .integer(shard)])
            if answer.value(row: 0, column: 0, kind: .bool) == .integer(1) { return }
        }
    }
}
#endif
