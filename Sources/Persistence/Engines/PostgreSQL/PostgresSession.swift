#if PostgreSQL
import CPostgres
import Glibc

/// One connection to the server, used by one thread at a time.
final class PostgresSession {
    /// One step of what is sent to the server at once.
    enum Step {
        case text(String)
        case prepare(name: String, sql: String)
        case run(name: String, [SQLValue])
        /// What follows is answered even when what stands before fails.
        case end
    }

    let handle: OpaquePointer
    let address: PostgresAddress
    private(set) var isLost = false
    /// Longer than any statement may take: a server that is silent beyond it is lost.
    var patience = Duration.seconds(40)
    var statements: [String: Prepared] = [:]
    /// How many were parsed since the server last forgot them.
    var parsed = 0
    var hasStalePlans = false
    /// Which step of the last exchange failed.
    private(set) var failedStep: Int?
    var cursors = 0
    /// The row of counters that is this session's own.
    var shard: Int64 = 0
    /// The server's own `synchronous_commit`.
    var durability = "on"
    var lastUse = ContinuousClock.now

    /// What the server has parsed already.
    struct Prepared {
        let name: String
        var columns: SQLColumns?
    }

    /// Connects, which takes as long as `connect_timeout` in the address says (5 seconds).
    /// - Throws: `.lost` with the reason, which never holds a password; `.refused` when the server is there and cannot be trusted, or does not
    ///   trust us.
    init(_ address: PostgresAddress) throws(PostgresError) {
        self.address = address
        // What stands before the address yields to it.
        let settings = [
            ("connect_timeout", "5"), ("application_name", "kalends"), ("client_encoding", "UTF8"), ("keepalives_idle", "20"),
            ("keepalives_interval", "5"), ("keepalives_count", "4"), ("tcp_user_timeout", "40000"), ("dbname", address.address),
        ]
        let names = settings.map { strdup($0.0) } + [nil]
        let values = settings.map { strdup($0.1) } + [nil]
        defer { for text in names + values { free(text) } }
        guard let handle = PQconnectdbParams(names.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 1) else {
            throw .lost("there is no memory left for a connection")
        }
        self.handle = handle
        guard PQstatus(handle) == CONNECTION_OK else {
            isLost = true
            throw PostgresError(connecting: address.scrub(String(cString: PQerrorMessage(handle))))
        }
        PQsetnonblocking(handle, 1)
        // Notices ("relation exists, skipping") are nobody's news.
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
    }

    deinit { PQfinish(handle) }

    /// Whether the server has hung up, as far as this side was told.
    var isHungUp: Bool {
        if isLost || PQstatus(handle) != CONNECTION_OK { return true }
        var event = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        // An idle connection has nothing to say but a change of settings, or why it ends, and then its end.
        while poll(&event, 1, 0) != 0 { if PQconsumeInput(handle) == 0 || PQstatus(handle) != CONNECTION_OK { return true } }
        return false
    }

    var serverVersion: Int { Int(PQserverVersion(handle)) }
    var encoding: String { PQparameterStatus(handle, "server_encoding").map { String(cString: $0) } ?? "unknown" }
    var descriptor: Int32 { PQsocket(handle) }

    var isInTransaction: Bool { PQtransactionStatus(handle) != PQTRANS_IDLE }

    /// Sends the steps at once and waits for all their answers.
    /// - Returns: an answer for each step but `.end`.
    /// - Throws: the first error among the answers; `.lost` when there is no telling which were carried out.
    @discardableResult
    func exchange(_ steps: [Step]) throws(PostgresError) -> [PostgresAnswer] {
        guard !isLost, PQenterPipelineMode(handle) == 1 else { throw lose() }
        for step in steps { try send(step) }
        let ends = steps.count { if case .end = $0 { true } else { false } } + 1
        guard PQpipelineSync(handle) == 1 else { throw lose() }
        let deadline = ContinuousClock.now + patience
        try flush(deadline)
        var (answers, error): ([PostgresAnswer], PostgresError?) = ([], nil)
        failedStep = nil
        for _ in 0..<ends {
            while let answer = try nextAnswer(deadline) {
                if answer.isPipelineEnd { break }
                if error == nil, !answer.isPipelineAborted, let found = answer.error {
                    (error, failedStep) = (found, answers.count)
                }
                answers.append(answer)
            }
        }
        guard PQstatus(handle) == CONNECTION_OK, PQexitPipelineMode(handle) == 1 else {
            isLost = true
            if case .lost = error { throw error! }
            throw lose()
        }
        if case .lost = error { isLost = true }
        if let error {
            forget(steps)
            throw error
        }
        return answers
    }

    private func send(_ step: Step) throws(PostgresError) {
        let isSent: Int32 =
            switch step {
            case .text(let sql): PQsendQueryParams(handle, sql, 0, nil, nil, nil, nil, 1)
            case .prepare(let name, let sql): PQsendPrepare(handle, name, sql, 0, nil)
            case .run(let name, let arguments):
                PostgresArguments(arguments).withPointers { count, values, lengths, formats in
                    PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1)
                }
            case .end: PQpipelineSync(handle)
            }
        if isSent != 1 { throw lose() }
    }

    /// The next answer of any statement; `nil` never comes before the end of the pipeline.
    private func nextAnswer(_ deadline: ContinuousClock.Instant) throws(PostgresError) -> PostgresAnswer? {
        var silences = 0
        while true {
            while PQisBusy(handle) == 1 {
                try wait(POLLIN, until: deadline)
                guard PQconsumeInput(handle) == 1 else { throw lose() }
            }
            if let result = PQgetResult(handle) { return PostgresAnswer(result) }
            // One statement's answers end with nothing; two in a row mean that the connection is gone.
            silences += 1
            if silences > 1 { throw lose() }
        }
    }

    private func flush(_ deadline: ContinuousClock.Instant) throws(PostgresError) {
        while true {
            let rest = PQflush(handle)
            if rest == 0 { return }
            guard rest == 1 else { throw lose() }
            try wait(POLLIN | POLLOUT, until: deadline)
            guard PQconsumeInput(handle) == 1 else { throw lose() }
        }
    }

    private func wait(_ events: Int32, until deadline: ContinuousClock.Instant) throws(PostgresError) {
        var event = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
        while true {
            let left = (deadline - .now) / .milliseconds(1)
            let ready = left > 0 ? poll(&event, 1, Int32(left) + 1) : 0
            if ready > 0 { return }
            if ready < 0, errno == EINTR { continue }
            isLost = true
            throw .lost("the server does not answer")
        }
    }

    /// Uses the connection no more.
    func abandon() { isLost = true }

    func lose() -> PostgresError {
        isLost = true
        let message = address.scrub(String(cString: PQerrorMessage(handle)))
        return .lost(message.isEmpty ? "the connection was closed" : message)
    }
}
#endif
