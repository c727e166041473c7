/// One property of a component: name, parameters, and the value as it is written (RFC 5545 section 3.1).
public struct Property: Hashable, Sendable {
    /// The name in upper case.
    public let name: String
    /// The parameters in the order in which they were written.
    public var parameters: [Parameter]
    /// The raw value: TEXT is still escaped here, see ``text``.
    public var value: String

    /// A property with a value that is already in the form of its type.
    public init(name: String, parameters: [Parameter] = [], value: String) {
        self.name = name.asciiUppercased
        self.parameters = parameters
        self.value = value
    }

    /// A property of type TEXT: backslash, comma, semicolon and line breaks get their escapes (RFC 5545 section 3.3.11).
    public init(_ name: String, parameters: [Parameter] = [], text: String) {
        self.init(name: name, parameters: parameters, value: escapingText(text))
    }

    /// The value of the first parameter of that name, whatever its case.
    public func parameter(_ name: String) -> String? {
        let name = name.asciiUppercased
        return parameters.first { $0.name == name }?.value
    }

    /// The value read as TEXT; an escape that RFC 5545 does not know stays as it is.
    public var text: String { unescapingText(value) }
}

func escapingText(_ text: String) -> String {
    var escaped: [UInt8] = []
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

func unescapingText(_ value: String) -> String {
    guard value.utf8.contains(.backslash) else { return value }
    let bytes = Array(value.utf8)
    var text: [UInt8] = []
    var index = 0
    while index < bytes.count {
        guard bytes[index] == .backslash, index + 1 < bytes.count else {
            text.append(bytes[index])
            index += 1
            continue
        }
        switch bytes[index + 1] {
        case UInt8(ascii: "n"), UInt8(ascii: "N"): text.append(.lineFeed)
        // The colon and the quotation mark need no escape, but some producers give them one.
        case .backslash, .comma, .semicolon, .colon, .quote: text.append(bytes[index + 1])
        default: text.append(contentsOf: [.backslash, bytes[index + 1]])
        }
        index += 2
    }
    return String(decoding: text, as: UTF8.self)
}
