/// What query options may be at most.
public struct QueryLimits: Hashable, Sendable {
    /// Bytes of one option's value.
    public var bytes: Int
    /// Parentheses, negations and lambdas within each other.
    public var depth: Int
    /// `any` and `all` within each other; each multiplies the work.
    public var lambdas: Int
    /// Operators, functions, values and paths of a filter together.
    public var nodes: Int
    /// Names in `$select`, `$expand` and `$orderby`, and words in `$search`.
    public var names: Int

    /// Limits of one's own; by default 4,096 bytes, 16 levels, 2 lambdas, 200 nodes and 50 names.
    public init(bytes: Int = 4_096, depth: Int = 16, lambdas: Int = 2, nodes: Int = 200, names: Int = 50) {
        self.bytes = bytes
        self.depth = depth
        self.lambdas = lambdas
        self.nodes = nodes
        self.names = names
    }
}
