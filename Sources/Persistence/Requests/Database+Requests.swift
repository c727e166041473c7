/// What a node asks of the bucket of a household. Moments and lengths are microseconds.
public struct RequestAsking: Hashable, Sendable {
    /// A name for the household.
    public var household: String
    /// How many requests are wanted at most, from 1 to as many as a minute has.
    public var wanted: Int
    /// The time in which one request comes back.
    public var interval: Int64
    /// What was taken before and not used, as the time in which it would come back.
    public var givenBack: Int64
    /// Since 1970.
    public var now: Int64

    public init(household: String, wanted: Int, interval: Int64, givenBack: Int64 = 0, now: Int64) {
        self.household = household
        self.wanted = wanted
        self.interval = interval
        self.givenBack = givenBack
        self.now = now
    }
}

/// What a bucket gave.
public struct RequestGrant: Hashable, Sendable {
    /// From 0 to as many as were wanted.
    public var granted: Int
    /// When the bucket will be full again if nobody takes more; microseconds since 1970.
    public var fullAt: Int64

    public init(granted: Int, fullAt: Int64) {
        self.granted = granted
        self.fullAt = fullAt
    }
}

extension Database {
    /// Whether other nodes may serve it as well.
    public var isShared: Bool { engine.isShared }

    /// Takes requests out of the bucket that all nodes share. What is taken is lost when the server crashes: then all buckets are full.
    /// - Parameter patience: nothing is taken any more after that time; the answer may come later all the same.
    /// - Returns: `nil` where there is nobody to share with.
    /// - Throws: `StoreFailure`.
    public func takeRequests(_ asked: RequestAsking, within patience: Duration) async throws -> RequestGrant? {
        try await engine.aside(until: .now + patience) { try RequestBucket(connection: $0, organization: Self.home).take(asked) }
    }

    /// Forgets the buckets that are full again.
    /// - Parameter now: microseconds since 1970.
    /// - Throws: `StoreFailure`.
    public func forgetFullRequestBuckets(now: Int64) async throws {
        _ = try await engine.aside(until: .now + .seconds(10)) {
            try RequestBucket(connection: $0, organization: Self.home).deleteFull(by: now)
        }
    }
}
