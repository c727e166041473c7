/// Stops a read that would take away suspiciously much of what is held, until a person says that it is so: a server that forgot, an account that
/// shows another calendar, a list that came back empty (sync pitfalls 4 and 5).
public struct RemovalBreaker: Hashable, Sendable {
    /// Fewer than this many at once are nobody's accident.
    public static let leastRemovals = 10

    /// How many items are held, those that are said to be gone among them.
    public var held: Int
    /// How many a person has agreed to lose.
    public var agreed: Int

    public init(held: Int, agreed: Int = 0) {
        self.held = held
        self.agreed = agreed
    }

    /// Whether so many removals in one read are withheld: ten at least, more than half of all, and more than were agreed to.
    public func withholds(_ removals: Int) -> Bool { removals >= Self.leastRemovals && removals * 2 > held && removals > agreed }
}
