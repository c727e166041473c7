/// Up to sixteen letters in capitals, packed so that a comparison is one of numbers.
struct RuleWord: Equatable, ExpressibleByStringLiteral {
    var high: UInt64 = 0
    var low: UInt64 = 0

    init() {}

    init(stringLiteral text: StaticString) {
        for byte in UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount) { append(byte) }
    }

    static func ~= (pattern: RuleWord, word: RuleWord) -> Bool { pattern == word }

    var isEmpty: Bool { low == 0 }

    mutating func append(_ letter: UInt8) {
        high = high << 8 | low >> 56
        low = low << 8 | UInt64(letter)
    }

    var text: String {
        let letters = [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * UInt64($0))) } }
        return String(decoding: letters.drop { $0 == 0 }, as: UTF8.self)
    }
}
