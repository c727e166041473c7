/// Something that was not as it should be and was read all the same: a line of the source and the rule that it breaks.
public struct Finding: Hashable, Sendable, CustomStringConvertible {
    /// The line of the source, from 1; for a folded line its first.
    public let line: Int
    public let message: String

    public init(line: Int, message: String) {
        self.line = line
        self.message = message
    }

    public var description: String { "Line \(line): \(message)." }
}
