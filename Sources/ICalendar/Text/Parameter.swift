/// A parameter of a property, such as `TZID=Europe/Berlin` (RFC 5545 section 3.2), with its values decoded.
public struct Parameter: Hashable, Sendable {
    /// The name in upper case.
    public let name: String
    /// The values without quotation marks and carets; at least one.
    public let values: [String]

    /// A parameter with several values, such as MEMBER.
    public init(_ name: String, values: [String]) {
        self.name = name.asciiUppercased
        self.values = values.isEmpty ? [""] : values
    }

    /// A parameter with one value.
    public init(_ name: String, _ value: String) {
        self.init(name, values: [value])
    }

    /// All values with commas between them: the whole of a name that was written with a bare comma.
    public var value: String { values.count == 1 ? values[0] : values.joined(separator: ",") }
}
