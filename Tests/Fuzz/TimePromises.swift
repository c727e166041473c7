import CivilTime
import Foundation
import ICalendar

/// A date, a time, both, or an instant, as text: what is read is written so that it reads back equal.
func checkTexts(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    if let date = CivilDate(iso8601: text), CivilDate(iso8601: date.description) != date { broken("\(date) is another date") }
    if let time = TimeOfDay(iso8601: text), TimeOfDay(iso8601: time.description) != time { broken("\(time) is another time") }
    if let civil = CivilDateTime(iso8601: text), CivilDateTime(iso8601: civil.description) != civil { broken("\(civil) is another time") }
    if let instant = Instant(rfc3339: text), !instant.description.hasPrefix("@"), Instant(rfc3339: instant.description) != instant {
        broken("\(instant) is another instant")
    }
    if let length = EventDuration(text), length.isNegative, length.days > 0, length.seconds > .zero { broken("\(length) is not negative") }
    guard let time = EventTime(Property(name: "DTSTART", parameters: [Parameter("TZID", "Europe/Berlin")], value: text)) else { return }
    // Before the year 1 and after 9999 the nearest end of that range is written.
    if case .utc(let instant) = time, instant.description.hasPrefix("@") { return }
    guard EventTime(time.property("DTSTART")) == time else { broken("\(time) is written as another time") }
}

private struct Record: Codable, Equatable {
    var date: CivilDate?
    var time: TimeOfDay?
    var civil: CivilDateTime?
    var instant: Instant?
    var length: Seconds?
    var span: Span?
    var weekday: Weekday?
}

/// Values as JSON.
func checkJSON(_ bytes: [UInt8]) {
    guard let record = try? JSONDecoder().decode(Record.self, from: Data(bytes)) else { return }
    guard let written = try? JSONEncoder().encode(record) else { broken("\(record) cannot be written") }
    guard (try? JSONDecoder().decode(Record.self, from: written)) == record else { broken("\(record) is written as something else") }
}

/// Numbers of eight bytes each: arithmetic stops at the ends and never traps.
func checkArithmetic(_ bytes: [UInt8]) {
    let numbers = numbers(bytes)
    guard numbers.count >= 2 else { return }
    let (left, right) = (numbers[0], numbers[1])
    let (first, second) = (Instant(secondsSinceEpoch: left), Seconds(right))
    var moved = first
    moved += second
    moved -= second
    guard first + second >= first || right < 0, first - second <= first || right < 0 else { broken("\(right) s later is earlier") }
    guard (first + second) - first == second || (first + second).secondsSinceEpoch == (right < 0 ? .min : .max) else {
        broken("a sum is wrong")
    }
    _ = (-second, second * Int(left), Seconds(left) + second, Seconds(left) - second, Seconds.hours(Int(left)), Seconds.days(Int(right)))
    let date = CivilDate(dayNumber: Int(left % 4_000_000))
    guard CivilDate(year: date.year, month: date.month, day: date.day) == date else { broken("\(date) does not exist") }
    let other = date.adding(days: Int(right))
    guard right >= 0 ? other >= date : other <= date else { broken("\(right) days from \(date) is \(other)") }
    guard date.adding(days: 7).weekday == date.weekday || date.adding(days: 7) == .last else { broken("a week has other days than seven") }
    guard date.weekday.adding(days: date.weekday.days(until: other.weekday)) == other.weekday else {
        broken("weekdays are not in a circle")
    }
    _ = (date.adding(months: Int(right)), Weekday.monday.adding(days: Int(right)), Weekday.monday < other.weekday)
    checkClockTimes(first, second, date)
}

private func checkClockTimes(_ instant: Instant, _ length: Seconds, _ date: CivilDate) {
    let second = Int(length.count % 100_000)
    guard let time = TimeOfDay(secondsSinceMidnight: second) else { return }
    guard TimeOfDay(hour: time.hour, minute: time.minute, second: time.second) == time else { broken("\(time) is another time") }
    let civil = CivilDateTime(date, time)
    _ = (civil.adding(length), Stage.berlin.civil(at: instant), civil < CivilDateTime.last, Stage.berlin.resolve(civil))
    guard instant.calendarText.utf8.count == 16 else { broken("\(instant) is written as \(instant.calendarText)") }
}

func numbers(_ bytes: [UInt8]) -> [Int64] {
    stride(from: 0, to: bytes.count - bytes.count % 8, by: 8).map { start in
        Int64(bitPattern: bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) })
    }
}
