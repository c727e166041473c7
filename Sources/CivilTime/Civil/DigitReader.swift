/// Reads the fixed-width numbers of ISO 8601 texts from left to right; every method answers nil instead of guessing.
struct DigitReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func number(digits: Int) -> Int? {
        guard position + digits <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + digits] {
            guard byte >= 48, byte <= 57 else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        position += digits
        return value
    }

    /// `2026-11-21`
    mutating func date() -> CivilDate? {
        guard let year = number(digits: 4), take("-"), let month = number(digits: 2), take("-"), let day = number(digits: 2) else {
            return nil
        }
        return CivilDate(year: year, month: month, day: day)
    }

    /// `09:30` or `09:30:15`
    mutating func time(secondsRequired: Bool = false) -> TimeOfDay? {
        guard let hour = number(digits: 2), take(":"), let minute = number(digits: 2) else { return nil }
        guard take(":") else { return secondsRequired ? nil : TimeOfDay(hour: hour, minute: minute) }
        guard let second = number(digits: 2) else { return nil }
        return TimeOfDay(hour: hour, minute: minute, second: second)
    }

    /// Passes `.` and at least one digit, or nothing.
    mutating func skipFraction() -> Bool {
        guard take(".") else { return true }
        guard number(digits: 1) != nil else { return false }
        while number(digits: 1) != nil {}
        return true
    }

    /// `Z`, `z` or `±hh:mm`, in seconds east.
    mutating func offset() -> Int? {
        if take("Z") || take("z") { return 0 }
        let sign: Int
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(digits: 2), hours < 24, take(":"), let minutes = number(digits: 2), minutes < 60 else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }
}

extension Int {
    /// The number with zeros in front up to the given width.
    func zeroPadded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
    }
}
