/// Something that was not as it should be and was read all the same: a line of the source and the rule that it breaks.
public struct Finding: Hashable, Sendable, CustomStringConvertible {
    /// The line of the source, from 1; for a folded line its first. 0 for what was not read from a source.
    public let line: Int
    /// What is wrong and what was assumed instead, without a full stop at the end.
    public let message: String
    /// What the source goes against; nil where no standard says anything, a limit of ours for example.
    public let rule: Rule?

    /// A finding; the message is a sentence without its full stop.
    public init(line: Int, message: String, rule: Rule? = nil) {
        self.line = line
        self.message = message
        self.rule = rule
    }

    /// The finding without its line: `DTSTAMP is missing (RFC 5545 section 3.6.1).`
    public var sentence: String { message + (rule.map { " (\($0))" } ?? "") + "." }

    /// The sentence after its line: `Line 3: DTSTAMP is missing in the VEVENT (RFC 5545 section 3.6.1).`
    public var description: String { line > 0 ? "Line \(line): \(sentence)" : sentence }
}
