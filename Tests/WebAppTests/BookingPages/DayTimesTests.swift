import CivilTime
import TestSupport
import Testing
import Texts

@testable import BookingPages

/// The times of a day as people read them.
struct DayTimesTests {
    private let texts = Texts(language: "en")

    private func times(_ starts: [String], _ zone: String) -> DayTimes {
        let zone = TestZones.named(zone)
        return DayTimes(starts.map { Instant(rfc3339: $0)! }, in: zone, texts: texts)
    }

    @Test func `noon begins the afternoon and five o'clock the evening`() {
        let day = times(
            ["2026-11-24T08:00:00Z", "2026-11-24T10:59:00Z", "2026-11-24T11:00:00Z", "2026-11-24T15:59:00Z", "2026-11-24T16:00:00Z"],
            "Europe/Berlin")
        #expect(day.groups.map(\.part) == [.morning, .afternoon, .evening])
        #expect(day.groups.map { $0.times.map(\.label) } == [["09:00", "11:59"], ["12:00", "16:59"], ["17:00"]])
    }

    @Test func `a part of the day without times is not shown`() {
        #expect(times(["2026-11-24T20:00:00Z"], "UTC").groups.map(\.part) == [.evening])
        #expect(times([], "UTC").groups.isEmpty)
    }

    @Test func `a time that the clock shows twice says which one it is`() {
        let day = times(["2026-10-24T23:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"], "Europe/Berlin")
        #expect(day.groups.flatMap { $0.times.map(\.label) } == ["01:30", "02:30 (GMT+2)", "02:30 (GMT+1)"])
    }

    @Test func `the same instants read differently elsewhere`() {
        #expect(times(["2026-11-24T08:00:00Z"], "Asia/Kathmandu").groups.flatMap { $0.times.map(\.label) } == ["13:45"])
    }
}
