#if PostgreSQL
import Dispatch
import Synchronization

/// The sessions of one purpose. Whoever needs one waits for it on a thread of its own.
final class PostgresPool: Sendable {
    /// How long somebody waits for a session.
    private static let patience = DispatchTimeInterval.seconds(10)
    /// A session that rested longer is asked whether it lives before it is used.
    private static let freshness = Duration.seconds(30)

    private struct Idle: @unchecked Sendable {
        // Each is with one thread at a time: the one that took it.
        var sessions: [PostgresSession] = []
        var isClosed = false
    }

    private let address: PostgresAddress
    private let purpose: PostgresPurpose
    private let places: DispatchSemaphore
    private let size: Int
    private let idle = Mutex(Idle())

    init(_ address: PostgresAddress, _ purpose: PostgresPurpose, size: Int) {
        (self.address, self.purpose, self.size) = (address, purpose, size)
        places = DispatchSemaphore(value: size)
    }

    /// Lends a session. It comes back when `body` ends, if it still lives.
    /// - Throws: what `body` throws; `.busy` when none comes free, `.connectionLost`, `.unprepared`.
    func withSession<T>(_ body: (PostgresSession) throws -> T) throws -> T {
        guard places.wait(timeout: .now() + Self.patience) == .success else { throw StoreFailure.busy }
        defer { places.signal() }
        let session = try StoreFailure.fromPostgres { try take() }
        defer { giveBack(session) }
        return try body(session)
    }

    private func take() throws -> PostgresSession {
        while let session = try idle.withLock({ idle throws(StoreFailure) in
            if idle.isClosed { throw .connectionLost("the database was closed") }
            return idle.sessions.popLast()
        }) {
            if session.isHungUp { continue }
            if ContinuousClock.now - session.lastUse > Self.freshness, (try? session.exchange([.text("SELECT 1")])) == nil { continue }
            return session
        }
        let session = try PostgresSession(address)
        try session.prepare(for: purpose)
        return session
    }

    private func giveBack(_ session: PostgresSession) {
        if session.isLost {
            // What took one away took the others as well, in all likelihood: a server that was restarted.
            hangUp { $0 }
            return
        }
        if session.isInTransaction { return }
        session.lastUse = .now
        idle.withLock { idle in if !idle.isClosed { idle.sessions.append(session) } }
    }

    /// Lends no more sessions and hangs up those that rest; those under way end with their work.
    func close() { hangUp { _ in true } }

    /// Waits until no session is lent, as long as anybody would wait for one.
    func waitUntilIdle() {
        let deadline = DispatchTime.now() + Self.patience
        let returned = (0..<size).prefix { _ in places.wait(timeout: deadline) == .success }
        for _ in returned { places.signal() }
    }

    private func hangUp(_ isClosed: (Bool) -> Bool) {
        // They end outside of the lock: a goodbye takes time.
        _ = idle.withLock { idle in
            let resting = Idle(sessions: idle.sessions)
            idle = Idle(sessions: [], isClosed: isClosed(idle.isClosed))
            return resting
        }
    }
}

extension StoreFailure {
    /// Runs `body` and turns what the driver throws into failures.
    static func fromPostgres<T>(_ body: () throws -> T) throws -> T {
        do { return try body() } catch let error as PostgresError { throw error.failure }
    }
}
#endif
