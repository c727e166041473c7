import CivilTime
import Host
import Testing
import Texts

/// Moments and spans as people read them: always with day, date, time and zone.
struct WhenTests {
    let texts = Texts(language: "en")

    private func zone(_ name: String) throws -> Zone { try #require(SystemZones.database.zone(named: name)) }
    private func instant(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }
    private func span(_ start: String, minutes: Int) throws -> Span { Span(start: try instant(start), duration: .minutes(minutes)) }

    @Test func `a moment names day, date, time and zone`() throws {
        let text = texts.when(try instant("2026-11-24T13:30:00Z"), in: try zone("Europe/Berlin"))
        #expect(text == "Tuesday 24 November 2026, 14:30 (Europe/Berlin, GMT+1)")
    }

    @Test func `the offset is the one of that day, not of today`() throws {
        let berlin = try zone("Europe/Berlin")
        #expect(texts.zone(berlin, at: try instant("2026-07-01T12:00:00Z")) == "Europe/Berlin (GMT+2)")
        #expect(texts.zone(berlin, at: try instant("2026-12-01T12:00:00Z")) == "Europe/Berlin (GMT+1)")
    }

    @Test func `a span within a day names the day once`() throws {
        let text = texts.when(try span("2026-11-24T13:30:00Z", minutes: 30), in: try zone("Asia/Kathmandu"))
        #expect(text == "Tuesday 24 November 2026, 19:15–19:45 (Asia/Kathmandu, GMT+5:45)")
    }

    @Test func `a span into the next day names both days`() throws {
        let text = texts.when(try span("2026-11-24T21:00:00Z", minutes: 180), in: try zone("Europe/Berlin"))
        #expect(text == "Tuesday 24 November 2026, 22:00 – Wednesday 25 November 2026, 01:00 (Europe/Berlin, GMT+1)")
    }

    @Test func `a span that ends at midnight stays within its day`() throws {
        let text = texts.when(try span("2026-11-24T22:30:00Z", minutes: 30), in: try zone("Europe/Berlin"))
        #expect(text == "Tuesday 24 November 2026, 23:30–00:00 (Europe/Berlin, GMT+1)")
    }

    @Test func `whole days have no times, in the zone whose days they are`() throws {
        let berlin = try zone("Europe/Berlin")
        let day = try span("2026-11-23T23:00:00Z", minutes: 1_440)
        #expect(texts.when(day, in: berlin) == "Tuesday 24 November 2026, all day")
        #expect(texts.when(day, in: try zone("Asia/Kathmandu")).contains("04:45"))
        let three = try span("2026-11-23T23:00:00Z", minutes: 3 * 1_440)
        #expect(texts.when(three, in: berlin) == "Tuesday 24 November 2026 – Thursday 26 November 2026, all day")
        // The day on which the clock goes back has 25 hours.
        #expect(texts.when(try span("2026-10-24T22:00:00Z", minutes: 1_500), in: berlin) == "Sunday 25 October 2026, all day")
    }

    @Test func `a span across a clock change names both offsets`() throws {
        let text = texts.when(try span("2026-10-25T00:30:00Z", minutes: 60), in: try zone("Europe/Berlin"))
        #expect(text == "Sunday 25 October 2026, 02:30–02:30 (Europe/Berlin, GMT+2 to GMT+1)")
    }

    @Test func `names of places are written as people write them`() throws {
        let text = texts.when(try instant("2026-11-24T13:30:00Z"), in: try zone("America/New_York"))
        #expect(text == "Tuesday 24 November 2026, 08:30 (America/New York, GMT-5)")
    }
}
