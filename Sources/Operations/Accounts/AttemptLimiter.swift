public import CivilTime
import Synchronization

/// Too many wrong attempts; the next one is heard at `until`.
public struct TooManyAttempts: Error, Hashable, Sendable {
    public var until: Instant
}

/// Slows down guessing: after five wrong attempts at one thing, each further one must wait a minute longer, an hour at most.
final class AttemptLimiter: Sendable {
    private struct Record {
        var count = 0
        var last = Instant(secondsSinceEpoch: 0)
    }

    private static let free = 5
    private let records = Mutex<[String: Record]>([:])

    /// - Throws: `TooManyAttempts`.
    func check(_ key: String, now: Instant) throws(TooManyAttempts) {
        guard let record = records.withLock({ $0[key] }), record.count >= Self.free else { return }
        let until = record.last + .minutes(min(60, record.count - Self.free + 1))
        if now < until { throw TooManyAttempts(until: until) }
    }

    func note(_ key: String, now: Instant) {
        records.withLock { records in
            // Bounded: what is older than two hours counts for nothing any more.
            if records.count > 10_000 { records = records.filter { $0.value.last + .hours(2) > now } }
            if records.count > 10_000 { records.removeAll() }
            var record = records[key] ?? Record()
            if record.last + .hours(2) < now { record.count = 0 }
            record.count += 1
            record.last = now
            records[key] = record
        }
    }

    func clear(_ key: String) { records.withLock { $0[key] = nil } }
}
