/// A walk along the parameters of a line, from the semicolon after the name to the colon before the value, that never goes back.
struct ParameterWalk {
    /// What a parameter lacks and is read without.
    struct Sloppiness: OptionSet {
        let rawValue: UInt8
        static let noValue = Sloppiness(rawValue: 1)
        static let noName = Sloppiness(rawValue: 2)
        static let openQuote = Sloppiness(rawValue: 4)
    }

    private let line: UnsafeBufferPointer<UInt8>
    private let honouringQuotes: Bool
    private var position = 0
    private(set) var sloppiness: Sloppiness = []

    /// The line begins with the delimiter after its name.
    init(_ line: UnsafeBufferPointer<UInt8>, honouringQuotes: Bool) {
        self.line = line
        self.honouringQuotes = honouringQuotes
    }

    /// Where the value starts; nil if a quotation mark is not closed or there is no value.
    mutating func valueStart() -> Int? {
        while current == .semicolon {
            position += 1
            let name = nameRange()
            if name == nil || name?.isEmpty == true { sloppiness.insert(.noName) }
            guard current == .equals else {
                sloppiness.insert(.noValue)
                continue
            }
            repeat {
                position += 1
                guard skipValue(inParentheses: isZone(name)) else { return nil }
            } while current == .comma
        }
        return current == .colon ? position + 1 : nil
    }

    /// Every parameter with a name that can be read.
    mutating func parameters() -> [Parameter] {
        var parameters: [Parameter] = []
        while current == .semicolon {
            position += 1
            let range = nameRange()
            var values: [String] = []
            if current == .equals {
                repeat {
                    position += 1
                    let start = position
                    guard skipValue(inParentheses: isZone(range)) else { return parameters }
                    values.append(decoded(start..<position))
                } while current == .comma
            }
            guard let range, !range.isEmpty else { continue }
            let name = String(decoding: UnsafeBufferPointer(rebasing: line[range]), as: UTF8.self)
            parameters.append(values.count == 1 ? Parameter(name, values[0]) : Parameter(name, values: values))
        }
        return parameters
    }

    private var current: UInt8? { position < line.count ? line[position] : nil }

    /// The name up to its delimiter, without blanks around it; nil if it holds anything that a name may not.
    private mutating func nameRange() -> Range<Int>? {
        let start = position
        while let byte = current, byte != .equals, byte != .semicolon, byte != .colon { position += 1 }
        var range = start..<position
        while let first = range.first, line[first].isBlank { range = (first + 1)..<range.upperBound }
        while let last = range.last, line[last].isBlank { range = range.lowerBound..<last }
        return range.allSatisfy { ContentLine.isNameByte(line[$0]) } ? range : nil
    }

    private func isZone(_ name: Range<Int>?) -> Bool {
        guard let name, name.count == 4 else { return false }
        return zip(name, "TZID".utf8).allSatisfy { line[$0.0] & 0b1101_1111 == $0.1 }
    }

    /// "TZID=(UTC+01:00) Amsterdam:…" is met without the quotation marks it needs: a colon in parentheses is part of a zone's name.
    private mutating func skipValue(inParentheses isZone: Bool) -> Bool {
        var openParentheses = 0
        while position < line.count {
            switch line[position] {
            case .quote where honouringQuotes:
                repeat { position += 1 } while position < line.count && line[position] != .quote
                guard position < line.count else { return false }
            case .comma, .semicolon: return true
            case .colon where !(isZone && openParentheses > 0): return true
            case UInt8(ascii: "("): openParentheses += 1
            case UInt8(ascii: ")"): openParentheses -= 1
            default: break
            }
            position += 1
        }
        return true
    }

    /// The value without quotation marks. RFC 6868: `^n` is a line break, `^'` a quotation mark, `^^` a caret; any other caret is just
    /// that.
    private func decoded(_ range: Range<Int>) -> String {
        guard range.contains(where: { line[$0] == .caret || line[$0] == .quote }) else {
            return String(decoding: UnsafeBufferPointer(rebasing: line[range]), as: UTF8.self)
        }
        var decoded: [UInt8] = []
        let bytes = range.lazy.map { line[$0] }.filter { $0 != .quote }
        var hasCaret = false
        for byte in bytes {
            if hasCaret {
                hasCaret = false
                if let meaning = Self.caretMeaning(byte) { decoded.append(meaning) } else { decoded += [.caret, byte] }
            } else if byte == .caret {
                hasCaret = true
            } else {
                decoded.append(byte)
            }
        }
        if hasCaret { decoded.append(.caret) }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func caretMeaning(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "n"), UInt8(ascii: "N"): .lineFeed
        case UInt8(ascii: "'"): .quote
        case .caret: .caret
        default: nil
        }
    }
}
