import CivilTime
import Testing

struct TimeOfDayTests {
    @Test func `every second of a day reads back from its text`() throws {
        for second in 0..<86_400 {
            let time = try #require(TimeOfDay(secondsSinceMidnight: second))
            guard TimeOfDay(iso8601: time.description) == time, TimeOfDay(hour: time.hour, minute: time.minute, second: time.second) == time
            else {
                Issue.record("second \(second) is not kept")
                return
            }
        }
        #expect(TimeOfDay(secondsSinceMidnight: 86_400) == nil)
        #expect(TimeOfDay(secondsSinceMidnight: -1) == nil)
    }

    @Test(arguments: ["", "9:30", "24:00", "09:60", "09:30:60", "09:30:", "0930", "09:30Z"])
    func `what is no time is refused`(text: String) {
        #expect(TimeOfDay(iso8601: text) == nil)
    }

    @Test func `seconds are written only when there are any`() throws {
        #expect(TimeOfDay(hour: 9, minute: 5)?.description == "09:05")
        #expect(TimeOfDay(hour: 9, minute: 5, second: 7)?.description == "09:05:07")
        #expect(try json(TimeOfDay.midnight) == #""00:00""#)
        #expect(throws: DecodingError.self) { try value(TimeOfDay.self, json: #""25:00""#) }
    }
}
