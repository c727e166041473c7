public import CivilTime

/// How far the first read of a large calendar has come. What it has read counts already; the cursor follows with the last of it.
public struct ImportProgress: Hashable, Sendable, Codable {
    /// Which run reads; one that begins later takes its place.
    public var run: String
    /// When the first portion of the first run was taken.
    public var startedAt: Instant
    /// When the last portion was taken.
    public var movedAt: Instant
    /// How many items have been taken.
    public var read: Int
    /// How many there are; `nil` as long as the provider has not told.
    public var total: Int?
    /// Everything before that moment is known; `nil` until the nearest days have been read.
    public var knownUntil: Instant?
    /// Until when the series among them were laid out.
    public var expandedUntil: Instant

    public init(
        run: String, startedAt: Instant, movedAt: Instant, read: Int, total: Int?, knownUntil: Instant? = nil, expandedUntil: Instant
    ) {
        self.run = run
        self.startedAt = startedAt
        self.movedAt = movedAt
        self.read = read
        self.total = total
        self.knownUntil = knownUntil
        self.expandedUntil = expandedUntil
    }

    /// How much of it is read, in whole percent from 0 to 100; `nil` as long as nobody knows of how much.
    public var percent: Int? {
        guard let total, total > 0 else { return nil }
        return min(100, read * 100 / total)
    }
}
