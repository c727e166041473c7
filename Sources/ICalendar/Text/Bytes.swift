extension UInt8 {
    static let tab = UInt8(ascii: "\t")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let quote = UInt8(ascii: "\"")
    static let comma = UInt8(ascii: ",")
    static let hyphen = UInt8(ascii: "-")
    static let colon = UInt8(ascii: ":")
    static let semicolon = UInt8(ascii: ";")
    static let equals = UInt8(ascii: "=")
    static let backslash = UInt8(ascii: "\\")
    static let caret = UInt8(ascii: "^")

    /// Control characters have no place in a calendar, the tab and line ends aside (RFC 5545 section 3.1).
    var isForbiddenControl: Bool { (self < 0x20 && self != .tab) || self == 0x7F }

    var isBlank: Bool { self == .space || self == .tab }

    var asciiUppercased: UInt8 { self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") ? self - 32 : self }

    var digit: Int? { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") ? Int(self - UInt8(ascii: "0")) : nil }
}

extension ArraySlice<UInt8> {
    /// The bytes without spaces and tabs at both ends.
    var trimmed: ArraySlice<UInt8> {
        var slice = self
        while let first = slice.first, first.isBlank { slice.removeFirst() }
        while let last = slice.last, last.isBlank { slice.removeLast() }
        return slice
    }
}

extension StringProtocol {
    /// Upper case for ASCII only: names and enumerated values of iCalendar are ASCII, and nothing else may change.
    var asciiUppercased: String {
        for byte in utf8 where byte != byte.asciiUppercased { return String(decoding: utf8.map(\.asciiUppercased), as: UTF8.self) }
        return String(self)
    }

    /// Lower case for ASCII only.
    var asciiLowercased: String {
        String(decoding: utf8.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 + 32 : $0 }, as: UTF8.self)
    }

    /// The text without spaces and tabs at both ends.
    var trimmed: String {
        let bytes = utf8
        guard let first = bytes.first, first.isBlank || bytes[bytes.index(bytes.startIndex, offsetBy: bytes.count - 1)].isBlank else {
            return String(self)
        }
        return String(decoding: Array(utf8)[...].trimmed, as: UTF8.self)
    }
}
