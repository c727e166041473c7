/// Where a value stands in a JSON text: `customers[0].emailAddress`; empty for the whole.
public struct JSONPath: Hashable, Sendable, CustomStringConvertible {
    /// The path in words of the language that everybody writes it in.
    public let description: String

    /// The whole text.
    public static let root = JSONPath(description: "")

    private init(description: String) { self.description = description }

    /// The member of that name. A name that is no plain word is written in brackets: `customers["a b"]`; long names are cut at 80
    /// characters.
    public func member(_ name: String) -> JSONPath {
        let isPlain = !name.isEmpty && name.utf8.count <= 80 && name.utf8.allSatisfy(JSONPath.isPlain)
        guard isPlain else {
            return JSONPath(description: description + "[" + JSONValue.text(name.shortened(to: 80)).serialized + "]")
        }
        return JSONPath(description: description.isEmpty ? name : description + "." + name)
    }

    /// The element with this index, from 0.
    public func element(_ index: Int) -> JSONPath { JSONPath(description: "\(description)[\(index)]") }

    /// A path as it is written.
    public init(_ text: String) { description = text }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "_"), UInt8(ascii: "@"), UInt8(ascii: "$"): true
        default: false
        }
    }
}
