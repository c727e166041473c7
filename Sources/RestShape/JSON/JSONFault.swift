/// Why bytes are not a JSON text that we read (RFC 8259).
public struct JSONFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: Hashable, Sendable {
        /// The text has more bytes than allowed; the limit.
        case tooLong(Int)
        /// Lists and objects stand within each other past this many levels.
        case tooDeep(Int)
        /// There are more values than this.
        case tooMany(Int)
        /// The same name stands twice in one object, whose meaning nobody could tell (RFC 8259 section 4).
        case repeatedName(String)
        /// A text is not UTF-8, or has half a surrogate pair.
        case notUnicode
        /// The text ends too early.
        case unfinished
        /// Something else stands where this was expected.
        case expected(String)
    }

    /// What is wrong.
    public let reason: Reason
    /// The offset of the byte at which it shows, from 0.
    public let offset: Int
    /// The value that was being read.
    public let path: JSONPath

    /// The fault of a text of more than so many bytes, for whoever reads no further.
    public static func tooLong(_ limit: Int) -> JSONFault { JSONFault(reason: .tooLong(limit), offset: limit, path: .root) }

    /// A sentence that says where, what and what to do.
    public var description: String { sentence(of: "body") }

    /// The same about something else than the body of a request, such as a `file`.
    public func sentence(of whole: String) -> String {
        let place = path == .root ? "at byte \(offset)" : "in \(path), at byte \(offset)"
        return switch reason {
        case .tooLong(let limit): "The \(whole) has more than \(limit) bytes: send less at once."
        case .tooDeep(let limit): "The \(whole) goes deeper than \(limit) levels \(place): send it flatter."
        case .tooMany(let limit): "The \(whole) has more than \(limit) values: send less at once."
        case .repeatedName(let name): "The name \(JSONValue.text(name).serialized) stands twice \(place): leave one of them out."
        case .notUnicode: "The text \(place) is not valid UTF-8: write the \(whole) in UTF-8, and surrogates in pairs."
        case .unfinished: "The \(whole) ends too early: check that it was sent as a whole."
        case .expected(let what): "The \(whole) is not JSON: \(what) was expected \(place)."
        }
    }
}
