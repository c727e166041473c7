import CivilTime
import Testing

@testable import WebShell

/// So many requests a minute, and memory that does not grow with the number of strangers.
struct RateLimiterTests {
    private let start = Instant(secondsSinceEpoch: 1_800_000_000)

    private func household(_ text: String) -> IPHousehold { IPAddress(text)!.household }

    @Test func `the first minute's requests may come at once, the next waits`() {
        let limiter = RateLimiter(perMinute: 60)
        for _ in 0..<60 { #expect(limiter.take(household("203.0.113.9"), now: start) == nil) }
        #expect(limiter.take(household("203.0.113.9"), now: start) == .seconds(1))
    }

    @Test func `time brings tokens back, never more than a minute's`() {
        let limiter = RateLimiter(perMinute: 6)
        for _ in 0..<6 { _ = limiter.take(household("203.0.113.9"), now: start) }
        #expect(limiter.take(household("203.0.113.9"), now: start) == .seconds(10))
        #expect(limiter.take(household("203.0.113.9"), now: start + .seconds(10)) == nil)
        for _ in 0..<6 { #expect(limiter.take(household("203.0.113.9"), now: start + .hours(5)) == nil) }
        #expect(limiter.take(household("203.0.113.9"), now: start + .hours(5)) != nil)
    }

    @Test func `one address does not use up another's`() {
        let limiter = RateLimiter(perMinute: 1)
        #expect(limiter.take(household("203.0.113.9"), now: start) == nil)
        #expect(limiter.take(household("203.0.113.10"), now: start) == nil)
        #expect(limiter.take(household("203.0.113.9"), now: start) != nil)
    }

    @Test func `a household's IPv6 addresses count as one`() {
        let limiter = RateLimiter(perMinute: 1)
        #expect(limiter.take(household("2001:db8:1:2::1"), now: start) == nil)
        #expect(limiter.take(household("2001:db8:1:2:ffff::9"), now: start) != nil)
        #expect(limiter.take(household("2001:db8:1:3::1"), now: start) == nil)
    }

    @Test func `memory stays bounded however many strangers come`() {
        let limiter = RateLimiter(perMinute: 10, capacity: 100)
        for number in 0..<1000 { _ = limiter.take(household("10.0.\(number / 250).\(number % 250)"), now: start) }
        #expect(limiter.count <= 100)
    }

    @Test func `who is over the limit is not forgotten to make room`() {
        let limiter = RateLimiter(perMinute: 10, capacity: 100)
        for _ in 0..<10 { _ = limiter.take(household("203.0.113.9"), now: start) }
        for number in 0..<500 { _ = limiter.take(household("10.0.\(number / 250).\(number % 250)"), now: start) }
        #expect(limiter.take(household("203.0.113.9"), now: start) != nil)
    }

    @Test func `a clock that is set back takes nothing away`() {
        let limiter = RateLimiter(perMinute: 2)
        #expect(limiter.take(household("203.0.113.9"), now: start) == nil)
        #expect(limiter.take(household("203.0.113.9"), now: start - .hours(1)) == nil)
    }
}
