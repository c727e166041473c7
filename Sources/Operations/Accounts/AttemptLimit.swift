public import CivilTime
import Persistence
import Secrets

/// Too many wrong attempts; the next one is heard at `until`.
public struct TooManyAttempts: Error, Hashable, Sendable {
    public var until: Instant
}

/// How many wrong attempts at one thing cost nothing, and how long each further one has to wait after the one before.
struct AttemptLimit: Hashable, Sendable {
    /// What is tried, and by whom.
    let subject: String
    private let free: Int
    private let pause: Seconds
    private let longestPause: Seconds
    /// Whether others count under it too, of whom a right attempt says nothing.
    let isShared: Bool

    /// What is not repeated for so long counts for nothing any more.
    static let memory = Seconds.hours(2)

    /// For one guesser at one thing: a minute longer each time, an hour at most.
    static func strict(_ subject: String) -> AttemptLimit {
        AttemptLimit(subject: subject, free: 5, pause: .minutes(1), longestPause: .hours(1), isShared: false)
    }

    /// For a network, which many people may share; a guesser shares it with them for longer.
    static func network(_ subject: String) -> AttemptLimit {
        AttemptLimit(subject: subject, free: 20, pause: .minutes(1), longestPause: .hours(1), isShared: true)
    }

    /// For all the world together: it makes guessing from many places slow, and keeps nobody waiting for long.
    static func loose(_ subject: String) -> AttemptLimit {
        AttemptLimit(subject: subject, free: 100, pause: .seconds(5), longestPause: .seconds(5), isShared: true)
    }

    /// What the record becomes when an attempt is begun.
    /// - Throws: `TooManyAttempts` when it comes too early, which does not count.
    func counting(_ known: Attempts?, now: Instant) throws(TooManyAttempts) -> Attempts {
        guard let known, known.lastAt + Self.memory >= now else { return Attempts(failures: 1, lastAt: now) }
        if known.failures >= free {
            let until = known.lastAt + min(longestPause, pause * (known.failures - free + 1))
            if now < until { throw TooManyAttempts(until: until) }
        }
        return Attempts(failures: known.failures + 1, lastAt: now)
    }
}

extension Kalends {
    /// Counts an attempt under all its limits before it is looked at, so that a thousand at the same moment, on however many nodes, are a
    /// thousand. Take it back when it was right.
    /// - Throws: `TooManyAttempts`, of the limit that keeps waiting longest; nothing is counted then.
    func count(_ limits: [AttemptLimit], _ transaction: Transaction) throws {
        var refusal: TooManyAttempts?
        var counted: [(subject: String, attempts: Attempts)] = []
        for limit in limits {
            let subject = stored(limit)
            let known = try transaction.attempts.find(subject)
            do throws(TooManyAttempts) {
                counted.append((subject, try limit.counting(known, now: now)))
            } catch {
                if refusal.map({ $0.until < error.until }) ?? true { refusal = error }
            }
        }
        if let refusal { throw refusal }
        for (subject, attempts) in counted { try transaction.attempts.put(attempts, at: subject) }
    }

    /// The attempt was right: it does not count, and nothing that the same guesser tried before is held against anybody.
    /// - Parameter limits: those under which it was counted.
    func forget(_ limits: [AttemptLimit], _ transaction: Transaction) throws {
        for limit in limits {
            let subject = stored(limit)
            guard limit.isShared else {
                try transaction.attempts.delete(subject)
                continue
            }
            guard var known = try transaction.attempts.find(subject) else { continue }
            known.failures = max(0, known.failures - 1)
            try transaction.attempts.put(known, at: subject)
        }
    }

    /// Addresses that were typed, and networks, are nobody's to read in the database: they go through the instance's key.
    private func stored(_ limit: AttemptLimit) -> String { secretKey.sign(limit.subject, purpose: "attempts") }
}
