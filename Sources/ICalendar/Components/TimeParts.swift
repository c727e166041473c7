import CivilTime

/// The parts of a date or date-time text: RFC 5545's basic form, and the ISO 8601 spellings that some producers use instead.
struct TimeParts {
    let date: CivilDate
    /// Nil for a date.
    let time: TimeOfDay?
    /// Seconds east of UTC; 0 for `Z`, nil if the text names no offset.
    let offset: Int?

    init?(_ text: String) {
        var reader = DigitWalk(text)
        guard let year = reader.number(4), reader.skip(.hyphen), let month = reader.number(2), reader.skip(.hyphen),
            let day = reader.number(2), let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        guard !reader.isAtEnd else {
            (self.date, time, offset) = (date, nil, nil)
            return
        }
        guard reader.takeSeparator(), let hour = reader.number(2), reader.skip(.colon), let minute = reader.number(2) else { return nil }
        _ = reader.skip(.colon)
        let second = reader.number(2) ?? 0
        reader.skipFraction()
        if reader.isAtEnd {
            offset = nil
        } else {
            guard let written = reader.offset(), reader.isAtEnd else { return nil }
            offset = written
        }
        if hour == 24, minute == 0, second == 0 {
            (self.date, time) = (date.adding(days: 1), .midnight)
        } else {
            // A leap second is the last second of its minute.
            guard second <= 60, let clock = TimeOfDay(hour: hour, minute: minute, second: min(second, 59)) else { return nil }
            (self.date, time) = (date, clock)
        }
    }
}

/// The seconds east of UTC in `+0100`, `-053000` or `+01:00` (RFC 5545 section 3.3.14); nil beyond a day.
func utcOffset(_ text: String) -> Int? {
    var reader = DigitWalk(text)
    guard let offset = reader.offset(), reader.isAtEnd else { return nil }
    return offset
}

private struct DigitWalk {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(Array(text.utf8)[...].trimmed) }

    var isAtEnd: Bool { position >= bytes.count }

    mutating func number(_ digits: Int) -> Int? {
        guard position + digits <= bytes.count else { return nil }
        var number = 0
        for byte in bytes[position..<(position + digits)] {
            guard let digit = byte.digit else { return nil }
            number = number * 10 + digit
        }
        position += digits
        return number
    }

    /// Steps over a separator that only the extended form has.
    mutating func skip(_ byte: UInt8) -> Bool {
        if position < bytes.count, bytes[position] == byte { position += 1 }
        return true
    }

    mutating func takeSeparator() -> Bool {
        guard !isAtEnd, [UInt8(ascii: "T"), UInt8(ascii: "t"), .space].contains(bytes[position]) else { return false }
        position += 1
        return true
    }

    mutating func skipFraction() {
        guard !isAtEnd, bytes[position] == UInt8(ascii: ".") else { return }
        position += 1
        while !isAtEnd, bytes[position].digit != nil { position += 1 }
    }

    /// Seconds east; nil for an offset that cannot be read.
    mutating func offset() -> Int? {
        guard !isAtEnd else { return nil }
        let sign = bytes[position]
        position += 1
        if sign == UInt8(ascii: "Z") || sign == UInt8(ascii: "z") { return 0 }
        guard sign == UInt8(ascii: "+") || sign == .hyphen, let hours = number(2), skip(.colon), let minutes = number(2) else { return nil }
        _ = skip(.colon)
        let seconds = number(2) ?? 0
        guard hours < 24, minutes < 60, seconds < 60 else { return nil }
        let total = hours * 3_600 + minutes * 60 + seconds
        return sign == .hyphen ? -total : total
    }
}
