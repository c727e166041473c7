/// What a JSON text may be at most; past it reading stops, so that what is hostile costs no more than what is large.
public struct JSONLimits: Hashable, Sendable {
    /// Bytes of the whole text.
    public var bytes: Int
    /// Lists and objects within each other.
    public var depth: Int
    /// Values of all kinds together.
    public var values: Int

    /// Limits of one's own; by default a mebibyte, 32 levels and 50,000 values.
    public init(bytes: Int = 1 << 20, depth: Int = 32, values: Int = 50_000) {
        self.bytes = bytes
        self.depth = depth
        self.values = values
    }
}
