import Foundation

/// Keeps everybody else from copying into a place, and nodes from using a server's database meanwhile, until it is released or the program ends.
public final class CopyLock {
    private let file: (path: String, descriptor: Int32)?
    #if PostgreSQL
    private let session: PostgresSession?
    #endif

    /// - Throws: `DatabaseCopy.Failure.copyUnderWay` or `.targetServed`; `StoreFailure`.
    public init(_ place: DatabasePlace) throws {
        #if PostgreSQL
        session = try place.isShared ? Self.session(place.postgresAddress) : nil
        #endif
        file = try place.isShared ? nil : Self.file(place.draft.name + ".lock")
    }

    deinit {
        guard let file else { return }
        unlink(file.path)
        close(file.descriptor)
    }

    /// Whoever finds the file removed meanwhile makes it anew.
    private static func file(_ path: String) throws -> (path: String, descriptor: Int32) {
        while true {
            let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw StoreFailure.other("the file \(path) cannot be made: \(String(cString: strerror(errno)))") }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                close(descriptor)
                throw DatabaseCopy.Failure.copyUnderWay
            }
            var (held, named) = (stat(), stat())
            if fstat(descriptor, &held) == 0, stat(path, &named) == 0, held.st_ino == named.st_ino { return (path, descriptor) }
            close(descriptor)
        }
    }

    #if PostgreSQL
    private static func session(_ address: PostgresAddress) throws -> PostgresSession {
        try StoreFailure.fromPostgres {
            let session = try PostgresSession(address)
            // What was killed a moment ago may not have been noticed by the server yet.
            try session.exchange([.text("SET application_name = 'kalends copy'"), .text("SET lock_timeout = '3s'")])
            try take("SELECT pg_advisory_lock(\(PostgresSession.Lock.copies)) IS NULL", on: session) {
                throw DatabaseCopy.Failure.copyUnderWay
            }
            try take("SELECT pg_advisory_lock(\(PostgresSession.Lock.ofSchema)) IS NULL", on: session) {
                let nodes = """
                    SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock' AND granted AND objsubid = 2
                        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                        AND CAST(classid AS bigint) = \(PostgresSession.Lock.nodes)
                    """
                guard case .integer(let count) = try session.run(nodes, []).value(row: 0, column: 0, kind: .int8) else { return }
                throw DatabaseCopy.Failure.targetServed(sessions: Int(count))
            }
            return session
        }
    }

    private static func take(_ sql: String, on session: PostgresSession, orElse refuse: () throws -> Void) throws {
        do { try session.exchange([.text(sql)]) } catch PostgresError.refused(.busy) { try refuse() }
    }
    #endif
}
