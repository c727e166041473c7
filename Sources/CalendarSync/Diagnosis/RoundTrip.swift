public import CivilTime

/// A test item that was written into the linked calendar, found there and taken away again.
public struct RoundTrip: Hashable, Sendable, Codable {
    public enum Step: String, Hashable, Sendable, Codable { case write, readBack, changeFeed, delete }

    public var at: Instant
    /// In which it was tried.
    public var calendar: ConnectedCalendar.ID
    /// Writing and reading back; `nil` when it did not get that far.
    public var outboundMilliseconds: Int?
    /// From the write until the calendar's changes told of it; `nil` when they did not.
    public var inboundMilliseconds: Int?
    /// Where it ended early, and why.
    public var failedStep: Step?
    public var reason: String?
    /// What the provider said; `nil` where it was not the provider that ended it.
    public var failure: ProviderFailure?

    public init(
        at: Instant, calendar: ConnectedCalendar.ID, outboundMilliseconds: Int? = nil, inboundMilliseconds: Int? = nil,
        failedStep: Step? = nil, reason: String? = nil, failure: ProviderFailure? = nil
    ) {
        self.at = at
        self.calendar = calendar
        self.outboundMilliseconds = outboundMilliseconds
        self.inboundMilliseconds = inboundMilliseconds
        self.failedStep = failedStep
        self.reason = reason
        self.failure = failure
    }
}
