/// The fields of an address's query or of a sent form, in order; a name may come more than once.
public struct Query: Hashable, Sendable {
    public struct Field: Hashable, Sendable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public private(set) var fields: [Field]

    public init(_ fields: [Field] = []) { self.fields = fields }

    /// Reads `application/x-www-form-urlencoded` text; what cannot be decoded is taken as it stands.
    public init(parsing text: some StringProtocol) {
        fields = text.utf8.split(separator: UInt8(ascii: "&")).map { part in
            let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return Field(Self.decode(halves[0]), halves.count > 1 ? Self.decode(halves[1]) : "")
        }
    }

    /// The first value of a name, or an empty text.
    public subscript(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }

    /// The first value of a name; `nil` when it is missing or empty.
    public func value(_ name: String) -> String? {
        guard let value = fields.first(where: { $0.name == name })?.value, !value.isEmpty else { return nil }
        return value
    }

    public func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    public func contains(_ name: String) -> Bool { fields.contains { $0.name == name } }

    public var isEmpty: Bool { fields.isEmpty }

    public mutating func append(_ name: String, _ value: String) { fields.append(Field(name, value)) }

    /// Puts a value in the place of all of that name; `nil` and the empty text remove them.
    public mutating func set(_ name: String, _ value: String?) {
        fields.removeAll { $0.name == name }
        if let value, !value.isEmpty { append(name, value) }
    }

    public func setting(_ name: String, _ value: String?) -> Query {
        var query = self
        query.set(name, value)
        return query
    }

    /// As it stands behind the question mark of an address.
    public var text: String { fields.map { "\(Self.encode($0.name))=\(Self.encode($0.value))" }.joined(separator: "&") }

    /// A path with this query behind it.
    public func address(_ path: String) -> String { isEmpty ? path : "\(path)?\(text)" }

    /// A text as one part of an address.
    public static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ":"), UInt8(ascii: "/"):
                encoded.append(byte)
            default:
                encoded.append(UInt8(ascii: "%"))
                encoded.append(hexDigits[Int(byte >> 4)])
                encoded.append(hexDigits[Int(byte & 15)])
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)

    private static func decode(_ text: some Collection<UInt8>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = text.startIndex
        while index != text.endIndex {
            let byte = text[index]
            index = text.index(after: index)
            if byte == UInt8(ascii: "+") {
                bytes.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), let high = digit(text, index), let low = digit(text, text.index(after: index)) {
                bytes.append(high << 4 | low)
                index = text.index(index, offsetBy: 2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func digit<Text: Collection<UInt8>>(_ text: Text, _ index: Text.Index) -> UInt8? {
        guard index < text.endIndex else { return nil }
        return Character(Unicode.Scalar(text[index])).hexDigitValue.map(UInt8.init)
    }
}
