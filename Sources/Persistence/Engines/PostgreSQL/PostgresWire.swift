#if PostgreSQL
import Booking
import CPostgres
import Foundation
import Synchronization

/// News of commits from node to node, over one connection of its own. What is written at the same moment is told in one message: a
/// notification inside every transaction would make all commits of the server wait for one another.
final class PostgresWire: Sendable {
    private static let channel = "kalends"

    private struct State {
        var hub: CommitHub?
        var untold: [Organization.ID: Set<Topic>] = [:]
        var isEnded = false
        /// What the database is to hold, and whom to tell when it does not.
        var fingerprint: String?
        var fail: (@Sendable (StoreFailure) -> Void)?
        var isInDoubt = false
    }

    private let address: PostgresAddress
    /// By this a node knows its own news, which it has told already.
    private let node = UUID().uuidString
    private let state = Mutex(State())
    private let bell = Bell()

    init(_ address: PostgresAddress) { self.address = address }

    /// Begins to listen; what other nodes commit after this has returned is heard, as far as the server can be reached.
    func listen(for hub: CommitHub) {
        state.withLock { $0.hub = hub }
        // Without a session the thread goes on trying.
        let first = Connected(session: try? connect())
        let thread = Thread { [self] in work(first) }
        thread.name = "kalends news"
        thread.start()
    }

    /// A session on its way to the thread that uses it from then on.
    private struct Connected: @unchecked Sendable { let session: PostgresSession? }

    func tell(_ commit: Commit) {
        state.withLock { $0.untold[commit.organization, default: []].formUnion(commit.topics) }
        bell.ring()
    }

    /// Looks whether the database is still the one with this fingerprint, whenever it was out of sight, and tells once when it is not.
    func watch(fingerprint: String, fail: @escaping @Sendable (StoreFailure) -> Void) {
        state.withLock { ($0.fingerprint, $0.fail) = (fingerprint, fail) }
    }

    /// Something speaks against it.
    func lookAgain() {
        state.withLock { $0.isInDoubt = true }
        bell.ring()
    }

    private func verify(_ session: PostgresSession) throws {
        state.withLock { $0.isInDoubt = false }
        guard let fingerprint = state.withLock({ $0.fail == nil ? nil : $0.fingerprint }) else { return }
        let found: SQLValue
        do {
            found = try StoreFailure.fromPostgres { () throws -> SQLValue in
                let sql = "SELECT setting_value FROM settings WHERE name = ?"
                let answer = try session.run(sql, [.text(Database.fingerprintSetting)])
                return answer.rows == 1 ? answer.value(row: 0, column: 0, kind: .text) : .null
            }
        } catch let failure as StoreFailure {
            guard case .unprepared = failure else { throw failure }
            return fail(failure)
        }
        if found != .text(fingerprint) { fail(.otherSecretKey) }
    }

    private func fail(_ failure: StoreFailure) {
        let fail = state.withLock { state in
            defer { state.fail = nil }
            return state.fail
        }
        fail?(failure)
    }

    func end() {
        state.withLock { state in
            state.isEnded = true
            state.hub = nil
        }
        bell.ring()
    }

    private var isEnded: Bool { state.withLock { $0.isEnded } }

    private func connect() throws -> PostgresSession {
        let session = try PostgresSession(address)
        try session.prepare(for: .listening)
        // As long as a node listens nobody puts another content in the place of the database's.
        let sql = "SELECT pg_try_advisory_lock_shared(\(PostgresSession.Lock.ofSchema))"
        guard try session.run(sql, []).value(row: 0, column: 0, kind: .bool) == .integer(1) else { throw StoreFailure.busy }
        try session.exchange([.text("LISTEN \(Self.channel)")])
        // A node that died may have left something untold.
        tell(.everything)
        return session
    }

    private func work(_ connected: Connected) {
        var (session, pause) = (connected.session, 0.0)
        while !isEnded {
            do {
                if session == nil {
                    let connected = try connect()
                    try verify(connected)
                    // A server that crashed may have lost what was seen already, though never acknowledged: no revision comes back.
                    _ = try connected.run("UPDATE availability_counters SET revision = revision + 1000 WHERE shard = ?", [.integer(0)])
                    session = connected
                    // Whatever happened while nobody listened here.
                    publish(.everything)
                }
                pause = 0
                if let session { try exchange(over: session) }
            } catch {
                session = nil
                pause = min(pause + 0.25, 5)
                bell.wait(nil, milliseconds: Int32(pause * 1_000))
            }
        }
    }

    private func exchange(over session: PostgresSession) throws {
        while !isEnded {
            if state.withLock({ $0.isInDoubt }) { try verify(session) }
            try tellAll(over: session)
            while let notification = PQnotifies(session.handle) {
                let text = String(cString: notification.pointee.extra)
                PQfreemem(notification)
                if let news = News(text), news.node != node { publish(news.commit) }
            }
            bell.wait(session.descriptor, milliseconds: 30_000)
            guard PQconsumeInput(session.handle) == 1 else { throw PostgresError.lost("the connection was closed") }
        }
    }

    private func tellAll(over session: PostgresSession) throws {
        let untold = state.withLock { state in
            defer { state.untold = [:] }
            return state.untold
        }
        do {
            for (organization, topics) in untold {
                let news = News(node: node, commit: Commit(organization: organization, topics: topics))
                _ = try session.run("SELECT pg_notify(?, ?)", [.text(Self.channel), .text(news.text)])
            }
        } catch {
            state.withLock { state in state.untold.merge(untold) { $0.union($1) } }
            throw error
        }
    }

    private func publish(_ commit: Commit) { state.withLock { $0.hub }?.publish(commit) }
}

extension Commit {
    /// Anything may have happened.
    fileprivate static var everything: Commit { Commit(organization: Database.home, topics: Set(Topic.allCases)) }
}

/// What one node tells the others.
private struct News {
    let node: String
    let commit: Commit

    init(node: String, commit: Commit) { (self.node, self.commit) = (node, commit) }

    /// `node topic,topic organization`
    init?(_ text: String) {
        let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        node = String(parts[0])
        // A newer node may have topics that this one does not know.
        commit = Commit(
            organization: Organization.ID(String(parts[2])),
            topics: Set(parts[1].split(separator: ",").compactMap { Topic(rawValue: String($0)) }))
    }

    var text: String { "\(node) \(commit.topics.map(\.rawValue).sorted().joined(separator: ",")) \(commit.organization)" }
}
#endif
