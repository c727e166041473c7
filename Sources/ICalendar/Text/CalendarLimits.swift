/// How much of a foreign calendar is read before it is refused: a guard against accidents and malice.
public struct CalendarLimits: Sendable {
    /// Bytes of the whole text.
    public var maximumBytes: Int
    /// Bytes of one line after unfolding; attachments written into the calendar make long ones.
    public var maximumLineBytes: Int
    /// Bytes of one component within a calendar, those within it included: what a streaming reader holds at most. Below 4 GiB.
    public var maximumComponentBytes: Int
    /// Components within components.
    public var maximumDepth: Int
    /// Components of the whole text.
    public var maximumComponents: Int
    /// Properties of the whole text.
    public var maximumProperties: Int

    /// Limits of one's own; those left out are the standard ones.
    public init(
        maximumBytes: Int = 10 << 20,
        maximumLineBytes: Int = 4 << 20,
        maximumComponentBytes: Int = 8 << 20,
        maximumDepth: Int = 16,
        maximumComponents: Int = 200_000,
        maximumProperties: Int = 1_000_000
    ) {
        self.maximumBytes = maximumBytes
        self.maximumLineBytes = maximumLineBytes
        self.maximumComponentBytes = min(maximumComponentBytes, Int(UInt32.max))
        self.maximumDepth = maximumDepth
        self.maximumComponents = maximumComponents
        self.maximumProperties = maximumProperties
    }

    /// 10 MiB, lines of 4 MiB, components of 8 MiB, 16 levels, 200,000 components, 1,000,000 properties.
    public static let standard = CalendarLimits()

    /// For a file of one's own, read as a stream: any length and number, lines of 4 MiB, components of 8 MiB, 16 levels.
    public static let streaming = CalendarLimits(maximumBytes: .max, maximumComponents: .max, maximumProperties: .max)
}
