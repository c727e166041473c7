public import CivilTime
public import Logging

/// What a client has left of its requests after one was taken.
public struct Allowance: Hashable, Sendable {
    /// Requests a minute.
    public var limit: Int
    /// `nil` where nodes count together and this one cannot say.
    public var remaining: Int?
    /// How long to wait for the next one; `nil` when this one may be answered.
    public var wait: Seconds?
}

extension WebShell {
    /// Takes one of a client's requests; `nil` where nothing limits them.
    public func takeRequest(of client: IPHousehold, _ logger: Logger) async -> Allowance? {
        guard let rateLimiter else { return nil }
        switch await portions?.take(client, now: now, logger) {
        case .granted: return Allowance(limit: settings.rateLimit)
        case .refused(let wait): return Allowance(limit: settings.rateLimit, remaining: 0, wait: wait)
        case .unknown, nil:
            let wait = rateLimiter.take(client, now: now)
            return Allowance(limit: settings.rateLimit, remaining: rateLimiter.left(client, now: now), wait: wait)
        }
    }
}
