import Booking
import CivilTime
import TestSupport
import Testing

struct OpeningTimesTests {
    private func opening(_ hours: WeeklyHours, _ zoneName: String, _ overrides: [DateOverride] = [], around day: String) -> [String] {
        let start = instant(day)
        let opening = OpeningTimes(hours: hours, overrides: overrides, zone: zone(zoneName), window: Span(start, start + .days(1)))
        return opening.ranges.filter { $0.overlaps(Span(start, start + .days(1))) }.map { "\($0.start)–\($0.end)" }
    }

    @Test func `a usual day is laid out in the zone's own time`() {
        #expect(opening(Cast.workingWeek, "Europe/Berlin", around: "2026-11-23T00:00:00Z") == ["2026-11-23T08:00:00Z–2026-11-23T16:00:00Z"])
        #expect(opening(Cast.workingWeek, "Europe/Berlin", around: "2026-07-20T00:00:00Z") == ["2026-07-20T07:00:00Z–2026-07-20T15:00:00Z"])
        #expect(opening(Cast.workingWeek, "Europe/Berlin", around: "2026-11-22T00:00:00Z") == [])
    }

    @Test func `hours across midnight belong to the day on which they start`() {
        let night = WeeklyHours.every([.friday], range(22 * 60, 30 * 60))
        #expect(opening(night, "UTC", around: "2026-11-21T00:00:00Z") == ["2026-11-20T22:00:00Z–2026-11-21T06:00:00Z"])
        #expect(opening(night, "UTC", around: "2026-11-22T00:00:00Z") == [])
    }

    @Test func `the night of a clock change is an hour shorter or longer`() {
        let night = WeeklyHours.every(Weekday.allCases, range(22 * 60, 30 * 60))
        #expect(opening(night, "Europe/Berlin", around: "2026-03-28T12:00:00Z") == ["2026-03-28T21:00:00Z–2026-03-29T04:00:00Z"])
        #expect(opening(night, "Europe/Berlin", around: "2026-10-24T12:00:00Z") == ["2026-10-24T20:00:00Z–2026-10-25T05:00:00Z"])
    }

    @Test func `opening in a gap moves forward, in a fold the first time counts`() {
        let early = WeeklyHours.every([.sunday], range(150, 240))
        #expect(opening(early, "Europe/Berlin", around: "2026-03-29T00:00:00Z") == ["2026-03-29T01:30:00Z–2026-03-29T02:00:00Z"])
        #expect(opening(early, "Europe/Berlin", around: "2026-10-25T00:00:00Z") == ["2026-10-25T00:30:00Z–2026-10-25T03:00:00Z"])
    }

    @Test func `a range whose opening is moved past its closing does not open`() {
        let early = WeeklyHours.every([.sunday], range(150, 195))
        #expect(opening(early, "Europe/Berlin", around: "2026-03-29T00:00:00Z") == [])
    }

    @Test func `an override replaces the ranges that start on its date and leaves the night before it open`() {
        let night = WeeklyHours.every(Weekday.allCases, range(22 * 60, 30 * 60))
        let closed = DateOverride(date: CivilDate(year: 2026, month: 11, day: 21)!, ranges: [], note: "Fair")
        #expect(opening(night, "UTC", [closed], around: "2026-11-21T00:00:00Z") == ["2026-11-20T22:00:00Z–2026-11-21T06:00:00Z"])
        let short = DateOverride(date: CivilDate(year: 2026, month: 11, day: 23)!, ranges: [range(600, 660)])
        #expect(
            opening(Cast.workingWeek, "UTC", [short], around: "2026-11-23T00:00:00Z") == ["2026-11-23T10:00:00Z–2026-11-23T11:00:00Z"])
    }

    @Test func `of two overrides for one date the first counts`() {
        let date = CivilDate(year: 2026, month: 11, day: 23)!
        let overrides = [DateOverride(date: date, ranges: [range(600, 660)]), DateOverride(date: date, ranges: [])]
        #expect(opening(Cast.workingWeek, "UTC", overrides, around: "2026-11-23T00:00:00Z").count == 1)
        #expect(opening(Cast.workingWeek, "UTC", overrides.reversed(), around: "2026-11-23T00:00:00Z") == [])
    }

    @Test func `a date that a zone leapt over has no hours`() {
        // Samoa went from 29 to 31 December 2011.
        let lost = DateOverride(date: CivilDate(year: 2011, month: 12, day: 31)!, ranges: [])
        #expect(opening(.every(Weekday.allCases, range(540, 600)), "Pacific/Apia", [lost], around: "2011-12-30T10:00:00Z") == [])
    }

    @Test func `a whole day is as long as the day is`() {
        let always = WeeklyHours.every([.sunday], range(0, 1440))
        #expect(opening(always, "Europe/Berlin", around: "2026-03-29T00:00:00Z") == ["2026-03-28T23:00:00Z–2026-03-29T22:00:00Z"])
        #expect(opening(always, "Africa/Cairo", around: "2026-11-22T00:00:00Z") == ["2026-11-21T22:00:00Z–2026-11-22T22:00:00Z"])
    }

    @Test func `a slot of a whole day around the clock is found in a window that ends just before a short day`() {
        let always = WeeklyHours.every(Weekday.allCases, range(0, 1440))
        let start = instant("2026-03-28T22:30:00Z")
        let window = Span(start, start + .minutes(1))
        let search = SlotSearch(
            opening: OpeningTimes(hours: always, overrides: [], zone: zone("Europe/Berlin"), window: window), taken: [],
            rules: SlotRules(duration: .hours(24), step: .minutes(30), earliest: start, latest: start))
        #expect(search.starts(in: window) == [start])
    }

    @Test func `what is laid out for a small window gives the slots of a big one within it`() {
        let names = [
            "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Chatham", "America/Havana", "UTC",
        ]
        for seed in 1...1_500 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            let place = zone(random.pick(names))
            let hours = drawHours(&random)
            let from = instant("2026-01-01T00:00:00Z") + .minutes(random.int(0...520_000))
            let big = Span(from, from + .days(9))
            let smallStart = from + .minutes(random.int(0...7 * 1440))
            let small = Span(smallStart, smallStart + .minutes(random.int(1...1440)))
            let rules = SlotRules(
                duration: .minutes(random.pick([15, 60, 600, 1440])), step: .minutes(random.pick([5, 15, 45, 1440])), earliest: from,
                latest: from + .days(90))
            func starts(_ window: Span) -> [Instant] {
                let opening = OpeningTimes(hours: hours, overrides: [], zone: place, window: window)
                return SlotSearch(opening: opening, taken: [], rules: rules).starts(in: window)
            }
            guard starts(small) == starts(big).filter(small.contains) else {
                Issue.record("seed \(seed) in \(place)")
                return
            }
        }
    }
}

/// Up to three ranges a day, overlapping and across midnight too.
func drawHours(_ random: inout SeededGenerator) -> WeeklyHours {
    var hours = WeeklyHours()
    for day in Weekday.allCases {
        hours[day] = (0..<random.int(0...3)).map { _ in
            let start = random.int(0...287) * 5
            return range(start, start + random.int(1...(random.oneIn(4) ? 288 : 60)) * 5)
        }
    }
    return hours
}
