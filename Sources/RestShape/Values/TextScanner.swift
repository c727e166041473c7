/// Walks over a short text from left to right; every method answers nil instead of guessing.
struct TextScanner {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ text: StaticString) -> Bool {
        let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard bytes[position...].starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    /// One ASCII digit or more, as they stand.
    mutating func digits() -> String? {
        let start = position
        while position < bytes.count, 48...57 ~= bytes[position] { position += 1 }
        return start == position ? nil : String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// A whole number of at most so many digits.
    mutating func number(digits limit: Int) -> Int? {
        guard let digits = digits(), digits.utf8.count <= limit else { return nil }
        return Int(digits)
    }

    /// A whole number of exactly so many digits.
    mutating func number(exactly count: Int) -> Int? {
        guard let digits = digits(), digits.utf8.count == count else { return nil }
        return Int(digits)
    }
}
