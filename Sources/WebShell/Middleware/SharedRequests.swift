/// The requests that each household may make in a minute, in one place for all nodes. Moments and lengths are microseconds.
///
/// It keeps of each household the moment at which nothing of the minute will be used up any more; a request moves it away by an interval, and
/// it is never more than a minute ahead.
public protocol SharedRequests: Sendable {
    /// Takes requests out of a household's minute.
    /// - Parameters:
    ///   - wanted: how many at most, at least one.
    ///   - interval: the time in which one comes back.
    ///   - givenBack: what was taken before and not used, as the time in which it would come back.
    ///   - now: since 1970.
    /// - Returns: how many were left, and the moment that is kept now.
    /// - Throws: when nobody can be asked.
    func take(_ wanted: Int, of household: String, interval: Int64, givingBack givenBack: Int64, now: Int64) async throws -> Taken
}

/// What was taken out of a household's minute.
public struct Taken: Hashable, Sendable {
    public var count: Int
    /// When nothing of the minute is used up any more; microseconds since 1970.
    public var fullAt: Int64

    public init(count: Int, fullAt: Int64) {
        self.count = count
        self.fullAt = fullAt
    }
}
