#if PostgreSQL
import Foundation
import Synchronization

@testable import Persistence

/// A private PostgreSQL for the tests, from the system's package, in a temporary folder and on a socket of its own. It stops when this
/// program ends, however it ends.
final class PostgresServer: Sendable {
    struct Missing: Error, CustomStringConvertible { let description: String }

    private static let shared = Mutex<Result<PostgresServer, any Error>?>(nil)

    /// The server, started by whoever asks first.
    static func running() throws -> PostgresServer {
        try shared.withLock { shared in
            let outcome = shared ?? Result { try PostgresServer() }
            shared = outcome
            return try outcome.get()
        }
    }

    private let folder: String
    /// The server lives as long as this end of the pipe is open.
    private let leash: FileHandle
    private let administration: any SQLEngine
    private let number = Atomic(0)
    /// Databases of the schema of today that no test uses at the moment.
    private let spare = Mutex<[String]>([])

    private init() throws {
        let programs = try Self.programs()
        folder = "/tmp/kalends-pg-\(getpid())"
        let script = """
            set -e
            rm -rf "$0"; mkdir "$0"
            as=
            if [ "$(id -u)" = 0 ]; then chown postgres: "$0"; as="setpriv --reuid=postgres --regid=postgres --init-groups"; fi
            $as "$1/initdb" -D "$0/data" -U kalends -A trust -E UTF8 --locale=C --no-sync >"$0.log" 2>&1
            printf '%s\\n' "listen_addresses = ''" "unix_socket_directories = '$0'" 'fsync = off' 'synchronous_commit = on' \\
                'full_page_writes = off' 'max_connections = 400' 'shared_buffers = 128MB' 'autovacuum = off' 'max_wal_size = 4GB' \\
                >>"$0/data/postgresql.conf"
            $as "$1/postgres" -D "$0/data" >>"$0.log" 2>&1 &
            server=$!
            until "$1/pg_isready" -q -h "$0" || ! kill -0 $server; do sleep 0.05; done
            echo ready
            read -r _ || true
            kill -QUIT $server; wait $server || true
            rm -rf "$0" "$0.log"
            """
        let (shell, input, output) = (Process(), Pipe(), Pipe())
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", script, folder, programs]
        (shell.standardInput, shell.standardOutput) = (input, output)
        leash = input.fileHandleForWriting
        _ = fcntl(leash.fileDescriptor, F_SETFD, FD_CLOEXEC)
        try shell.run()
        guard String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) == "ready\n" else {
            throw Missing(description: "The tests' PostgreSQL does not start; see \(folder).log.")
        }
        administration = try DatabasePlace("postgres://kalends@/postgres?host=\(folder)&connections=4").engine()
        try makeTemplate()
    }

    private static func programs() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let newest = versions.compactMap(Int.init).filter { FileManager.default.isExecutableFile(atPath: "\(root)/\($0)/bin/initdb") }.max()
        guard let newest else {
            throw Missing(
                description: "These tests need PostgreSQL's programs. Install them: apt-get install postgresql (or scripts/setup test)")
        }
        return "\(root)/\(newest)/bin"
    }

    private func makeTemplate() throws {
        try outsideTransaction("CREATE DATABASE template_kalends")
        try Database.open(at: address(of: "template_kalends")).close()
    }

    func address(of name: String) -> String { "postgres://kalends@/\(name)?host=\(folder)&connections=9" }

    /// - Returns: the name of a new database.
    func makeDatabase(isMigrated: Bool) throws -> String {
        let name = "test_\(number.add(1, ordering: .relaxed).newValue)"
        try outsideTransaction("CREATE DATABASE \(name) TEMPLATE \(isMigrated ? "template_kalends" : "template0")")
        return name
    }

    /// Lends a database with the schema of today and nothing in it, whose schema and settings the test leaves alone: emptying one takes a tenth
    /// of the time that making one takes.
    func borrowDatabase() throws -> String {
        guard let name = spare.withLock({ $0.popLast() }) else { return try makeDatabase(isMigrated: true) }
        let session = try PostgresSession(PostgresAddress(address(of: name)))
        let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        // No guard and no foreign key stands in the way of a replica.
        let statements =
            [others, "SET session_replication_role = replica"]
            + (StoredTable.all.map(\.name) + StoredTable.passing).filter { $0 != "organizations" }.map { "DELETE FROM \($0)" }
            + [
                "UPDATE organizations SET name = ''", "INSERT INTO availability_counters VALUES ('home', 0, 1)",
                "ALTER SEQUENCE jobs_id_seq RESTART", "ALTER SEQUENCE history_id_seq RESTART",
            ]
        try session.exchange(statements.map { .text($0) })
        return name
    }

    func giveBack(_ name: String) { spare.withLock { $0.append(name) } }

    func drop(_ name: String) {
        // What cannot be dropped goes with the server.
        try? outsideTransaction("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
    }

    func outsideTransaction(_ sql: String) throws {
        let session = try PostgresSession(PostgresAddress("postgres://kalends@/postgres?host=\(folder)"))
        try session.exchange([.text(sql)])
    }
}
#endif
