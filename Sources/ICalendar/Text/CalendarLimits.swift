/// How much of a foreign calendar is read before it is refused: a guard against accidents and malice.
public struct CalendarLimits: Sendable {
    /// Bytes of the whole text.
    public var maximumBytes: Int
    /// Bytes of one line after unfolding; attachments written into the calendar make long ones.
    public var maximumLineBytes: Int
    /// Components within components.
    public var maximumDepth: Int
    public var maximumComponents: Int
    public var maximumProperties: Int

    public init(
        maximumBytes: Int = 10 << 20,
        maximumLineBytes: Int = 4 << 20,
        maximumDepth: Int = 16,
        maximumComponents: Int = 200_000,
        maximumProperties: Int = 1_000_000
    ) {
        self.maximumBytes = maximumBytes
        self.maximumLineBytes = maximumLineBytes
        self.maximumDepth = maximumDepth
        self.maximumComponents = maximumComponents
        self.maximumProperties = maximumProperties
    }

    /// 10 MiB, lines of 4 MiB, 16 levels, 200,000 components, 1,000,000 properties.
    public static let standard = CalendarLimits()
}
