import Testing

@testable import Persistence

/// A place for one test's database, on the engine that the test runs on.
final class TestPlace: Sendable {
    enum State {
        /// Nothing is in it.
        case blank
        /// The schema of today is in it, and the test does with it what it likes.
        case own
        /// The schema of today is in it, and the test leaves the schema alone.
        case borrowed
    }

    /// What `Database.open` takes.
    let address: String
    private let state: State
    private let folder: TemporaryFolder?
    private let name: String?

    private init(_ state: State) throws {
        self.state = state
        switch TestEngine.current {
        case .sqlite:
            let folder = try TemporaryFolder()
            (self.folder, name, address) = (folder, nil, folder.path + "/k.db")
            if state != .blank { try Database.open(at: address).close() }
        #if PostgreSQL
        case .postgres:
            let server = try PostgresServer.running()
            let name = try state == .borrowed ? server.borrowDatabase() : server.makeDatabase(isMigrated: state == .own)
            (folder, self.name, address) = (nil, name, server.address(of: name))
        #endif
        }
    }

    deinit {
        #if PostgreSQL
        guard let name, let server = try? PostgresServer.running() else { return }
        if state == .borrowed { server.giveBack(name) } else { server.drop(name) }
        #endif
    }

    /// A place that lasts as long as the test.
    static func kept(_ state: State) throws -> TestPlace {
        let place = try TestPlace(state)
        TestEngine.belongings.keep(place)
        return place
    }

    #if PostgreSQL
    var databaseName: String { name ?? "" }
    #endif

    /// The stores' own door.
    func open() throws -> Database { try Database.open(at: address) }

    /// A door below every store, without migrations.
    func engine() throws -> any SQLEngine { try DatabasePlace(address).engine() }
}

extension SQLEngine {
    /// Runs statements in one transaction, past every store.
    func run(_ statements: String...) throws {
        try writeNow({ connection in for sql in statements { try connection.execute(sql, []) } }, afterCommit: { _ in })
    }

    /// The whole numbers that a statement answers.
    func numbers(_ sql: String) throws -> [Int64] {
        try readNow { connection in
            var numbers: [Int64] = []
            try connection.query(sql, []) { numbers.append(try $0.integer(at: 0)) }
            return numbers
        }
    }
}
