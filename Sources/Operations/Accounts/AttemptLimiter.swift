public import CivilTime
import Synchronization

/// Too many wrong attempts; the next one is heard at `until`.
public struct TooManyAttempts: Error, Hashable, Sendable {
    public var until: Instant
}

/// Slows down guessing: after some wrong attempts at one thing, each further one must wait a minute longer, an hour at most.
final class AttemptLimiter: Sendable {
    private struct Record {
        var count = 0
        var last = Instant(secondsSinceEpoch: 0)
    }

    private let records = Mutex<[String: Record]>([:])

    /// Counts an attempt before it is looked at, so that a thousand at the same moment are a thousand; take it back when it was right.
    /// - Parameter free: how many wrong attempts cost nothing.
    /// - Throws: `TooManyAttempts`.
    func begin(_ key: String, free: Int = 5, now: Instant) throws(TooManyAttempts) {
        let until = records.withLock { records -> Instant? in
            // Bounded: what is older than two hours counts for nothing any more.
            if records.count > 10_000 { records = records.filter { $0.value.last + .hours(2) > now } }
            if records.count > 10_000 { records.removeAll() }
            var record = records[key] ?? Record()
            if record.last + .hours(2) < now { record.count = 0 }
            if record.count >= free {
                let until = record.last + .minutes(min(60, record.count - free + 1))
                if now < until { return until }
            }
            record.count += 1
            record.last = now
            records[key] = record
            return nil
        }
        if let until { throw TooManyAttempts(until: until) }
    }

    /// The attempt was right: nothing is held against this key any more.
    func clear(_ key: String) { records.withLock { $0[key] = nil } }

    /// The attempt was right, which says nothing about the others under this key.
    func forgive(_ key: String) {
        records.withLock { records in
            guard var record = records[key] else { return }
            record.count = max(0, record.count - 1)
            records[key] = record
        }
    }
}
