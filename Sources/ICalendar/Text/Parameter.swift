/// A parameter of a property, such as `TZID=Europe/Berlin` (RFC 5545 section 3.2), with its values decoded (RFC 6868).
public struct Parameter: Hashable, Sendable {
    /// The name in upper case.
    public let name: String
    private let first: String
    private let others: [String]

    /// A parameter with several values, such as MEMBER (RFC 5545 section 3.2.11).
    public init(_ name: String, values: [String]) {
        self.name = name.asciiUppercased
        first = values.first ?? ""
        others = Array(values.dropFirst())
    }

    /// A parameter with one value.
    public init(_ name: String, _ value: String) {
        self.name = name.asciiUppercased
        first = value
        others = []
    }

    /// The values without quotation marks and carets; at least one.
    public var values: [String] { [first] + others }

    /// All values with commas between them: the whole of a name that was written with a bare comma.
    public var value: String { others.isEmpty ? first : values.joined(separator: ",") }
}
