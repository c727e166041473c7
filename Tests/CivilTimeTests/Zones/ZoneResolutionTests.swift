import CivilTime
import Host
import Testing

struct ZoneResolutionTests {
    @Test(arguments: [
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"),
        ("Europe/Berlin", "2026-03-29T02:00", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"),
        ("America/New_York", "2026-03-08T02:59:59", "2026-03-08T06:59:59Z", "2026-03-08T07:59:59Z"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:15:00Z", "2026-10-03T15:45:00Z"),
        ("America/Santiago", "2026-09-06T00:30", "2026-09-06T03:30:00Z", "2026-09-06T04:30:00Z"),
        ("Pacific/Apia", "2011-12-30T12:00", "2011-12-29T22:00:00Z", "2011-12-30T22:00:00Z"),
        ("Europe/Berlin", "2050-03-27T02:30", "2050-03-27T00:30:00Z", "2050-03-27T01:30:00Z"),
    ])
    func `a time that the clock jumped over is a gap`(name: String, time: String, earlier: String, later: String) throws {
        let gap = CivilResolution.gap(earlier: try instant(earlier), later: try instant(later))
        #expect(try zone(name).resolve(civil(time)) == gap)
        #expect(try zone(name).instant(of: civil(time)) == instant(later))
    }

    @Test(arguments: [
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
        ("Europe/Berlin", "2026-10-25T02:00", "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"),
        ("America/New_York", "2026-11-01T01:00", "2026-11-01T05:00:00Z", "2026-11-01T06:00:00Z"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"),
        ("America/Havana", "2026-11-01T00:00", "2026-11-01T04:00:00Z", "2026-11-01T05:00:00Z"),
        ("Pacific/Kwajalein", "1969-09-30T12:00", "1969-09-30T01:00:00Z", "1969-10-01T00:00:00Z"),
        ("America/New_York", "2050-11-06T01:30", "2050-11-06T05:30:00Z", "2050-11-06T06:30:00Z"),
    ])
    func `a time that the clock shows twice is a fold`(name: String, time: String, earlier: String, later: String) throws {
        let fold = CivilResolution.fold(earlier: try instant(earlier), later: try instant(later))
        #expect(try zone(name).resolve(civil(time)) == fold)
        #expect(try zone(name).instant(of: civil(time)) == instant(earlier))
    }

    @Test(arguments: [
        ("Europe/Berlin", "2026-03-29T01:59:59", "2026-03-29T00:59:59Z"), ("Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00:00Z"),
        ("Europe/Berlin", "2026-10-25T01:59:59", "2026-10-24T23:59:59Z"), ("Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00:00Z"),
        ("Pacific/Apia", "2011-12-29T23:59:59", "2011-12-30T09:59:59Z"), ("Pacific/Apia", "2011-12-31T00:00", "2011-12-30T10:00:00Z"),
        ("Asia/Kathmandu", "2026-06-01T12:00", "2026-06-01T06:15:00Z"), ("Pacific/Chatham", "2026-07-01T12:00", "2026-06-30T23:15:00Z"),
    ])
    func `the times beside a change are unique`(name: String, time: String, expected: String) throws {
        #expect(try zone(name).resolve(civil(time)) == .unique(instant(expected)))
    }

    @Test func `the choice decides what a gap and a fold become`() throws {
        let berlin = try zone("Europe/Berlin")
        let (gap, fold) = (try civil("2026-03-29T02:30"), try civil("2026-10-25T02:30"))
        #expect(try berlin.instant(of: gap, choosing: .compatible) == instant("2026-03-29T01:30:00Z"))
        #expect(try berlin.instant(of: gap, choosing: .earlier) == instant("2026-03-29T00:30:00Z"))
        #expect(try berlin.instant(of: gap, choosing: .later) == instant("2026-03-29T01:30:00Z"))
        #expect(berlin.instant(of: gap, choosing: .reject) == nil)
        #expect(try berlin.instant(of: fold, choosing: .compatible) == instant("2026-10-25T00:30:00Z"))
        #expect(try berlin.instant(of: fold, choosing: .earlier) == instant("2026-10-25T00:30:00Z"))
        #expect(try berlin.instant(of: fold, choosing: .later) == instant("2026-10-25T01:30:00Z"))
        #expect(berlin.instant(of: fold, choosing: .reject) == nil)
        #expect(try berlin.instant(of: civil("2026-06-01T12:00"), choosing: .reject) == instant("2026-06-01T10:00:00Z"))
    }

    @Test(arguments: [
        ("Europe/Berlin", "2026-11-21", "2026-11-20T23:00:00Z"), ("America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z"),
        ("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z"), ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"), ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z"),
    ])
    func `a day starts at its first instant`(name: String, day: String, start: String) throws {
        #expect(try zone(name).startOfDay(date(day)) == instant(start))
    }
}
