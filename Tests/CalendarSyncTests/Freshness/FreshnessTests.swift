import Booking
import CalendarSync
import CivilTime
import TestSupport
import Testing

/// How old what is known may be.
struct FreshnessTests {
    private let limits = FreshnessLimits(pollInterval: .minutes(1))
    private let now = Cast.morning

    private func age(
        read: Seconds?, _ kind: ProviderFailure.Kind? = nil, since: Seconds = .minutes(2), refused: Bool = false
    ) -> CalendarAge {
        var calendar = Cast.benCalendar
        calendar.readAt = read.map { now - $0 }
        calendar.failure = kind.map { CalendarTrouble(since: now - since, failure: ProviderFailure($0, "No.")) }
        return calendar.freshness(limits, refusedSince: refused ? now - .seconds(1) : nil, now: now).age
    }

    @Test func `with time it is fresh, ageing, stale and dead`() {
        #expect(age(read: .seconds(40)) == .fresh)
        #expect(age(read: .minutes(5)) == .ageing)
        #expect(age(read: .hours(2)) == .stale)
        #expect(age(read: .days(4)) == .dead)
    }

    @Test func `a server that does not answer makes it older, and never dead at once`() {
        #expect(age(read: .seconds(40), .unreachable) == .fresh)
        #expect(age(read: .minutes(10), .unreachable) == .ageing)
        #expect(age(read: .hours(2), .unreachable) == .stale)
        #expect(age(read: .hours(70), .unreachable) == .stale)
        #expect(age(read: .days(4), .unreachable) == .dead)
    }

    @Test func `refused credentials end it at once`() {
        #expect(age(read: .seconds(1), refused: true) == .dead)
    }

    @Test func `a calendar that is gone is dead once a reading is overdue`() {
        #expect(age(read: .seconds(40), .calendarMissing) == .fresh)
        #expect(age(read: .minutes(10), .calendarMissing) == .dead)
    }

    @Test func `what was never read is ageing, and gets older while it fails`() {
        #expect(age(read: nil) == .ageing)
        #expect(age(read: nil, .unreachable, since: .minutes(1)) == .ageing)
        #expect(age(read: nil, .unreachable, since: .hours(2)) == .stale)
    }

    @Test func `rare polls make the limits longer`() {
        let slow = FreshnessLimits(pollInterval: .hours(1))
        #expect(slow.ageing > .hours(3) && slow.stale > slow.ageing && slow.dead > slow.stale)
    }
}
