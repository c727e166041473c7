import Booking
import CivilTime
import TestSupport
import Testing

struct OpeningRangeTests {
    @Test(arguments: [(-1, 60), (1440, 1500), (600, 600), (600, 540), (60, 1501)])
    func `minutes that are no range are refused`(start: Int, end: Int) {
        #expect(OpeningRange(start: start, end: end) == nil)
        #expect(throws: DecodingError.self) { try decode(OpeningRange.self, #"{"start":\#(start),"end":\#(end)}"#) }
    }

    @Test func `the longest range is a whole day from its start`() throws {
        #expect(OpeningRange(start: 1439, end: 2879) != nil)
        #expect(OpeningRange(start: 0, end: 1440) != nil)
    }

    @Test(arguments: [
        ("09:00", "17:00", 540, 1020), ("22:00", "06:00", 1320, 1800), ("00:00", "00:00", 0, 1440),
    ])
    func `times of day make a range that ends when the clock next shows its end`(from: String, to: String, start: Int, end: Int) throws {
        let range = try #require(OpeningRange(from: TimeOfDay(iso8601: from)!, to: TimeOfDay(iso8601: to)!))
        #expect((range.start, range.end) == (start, end))
    }

    @Test func `a time to itself is no range, but for midnight`() {
        let nine = TimeOfDay(iso8601: "09:00")!
        #expect(OpeningRange(from: nine, to: nine) == nil)
    }

    @Test func `ranges are ordered by start, then by end`() {
        #expect([range(600, 700), range(60, 90), range(60, 80)].sorted() == [range(60, 80), range(60, 90), range(600, 700)])
    }
}

struct WeeklyHoursTests {
    @Test func `the ranges of a day are kept in order`() {
        var hours = WeeklyHours([.monday: [range(780, 1020), range(540, 720)]])
        #expect(hours[.monday] == [range(540, 720), range(780, 1020)])
        #expect(hours[.tuesday] == [])
        hours[.monday] = []
        #expect(hours.isEmpty && hours == WeeklyHours())
    }

    @Test func `the same range on several days, one of them named twice`() {
        let hours = WeeklyHours.every([.monday, .monday, .sunday], range(540, 1020))
        #expect(hours[.monday] == [range(540, 1020)] && hours[.sunday] == [range(540, 1020)] && hours[.friday] == [])
        #expect(WeeklyHours.every([.monday], nil).isEmpty)
    }

    @Test func `hours come back from JSON as they were`() throws {
        let hours = WeeklyHours([.monday: [range(540, 1020)], .friday: [range(1320, 1800), range(0, 60)]])
        let text = try json(hours)
        #expect(text == #"{"days":{"1":[{"end":1020,"start":540}],"5":[{"end":60,"start":0},{"end":1800,"start":1320}]}}"#)
        #expect(try decode(WeeklyHours.self, text) == hours)
        #expect(try decode(WeeklyHours.self, try json(WeeklyHours())) == WeeklyHours())
    }

    @Test func `ranges that were stored out of order are put in order, and empty days are closed days`() throws {
        let hours = try decode(WeeklyHours.self, #"{"days":{"1":[{"start":700,"end":800},{"start":0,"end":60}],"2":[]}}"#)
        #expect(hours == WeeklyHours([.monday: [range(0, 60), range(700, 800)]]))
    }

    @Test(arguments: [#"{"days":{"8":[]}}"#, #"{"days":{"1":[{"start":-5,"end":60}]}}"#, #"{"days":{"1":[{"start":0,"end":9999}]}}"#, "{}"])
    func `damaged hours are an error and never other hours`(text: String) {
        #expect(throws: DecodingError.self) { try decode(WeeklyHours.self, text) }
    }

    @Test func `an override comes back from JSON as it was`() throws {
        let override = DateOverride(
            date: CivilDate(year: 2026, month: 12, day: 24)!, ranges: [range(600, 660), range(540, 560)], note: "Christmas Eve")
        #expect(override.ranges == [range(540, 560), range(600, 660)])
        #expect(try decode(DateOverride.self, try json(override)) == override)
    }
}
