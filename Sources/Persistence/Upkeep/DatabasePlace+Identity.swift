import Foundation

extension DatabasePlace {
    /// The same place by its one name: a file's links and relative folders are followed.
    public var resolved: DatabasePlace {
        guard !isShared else { return self }
        let parts = FilePlace(name)
        return DatabasePlace(parts.resolved)
    }

    /// Whether both are one database, whatever they are called: a file by its number on its disk, a server's by what the server says.
    /// - Throws: `StoreFailure` when a server cannot be asked.
    public func isSame(as other: DatabasePlace) throws(StoreFailure) -> Bool {
        if isShared != other.isShared { return false }
        guard isShared else { return FilePlace(name).isSame(as: FilePlace(other.name)) }
        #if PostgreSQL
        let (ours, theirs) = (try ServerIdentity(postgresAddress), try ServerIdentity(other.postgresAddress))
        return ours.isSame(as: theirs)
        #else
        return false
        #endif
    }
}

/// A file by what the disk says of it; one that is missing by its folder and its name.
public struct FilePlace: Sendable {
    private let path: String

    public init(_ path: String) { self.path = path }

    var resolved: String {
        if let whole = realpath(path, nil) {
            defer { free(whole) }
            return String(cString: whole)
        }
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        guard let whole = realpath(folder, nil) else { return path }
        defer { free(whole) }
        let parent = String(cString: whole)
        return (parent == "/" ? "" : parent) + "/" + path[(slash.map { path.index(after: $0) } ?? path.startIndex)...]
    }

    /// Whether both names lead to one file, by links or otherwise.
    public func isSame(as other: FilePlace) -> Bool {
        var (mine, theirs) = (stat(), stat())
        if stat(path, &mine) == 0, stat(other.path, &theirs) == 0 { return mine.st_dev == theirs.st_dev && mine.st_ino == theirs.st_ino }
        return resolved == other.resolved
    }
}

#if PostgreSQL
/// What a server says of the database behind a connection.
private struct ServerIdentity {
    private var parts: [String] = []
    private var startedAt = ""
    private var isStandby = false

    init(_ address: PostgresAddress) throws(StoreFailure) {
        let sql = """
            SELECT CAST(system_identifier AS text), CAST(CAST(d.oid AS bigint) AS text), COALESCE(CAST(current_schema() AS text), ''),
                CAST(pg_postmaster_start_time() AS text), CAST(pg_is_in_recovery() AS text)
            FROM pg_control_system(), pg_database d WHERE d.datname = current_database()
            """
        var values: [String] = []
        try StoreFailure.only {
            try StoreFailure.fromPostgres {
                let session = try PostgresSession(address)
                try session.exchange([.text("SET TimeZone = 'UTC'")])
                let answer = try session.run(sql, [])
                for column in 0..<5 {
                    guard case .text(let text) = answer.value(row: 0, column: column, kind: .text) else {
                        throw StoreFailure.other("the server does not say which database it is")
                    }
                    values.append(text)
                }
            }
        }
        parts = Array(values[..<3])
        startedAt = values[3]
        isStandby = values[4] == "true"
    }

    /// A server that was copied as a whole has the same numbers, but is started by itself; a standby has them because it is the same.
    func isSame(as other: ServerIdentity) -> Bool {
        parts == other.parts && (startedAt == other.startedAt || isStandby || other.isStandby)
    }
}
#endif
