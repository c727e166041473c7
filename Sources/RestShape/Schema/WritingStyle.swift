/// How an answer is written.
public struct WritingStyle: Hashable, Sendable {
    /// One item read by its id, rather than one of a list.
    public var isSingle: Bool
    /// Whether members after `unknownFutureValue` are written as they are (`Prefer: include-unknown-enum-members`).
    public var includesUnknownMembers: Bool

    /// A style; clients that did not ask get only the members that they know.
    public init(isSingle: Bool, includesUnknownMembers: Bool = false) {
        self.isSingle = isSingle
        self.includesUnknownMembers = includesUnknownMembers
    }

    /// One item of a list.
    public static let listed = WritingStyle(isSingle: false)
    /// One item by its id.
    public static let single = WritingStyle(isSingle: true)
    /// Everything as it is, for comparisons.
    static let complete = WritingStyle(isSingle: true, includesUnknownMembers: true)
}
