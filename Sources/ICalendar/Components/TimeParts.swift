import CivilTime

/// The parts of a date or date-time text: RFC 5545's basic form, and the ISO 8601 spellings that some producers use instead.
struct TimeParts {
    let date: CivilDate
    /// Nil for a date.
    let time: TimeOfDay?
    /// Seconds east of UTC; 0 for `Z`, nil if the text names no offset.
    let offset: Int?

    /// Whether it is written as RFC 5545 does not allow: with hyphens, colons, a fraction or an offset as ISO 8601 has them, without seconds, as
    /// 24 o'clock, or among blanks.
    let isForeign: Bool

    init?(_ text: String) {
        var text = text
        guard let parts = text.withUTF8({ TimeParts($0) }) else { return nil }
        self = parts
    }

    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        var reader = DigitWalk(bytes)
        guard let year = reader.number(4), reader.skip(.hyphen), let month = reader.number(2), reader.skip(.hyphen),
            let day = reader.number(2), let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        guard !reader.isAtEnd else {
            (self.date, time, offset, isForeign) = (date, nil, nil, reader.isForeign)
            return
        }
        guard reader.takeSeparator(), let hour = reader.number(2), reader.skip(.colon), let minute = reader.number(2) else { return nil }
        _ = reader.skip(.colon)
        let written = reader.number(2)
        let second = written ?? 0
        reader.skipFraction()
        if reader.isAtEnd {
            offset = nil
        } else {
            guard let east = reader.offset(), reader.isAtEnd else { return nil }
            offset = east
        }
        isForeign = reader.isForeign || written == nil || hour == 24
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
    var text = text
    return text.withUTF8 { bytes in
        var reader = DigitWalk(bytes)
        guard let offset = reader.offset(), reader.isAtEnd else { return nil }
        return offset
    }
}

private struct DigitWalk {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var end: Int
    private(set) var isForeign = false

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        end = bytes.count
        while position < end, bytes[position].isBlank { position += 1 }
        while position < end, bytes[end - 1].isBlank { end -= 1 }
        isForeign = end - position < bytes.count
    }

    var isAtEnd: Bool { position >= end }

    mutating func number(_ digits: Int) -> Int? {
        guard position + digits <= end else { return nil }
        var number = 0
        for index in position..<(position + digits) {
            guard let digit = bytes[index].digit else { return nil }
            number = number * 10 + digit
        }
        position += digits
        return number
    }

    /// Steps over a separator that only the extended form has.
    mutating func skip(_ byte: UInt8) -> Bool {
        if !isAtEnd, bytes[position] == byte {
            position += 1
            isForeign = true
        }
        return true
    }

    mutating func takeSeparator() -> Bool {
        guard !isAtEnd else { return false }
        let byte = bytes[position]
        guard byte == UInt8(ascii: "T") || byte == UInt8(ascii: "t") || byte == .space else { return false }
        if byte != UInt8(ascii: "T") { isForeign = true }
        position += 1
        return true
    }

    mutating func skipFraction() {
        guard !isAtEnd, bytes[position] == UInt8(ascii: ".") else { return }
        isForeign = true
        position += 1
        while !isAtEnd, bytes[position].digit != nil { position += 1 }
    }

    /// Seconds east; nil for an offset that cannot be read.
    mutating func offset() -> Int? {
        guard !isAtEnd else { return nil }
        let sign = bytes[position]
        position += 1
        if sign == UInt8(ascii: "Z") { return 0 }
        isForeign = true
        if sign == UInt8(ascii: "z") { return 0 }
        guard sign == UInt8(ascii: "+") || sign == .hyphen, let hours = number(2), skip(.colon), let minutes = number(2) else { return nil }
        _ = skip(.colon)
        let seconds = number(2) ?? 0
        guard hours < 24, minutes < 60, seconds < 60 else { return nil }
        let total = hours * 3_600 + minutes * 60 + seconds
        return sign == .hyphen ? -total : total
    }
}
