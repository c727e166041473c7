// ICalendar reads and writes iCalendar (RFC 5545, 5546, 6868, 7986): values in, values out, no clock, no network, no file.
// It imports CivilTime only. Its words: a *content line* is one unfolded line; a *property* is that line understood; a *component*
// is what stands between BEGIN and END; a *series* is everything that shares a UID; an *occurrence* is one span of it in time.
// Reading forgives what real producers do and says so in findings; writing is strict.

/// The grammar of one unfolded line (RFC 5545 section 3.1), as forgivingly as real calendars need it.
enum ContentLine {
    /// What became of a line.
    enum Reading {
        case property(Property, sloppiness: String?)
        case unreadable
    }

    static func read(_ line: [UInt8]) -> Reading {
        if let property = parse(line, honouringQuotes: true) {
            return .property(property.property, sloppiness: property.sloppiness)
        }
        // A quotation mark that is never closed would swallow the value: read the line again with the marks as noise.
        guard line.contains(.quote), let property = parse(line, honouringQuotes: false) else { return .unreadable }
        return .property(property.property, sloppiness: "a quotation mark is not closed")
    }

    private static func parse(_ line: [UInt8], honouringQuotes: Bool) -> (property: Property, sloppiness: String?)? {
        var cursor = Cursor(line: line, honouringQuotes: honouringQuotes)
        guard let name = cursor.name(upTo: { $0 == .semicolon || $0 == .colon }), !name.isEmpty else { return nil }
        var sloppiness: String?
        var parameters: [Parameter] = []
        while cursor.current == .semicolon {
            cursor.advance()
            let parameterName = cursor.name(upTo: { $0 == .equals || $0 == .semicolon || $0 == .colon })
            var values: [String] = []
            if cursor.current == .equals {
                repeat {
                    cursor.advance()
                    guard let value = cursor.parameterValue(of: parameterName ?? "") else { return nil }
                    values.append(value)
                } while cursor.current == .comma
            } else {
                values = [""]
                sloppiness = "a parameter has no value"
            }
            if let parameterName, !parameterName.isEmpty {
                parameters.append(Parameter(parameterName, values: values))
            } else {
                sloppiness = "a parameter has no readable name"
            }
        }
        guard cursor.current == .colon else { return nil }
        return (Property(name: name, parameters: parameters, value: cursor.rest()), sloppiness)
    }

    /// Whether a byte may stand in the name of a property, parameter or component: RFC 5545 allows letters, digits and the hyphen,
    /// and producers also use the underscore, the dot and the slash.
    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case .hyphen, UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"): true
        default: false
        }
    }
}

/// A walk along one line that never goes back.
private struct Cursor {
    let line: [UInt8]
    let honouringQuotes: Bool
    var position = 0

    init(line: [UInt8], honouringQuotes: Bool) {
        self.line = line
        self.honouringQuotes = honouringQuotes
    }

    var current: UInt8? { position < line.count ? line[position] : nil }

    mutating func advance() { position += 1 }

    /// The upper-cased name up to a delimiter; nil if it holds anything that a name may not.
    mutating func name(upTo isDelimiter: (UInt8) -> Bool) -> String? {
        let start = position
        while position < line.count, !isDelimiter(line[position]) { position += 1 }
        let name = line[start..<position].trimmed
        guard name.allSatisfy(ContentLine.isNameByte) else { return nil }
        return String(decoding: name, as: UTF8.self).asciiUppercased
    }

    /// One value of a parameter, unquoted and with RFC 6868 carets decoded; nil if a quotation mark is not closed.
    mutating func parameterValue(of name: String) -> String? {
        var value: [UInt8] = []
        var openParentheses = 0
        while let byte = current {
            switch byte {
            case .quote where honouringQuotes:
                position += 1
                let start = position
                while let inner = current, inner != .quote { position += 1 }
                guard current == .quote else { return nil }
                value.append(contentsOf: line[start..<position])
            case .quote:
                break
            case .comma, .semicolon:
                return decodingCarets(value)
            case .colon where !(name == "TZID" && openParentheses > 0):
                return decodingCarets(value)
            default:
                // "TZID=(UTC+01:00) Amsterdam:…" is met without the quotation marks it needs: a colon in parentheses is part of the name.
                if byte == UInt8(ascii: "(") { openParentheses += 1 }
                if byte == UInt8(ascii: ")") { openParentheses -= 1 }
                value.append(byte)
            }
            position += 1
        }
        return decodingCarets(value)
    }

    func rest() -> String { String(decoding: line[(position + 1)...], as: UTF8.self) }

    /// RFC 6868: `^n` is a line break, `^'` a quotation mark, `^^` a caret; any other caret is just that.
    private func decodingCarets(_ bytes: [UInt8]) -> String {
        guard bytes.contains(.caret) else { return String(decoding: bytes, as: UTF8.self) }
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let replacement = bytes[index] == .caret && index + 1 < bytes.count ? caretMeaning(bytes[index + 1]) : nil
            decoded.append(replacement ?? bytes[index])
            index += replacement == nil ? 1 : 2
        }
        return String(decoding: decoded, as: UTF8.self)
    }
    private func caretMeaning(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "n"), UInt8(ascii: "N"): .lineFeed
        case UInt8(ascii: "'"): .quote
        case .caret: .caret
        default: nil
        }
    }
}
