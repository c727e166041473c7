/// The fields of an address's query or of a sent form, in order; a name may come more than once.
struct Query: Hashable, Sendable {
    private(set) var pairs: [(name: String, value: String)] = []

    init() {}

    /// Reads `application/x-www-form-urlencoded` text; what cannot be decoded is taken as it stands.
    init(parsing text: some StringProtocol) {
        for part in text.split(separator: "&") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            append(Self.decode(halves[0]), halves.count > 1 ? Self.decode(halves[1]) : "")
        }
    }

    /// The first value of a name, or an empty text.
    subscript(_ name: String) -> String { pairs.first { $0.name == name }?.value ?? "" }

    func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    func contains(_ name: String) -> Bool { pairs.contains { $0.name == name } }

    var isEmpty: Bool { pairs.isEmpty }

    mutating func append(_ name: String, _ value: String) { pairs.append((name, value)) }

    mutating func set(_ name: String, _ value: String?) {
        pairs.removeAll { $0.name == name }
        if let value, !value.isEmpty { append(name, value) }
    }

    func setting(_ name: String, _ value: String?) -> Query {
        var query = self
        query.set(name, value)
        return query
    }

    var text: String { pairs.map { "\(Self.encode($0.name))=\(Self.encode($0.value))" }.joined(separator: "&") }

    static func == (left: Query, right: Query) -> Bool { left.text == right.text }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }

    /// A text as one part of an address.
    static func encode(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ":"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }

    private static func decode(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                if let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 {
                    bytes.append(code)
                    rest = rest.dropFirst(2)
                } else {
                    bytes.append(byte)
                }
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
