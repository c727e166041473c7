import CivilTime
import Testing

/// The examples of RFC 5545 section 3.8.5.3 that repeat within a day; all start on 2 September 1997 at 9:00 in New York (EDT).
struct SubDailyExamplesTests {
    private func times(_ rule: String, first count: Int = 100) throws -> [String] {
        let newYork = try zone("America/New_York")
        let found = try RecurrenceRule(parsing: rule).occurrences(startingAt: civil("1997-09-02T09:00"), in: newYork).prefix(count)
        return found.map { newYork.civil(at: $0) }.map { ($0.date.day == 2 ? "" : "\($0.date.day) ") + $0.time.description }
    }

    @Test func `every 3 hours from 9 to 17 on a day`() throws {
        // The RFC writes UNTIL=19970902T170000Z, which is 13:00 EDT, and prints the times to 17:00 EDT (errata): it meant 210000Z.
        #expect(try times("FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z") == ["09:00", "12:00", "15:00"])
        #expect(try times("FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z") == ["09:00", "12:00"])
    }

    @Test func `every 15 minutes for 6 occurrences`() throws {
        #expect(try times("FREQ=MINUTELY;INTERVAL=15;COUNT=6") == ["09:00", "09:15", "09:30", "09:45", "10:00", "10:15"])
    }

    @Test func `every hour and a half for 4 occurrences`() throws {
        #expect(try times("FREQ=MINUTELY;INTERVAL=90;COUNT=4") == ["09:00", "10:30", "12:00", "13:30"])
    }

    @Test(arguments: [
        "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40", "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16",
    ])
    func `every 20 minutes from 9 to 16 40 every day`(rule: String) throws {
        let day = ["09", "10", "11", "12", "13", "14", "15", "16"].flatMap { hour in ["00", "20", "40"].map { hour + ":" + $0 } }
        #expect(try times(rule, first: 49) == day + day.map { "3 " + $0 } + ["4 09:00"])
    }
}
