import Booking
import CivilTime
import Foundation
import Testing

/// On which days and hours a service can be booked, within its people's hours.
struct ServiceAvailabilityTests {
    /// Monday, 1 June 2026.
    private static let monday = CivilDate(iso8601: "2026-06-01")!

    private static func instant(_ days: Int, _ minute: Int) -> Instant { Zone.utc.startOfDay(monday.adding(days: days)) + .minutes(minute) }

    /// The free starts of half hours in a week that is open from nine to eleven each day, as day and minute.
    private func starts(_ availability: ServiceAvailability) -> [[Int]] {
        let window = Span(Self.instant(0, 0), Self.instant(7, 0))
        let week = WeeklyHours.every(Weekday.allCases, OpeningRange(start: 540, end: 660))
        var rules = SlotRules(
            duration: .minutes(30), step: .minutes(30), earliest: window.start, latest: window.end)
        rules.limit = AvailabilityLimit(availability, zone: .utc)
        let opening = OpeningTimes(hours: week, overrides: [], zone: .utc, window: window)
        return SlotSearch(opening: opening, taken: [], rules: rules).starts(in: window).map { start in
            let seconds = (start - window.start).count
            return [Int(seconds / 86_400), Int(seconds % 86_400 / 60)]
        }
    }

    @Test func `whenever people are free nothing is closed`() {
        #expect(starts(ServiceAvailability()).count == 28)
        #expect(ServiceAvailability().isPlain)
    }

    @Test func `what is not bookable has no starts, but in the windows that open it`() {
        #expect(starts(ServiceAvailability(general: .notBookable)).isEmpty)
        let open = ServiceAvailability.Window(
            first: Self.monday.adding(days: 2), last: Self.monday.adding(days: 2), rule: .whenStaffAreFree)
        #expect(starts(ServiceAvailability(general: .notBookable, windows: [open])) == [[2, 540], [2, 570], [2, 600], [2, 630]])
    }

    @Test func `hours of its own are cut by the people's hours and count from their own beginning`() {
        let hours = WeeklyHours.every([.monday], OpeningRange(start: 555, end: 720))
        #expect(starts(ServiceAvailability(general: .weekly(hours))) == [[0, 555], [0, 585], [0, 615]])
    }

    @Test func `the first window of a date counts, both its ends included`() {
        let closed = ServiceAvailability.Window(first: Self.monday, last: Self.monday.adding(days: 5), rule: .notBookable)
        let open = ServiceAvailability.Window(
            first: Self.monday.adding(days: 5), last: Self.monday.adding(days: 6), rule: .whenStaffAreFree)
        #expect(Set(starts(ServiceAvailability(windows: [closed, open])).map { $0[0] }) == [6])
        #expect(Set(starts(ServiceAvailability(windows: [open, closed])).map { $0[0] }) == [5, 6])
    }

    @Test func `a night belongs to the date on which it begins`() {
        let night = ServiceAvailability(general: .weekly(.every([.monday], OpeningRange(start: 1_320, end: 2_040))))
        #expect(starts(night) == [[1, 540], [1, 570]])
    }

    @Test func `a policy that was stored before has none`() throws {
        let stored = #"{"timeSlotInterval":1800,"minimumLeadTime":7200,"maximumAdvance":7776000,"allowStaffSelection":true}"#
        #expect(try JSONDecoder().decode(SchedulingPolicy.self, from: Data(stored.utf8)) == SchedulingPolicy())
    }
}
