/// Takes letters, digits and signs from a rule's text from left to right, byte by byte, without copies; what is not there is nil.
struct RuleScanner {
    let bytes: UnsafeRawBufferPointer
    private(set) var position = 0
    private var partStart = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Moves past semicolons to the next part; false at the end. Some programs end the rule with a semicolon; an empty part says nothing.
    mutating func startPart() -> Bool {
        while take(";") {}
        partStart = position
        return position < bytes.count
    }

    /// True where a number with or without a sign begins, not a letter.
    var isAtNumber: Bool { position < bytes.count && bytes[position] < UInt8(ascii: "A") }

    /// Letters and hyphens; a word of more than sixteen is cut in front, and none that is known is as long.
    mutating func word() -> RuleWord {
        var word = RuleWord()
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"): word.append(byte)
            case UInt8(ascii: "a")...UInt8(ascii: "z"): word.append(byte - 32)
            default: return word
            }
            position += 1
        }
        return word
    }

    mutating func weekday() -> Int? {
        guard position + 2 <= bytes.count else { return nil }
        let letters = UInt16(bytes[position] & 0xDF) << 8 | UInt16(bytes[position + 1] & 0xDF)
        let index: Int
        switch letters {
        case 0x4D4F: index = 0
        case 0x5455: index = 1
        case 0x5745: index = 2
        case 0x5448: index = 3
        case 0x4652: index = 4
        case 0x5341: index = 5
        case 0x5355: index = 6
        default: return nil
        }
        position += 2
        return index
    }

    /// Unsigned, of one to so many digits.
    mutating func number(digits limit: Int) -> Int? {
        var (value, digits) = (0, 0)
        while position < bytes.count, 48...57 ~= bytes[position], digits <= limit {
            value = value * 10 + Int(bytes[position] - 48)
            digits += 1
            position += 1
        }
        return 1...limit ~= digits ? value : nil
    }

    mutating func signed(digits limit: Int) -> Int? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        return number(digits: limit).map { isNegative ? -$0 : $0 }
    }

    /// Exactly so many digits.
    mutating func fixed(_ digits: Int) -> Int? {
        guard position + digits <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + digits] {
            guard 48...57 ~= byte else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        position += digits
        return value
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count else { return false }
        let byte = bytes[position]
        guard byte == UInt8(ascii: character) || (byte & 0xDF == UInt8(ascii: character) && byte > 96) else { return false }
        position += 1
        return true
    }

    var isAtPartEnd: Bool { position >= bytes.count || bytes[position] == UInt8(ascii: ";") }

    /// The whole part that is being read, shortened for a message.
    var partText: String {
        let part = bytes[partStart...].prefix { $0 != UInt8(ascii: ";") }
        return String(decoding: part.prefix(60), as: UTF8.self)
    }
}
