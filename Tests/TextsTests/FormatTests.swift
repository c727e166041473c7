import CivilTime
import Host
import Testing
import Texts

struct FormatTests {
    let texts = Texts(language: "en")

    @Test func `dates are said in three lengths`() {
        let date = CivilDate(dayNumber: 20_781) // 2026-11-24
        #expect(texts.date(date) == "Tuesday 24 November 2026")
        #expect(texts.date(date, .day) == "Tue 24 Nov")
        #expect(texts.date(date, .month) == "November 2026")
    }

    @Test func `every weekday and month has its own name`() {
        #expect(Set(Weekday.allCases.map { texts.weekday($0) }).count == 7)
        #expect(texts.weekday(.sunday) == "Sunday" && texts.weekdayShort(.sunday) == "Sun")
        #expect(Set((1...12).map { texts.month($0) }).count == 12 && Set((1...12).map { texts.monthShort($0) }).count == 12)
        #expect(texts.month(12) == "December" && texts.monthShort(6) == "Jun")
    }

    @Test func `times are on the 24-hour clock`() {
        #expect(texts.time(.midnight) == "00:00")
        #expect(TimeOfDay(hour: 9, minute: 5).map { texts.time($0) } == "09:05")
        #expect(TimeOfDay(hour: 23, minute: 59, second: 59).map { texts.time($0) } == "23:59")
    }

    @Test(arguments: [
        (0, "GMT"), (3_600, "GMT+1"), (-10_800, "GMT-3"), (19_800, "GMT+5:30"), (-12_600, "GMT-3:30"), (20_700, "GMT+5:45"),
        (50_400, "GMT+14"), (3_208, "GMT+0:53:28"),
    ])
    func `an offset is told from Greenwich`(seconds: Int, text: String) {
        #expect(texts.offset(seconds) == text)
    }

    @Test(arguments: [
        (0, "0 min"), (40, "40 s"), (1_800, "30 min"), (3_600, "1 h"), (5_400, "1 h 30 min"), (86_400, "1 day"), (183_600, "2 days 3 h"),
        (3_605, "1 h 5 s"), (-1_800, "-30 min"),
    ])
    func `a length of time is told in its units`(seconds: Int64, text: String) {
        #expect(texts.duration(Seconds(seconds)) == text)
    }

    @Test(arguments: [
        (4_500, "EUR", "€45.00"), (0, "EUR", "€0.00"), (5, "USD", "$0.05"), (-250, "GBP", "-£2.50"), (4_500, "JPY", "¥4,500"),
        (1_234_567_89, "EUR", "€1,234,567.89"), (125_000, "CHF", "CHF\u{A0}1,250.00"), (1_500, "KWD", "KWD\u{A0}1.500"),
    ])
    func `an amount has the decimals of its currency`(amount: Int, currency: String, text: String) {
        #expect(texts.money(amount, currency: currency) == text)
    }

    @Test(arguments: [
        (0, "just now"), (-1, "1 second ago"), (-40, "40 seconds ago"), (-60, "1 minute ago"), (-3_599, "59 minutes ago"),
        (-7_200, "2 hours ago"),
        (-86_400, "1 day ago"), (-259_200, "3 days ago"), (1, "in 1 second"), (5_400, "in 1 hour"), (864_000, "in 10 days"),
    ])
    func `how long ago is told in the largest whole unit`(seconds: Int64, text: String) {
        let now = Instant(secondsSinceEpoch: 1_795_000_000)
        #expect(texts.relative(now + Seconds(seconds), now: now) == text)
    }

    @Test func `numbers have their thousands apart`() {
        #expect([0, 999, 1_000, -12_500, 1_000_000].map { texts.number($0) } == ["0", "999", "1,000", "-12,500", "1,000,000"])
    }

    @Test func `one is one and everything else is many`() {
        #expect(texts.count("time.days", 1) == "1 day")
        #expect(texts.count("time.days", 0) == "0 days")
        #expect(texts.count("time.days", 1_500) == "1,500 days")
    }

    @Test(arguments: ["de", "", "xx-YY", "en-GB", "EN"])
    func `a language without a catalogue is English`(code: String) {
        #expect(Texts(language: code).language == .english)
    }
}
