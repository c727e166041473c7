/// One property of a component: name, parameters, and the value as it is written (RFC 5545 section 3.1).
///
/// A property that was read keeps the bytes of its component and decodes parameters and value when they are asked for.
public struct Property: Sendable {
    private enum Body: Sendable {
        case made(parameters: [Parameter], value: String)
        case read(SourceLine, bytes: [UInt8])
    }

    /// The name in upper case.
    public let name: String
    private var body: Body

    /// A property with a value that is already in the form of its type.
    public init(name: String, parameters: [Parameter] = [], value: String) {
        self.name = name.asciiUppercased
        body = .made(parameters: parameters, value: value)
    }

    /// A property of type TEXT: backslash, comma, semicolon and line breaks get their escapes (RFC 5545 section 3.3.11).
    public init(_ name: String, parameters: [Parameter] = [], text: String) {
        self.init(name: name, parameters: parameters, value: escapingText(text))
    }

    init(reading line: SourceLine, of bytes: [UInt8]) {
        name = String(decoding: bytes[line.name], as: UTF8.self).asciiUppercased
        body = .read(line, bytes: bytes)
    }

    /// The parameters in the order in which they were written.
    public var parameters: [Parameter] {
        get {
            switch body {
            case .made(let parameters, _): parameters
            case .read(let line, let bytes): Self.parameters(of: line, in: bytes)
            }
        }
        set { body = .made(parameters: newValue, value: value) }
    }

    /// The raw value: TEXT (RFC 5545 section 3.3.11) is still escaped here, see ``text``. Bytes that are not UTF-8 stand as U+FFFD.
    public var value: String {
        get {
            switch body {
            case .made(_, let value): value
            case .read: withValueBytes { String(decoding: $0, as: UTF8.self) }
            }
        }
        set { body = .made(parameters: parameters, value: newValue) }
    }

    /// The line of the source on which the property begins, from 1; nil for one that was made. It plays no part in equality.
    public var sourceLine: Int? {
        switch body {
        case .made: nil
        case .read(let line, _): Int(line.number)
        }
    }

    /// The value of the first parameter of that name, whatever its case.
    public func parameter(_ name: String) -> String? {
        if case .read(let line, _) = body, !line.hasParameters { return nil }
        let name = name.asciiUppercased
        return parameters.first { $0.name == name }?.value
    }

    /// The value read as TEXT; an escape that RFC 5545 does not know stays as it is.
    public var text: String { unescapingText(value) }

    /// Calls the body with the bytes of the raw value.
    func withValueBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        switch self.body {
        case .read(let line, let bytes):
            return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[line.value])) }
        case .made(_, var value):
            return value.withUTF8(body)
        }
    }

    private static func parameters(of line: SourceLine, in bytes: [UInt8]) -> [Parameter] {
        guard line.hasParameters else { return [] }
        return bytes.withUnsafeBufferPointer { bytes in
            var walk = ParameterWalk(UnsafeBufferPointer(rebasing: bytes[line.parameters]), honouringQuotes: !line.ignoresQuotes)
            return walk.parameters()
        }
    }
}

extension Property: Hashable {
    /// Equal in name, parameters and raw value; where it stood in a source plays no part.
    public static func == (lhs: Property, rhs: Property) -> Bool {
        lhs.name == rhs.name && lhs.value == rhs.value && lhs.parameters == rhs.parameters
    }

    /// Hashes name and raw value.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(value)
    }
}
