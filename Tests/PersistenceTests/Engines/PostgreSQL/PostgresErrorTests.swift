#if PostgreSQL
import Testing

@testable import Persistence

@Suite struct PostgresErrorTests {
    @Test(arguments: [
        ("40001", StoreFailure.busy), ("40P01", .busy), ("55P03", .busy), ("57014", .busy), ("53300", .busy), ("53100", .diskFull),
        ("53200", .busy), ("58030", .diskTrouble("m")),
        ("25006", .readOnly), ("57P01", .connectionLost("m")), ("57P03", .connectionLost("m")), ("08006", .connectionLost("m")),
        ("XX001", .corrupt("m")), ("23514", .other("m")), ("P0001", .other("m")),
    ])
    func `a state of the server's is a failure of ours`(_ state: String, _ failure: StoreFailure) {
        #expect(PostgresError(state: state, message: "m", table: nil, constraint: nil, detail: nil).failure == failure)
    }

    @Test func `what may do better next time is told apart`() {
        for state in ["40001", "40P01"] {
            guard case .conflict = PostgresError(state: state, message: "", table: nil, constraint: nil, detail: nil) else {
                return #expect(Bool(false), "\(state)")
            }
        }
    }

    @Test(arguments: [
        ("Key (organization, email_folded)=(home, a) already exists.", "users.email_folded"),
        ("Schlüssel »(organization, business, slug)=(home, b, (x)=(y))« existiert bereits.", "users.business, users.slug"),
    ])
    func `a unique key is named by its columns, in every language of the server`(_ detail: String, _ columns: String) {
        let error = PostgresError(state: "23505", message: "m", table: "users", constraint: "users_key", detail: detail)
        #expect(error.failure == .unique(constraint: columns))
    }

    @Test(arguments: [
        ("FATAL:  database \"d\" does not exist", "CREATE DATABASE"), ("FATAL:  role \"r\" does not exist", "CREATE ROLE"),
        ("FATAL:  password authentication failed for user \"r\"", "%25"), ("invalid sslmode value: \"banana\"", "Correct that option"),
        ("could not translate host name \"h\" to address: Name or service not known", "name of the host"),
    ])
    func `what waiting does not help against is told with its remedy`(_ reason: String, _ remedy: String) {
        guard case .wrongAddress(let what) = PostgresError(connecting: reason).failure else { return #expect(Bool(false), "\(reason)") }
        #expect(what.contains(reason) && what.contains(remedy))
    }

    @Test func `a server that is away is one that may come back`() {
        let reason = "connection to server at \"127.0.0.1\", port 1 failed: Connection refused"
        #expect(PostgresError(connecting: reason).failure == .connectionLost(reason))
    }

    @Test func `a right that is missing is named with the command that gives it`() {
        let error = PostgresError(
            state: "42501", message: "permission denied to create extension \"btree_gist\"", table: nil, constraint: nil, detail: nil)
        #expect(error.failure.sentence.contains("CREATE EXTENSION btree_gist;"))
    }
}
#endif
