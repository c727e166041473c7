/// The value of a TEXT property (RFC 5545 section 3.3.11). Control characters have no place in it.
func escapingText(_ text: String) -> String {
    var escaped: [UInt8] = []
    escaped.reserveCapacity(text.utf8.count + 8)
    var previous: UInt8?
    for byte in text.utf8 {
        switch byte {
        case .backslash, .comma, .semicolon:
            escaped.append(.backslash)
            escaped.append(byte)
        case .lineFeed where previous == .carriageReturn:
            break
        case .lineFeed, .carriageReturn:
            escaped.append(.backslash)
            escaped.append(UInt8(ascii: "n"))
        case _ where byte.isForbiddenControl:
            break
        default:
            escaped.append(byte)
        }
        previous = byte
    }
    return String(decoding: escaped, as: UTF8.self)
}

/// The text that a TEXT value says. The colon and the quotation mark need no escape, but some producers give them one; any other escape
/// stays as it is.
func unescapingText(_ value: String) -> String {
    guard value.utf8.contains(.backslash) else { return value }
    let bytes = Array(value.utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
        guard bytes[index] == .backslash, index + 1 < bytes.count else {
            text.append(bytes[index])
            index += 1
            continue
        }
        switch bytes[index + 1] {
        case UInt8(ascii: "n"), UInt8(ascii: "N"): text.append(.lineFeed)
        case .backslash, .comma, .semicolon, .colon, .quote: text.append(bytes[index + 1])
        default: text += [.backslash, bytes[index + 1]]
        }
        index += 2
    }
    return String(decoding: text, as: UTF8.self)
}

/// The first escape of a TEXT value that RFC 5545 section 3.3.11 does not know, as it is written.
func unknownEscape(in value: UnsafeBufferPointer<UInt8>) -> String? {
    var index = 0
    while index < value.count {
        guard value[index] == .backslash else {
            index += 1
            continue
        }
        guard index + 1 < value.count else { return "\\" }
        switch value[index + 1] {
        case UInt8(ascii: "n"), UInt8(ascii: "N"), .backslash, .comma, .semicolon: index += 2
        default:
            let tail = UnsafeBufferPointer(rebasing: value[index..<min(value.count, index + 5)])
            return String(String(decoding: tail, as: UTF8.self).unicodeScalars.prefix(2))
        }
    }
    return nil
}
