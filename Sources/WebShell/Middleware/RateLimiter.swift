import CivilTime
import Synchronization

/// A token bucket for each household, in a bounded amount of memory.
final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var filledAt: Instant
    }

    private let perMinute: Double
    private let capacity: Int
    private let buckets = Mutex<[IPHousehold: Bucket]>([:])

    /// - Parameters:
    ///   - perMinute: requests that are let through; as many may come at once.
    ///   - capacity: households remembered at the same time.
    init(perMinute: Int, capacity: Int = 20_000) {
        self.perMinute = Double(perMinute)
        self.capacity = capacity
    }

    /// Takes one token; otherwise how long to wait for the next.
    func take(_ household: IPHousehold, now: Instant) -> Seconds? {
        buckets.withLock { buckets in
            var bucket = buckets[household] ?? Bucket(tokens: perMinute, filledAt: now)
            bucket.tokens = tokens(in: bucket, now: now)
            bucket.filledAt = now
            defer {
                if buckets[household] == nil, buckets.count >= capacity { makeRoom(&buckets, now) }
                buckets[household] = bucket
            }
            guard bucket.tokens >= 1 else { return Seconds(Int64(((1 - bucket.tokens) * 60 / perMinute).rounded(.up))) }
            bucket.tokens -= 1
            return nil
        }
    }

    /// How many requests are left now.
    func left(_ household: IPHousehold, now: Instant) -> Int {
        buckets.withLock { buckets in buckets[household].map { Int(tokens(in: $0, now: now)) } ?? Int(perMinute) }
    }

    private func tokens(in bucket: Bucket, now: Instant) -> Double {
        let passed = Double(max(0, (now - bucket.filledAt).count))
        return min(perMinute, bucket.tokens + passed * perMinute / 60)
    }

    /// A full bucket says nothing and can go. When all are in use, the fullest tenth goes: those lose least.
    private func makeRoom(_ buckets: inout [IPHousehold: Bucket], _ now: Instant) {
        buckets = buckets.filter { tokens(in: $0.value, now: now) < perMinute }
        guard buckets.count >= capacity else { return }
        let leaving = buckets.sorted { tokens(in: $0.value, now: now) > tokens(in: $1.value, now: now) }.prefix(max(1, capacity / 10))
        for (household, _) in leaving { buckets[household] = nil }
    }

    /// Households remembered now.
    var count: Int { buckets.withLock { $0.count } }
}
