/// What holds for a property besides its type.
public struct PropertyTraits: OptionSet, Hashable, Sendable {
    /// The bits of the set.
    public let rawValue: Int

    /// A set of the given bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// In answers only; in requests it is passed over, as clients send back what they read.
    public static let readOnly = PropertyTraits(rawValue: 1)
    /// In requests only.
    public static let writeOnly = PropertyTraits(rawValue: 2)
    /// A request that makes something must have it.
    public static let requiredOnCreate = PropertyTraits(rawValue: 4)
    /// Answers have it only when one item is read by its id.
    public static let singleOnly = PropertyTraits(rawValue: 8)
    /// `$search` looks into it.
    public static let searchable = PropertyTraits(rawValue: 16)
    /// Kept and answered, and nothing is done about it.
    public static let storedOnly = PropertyTraits(rawValue: 32)
}
