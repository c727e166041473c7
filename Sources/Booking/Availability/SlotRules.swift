public import CivilTime

/// What a slot must satisfy besides the hours and the taken time.
public struct SlotRules: Hashable, Sendable {
    public var duration: Seconds
    public var preBuffer: Seconds
    public var postBuffer: Seconds
    /// The step between starts, counted from the start of each range of hours; more than zero.
    public var step: Seconds
    /// No start before it: now plus the minimum lead time.
    public var earliest: Instant
    /// No start after it: now plus the maximum advance.
    public var latest: Instant
    /// How many customers may share an appointment.
    public var maximumAttendeesCount = 1
    /// What becomes of the times of somebody whose calendar is not known any more.
    public var unread = UnreadCalendars.offered
    /// On which days and hours the service can be booked at all; always within the people's hours when `nil`.
    public var limit: AvailabilityLimit?

    public init(
        duration: Seconds, preBuffer: Seconds = .zero, postBuffer: Seconds = .zero, step: Seconds, earliest: Instant, latest: Instant
    ) {
        self.duration = duration
        self.preBuffer = preBuffer
        self.postBuffer = postBuffer
        self.step = step
        self.earliest = earliest
        self.latest = latest
    }

    /// The rules of a service for a customer who asks at `now`.
    public init(service: Service, policy: SchedulingPolicy, now: Instant) {
        self.init(
            duration: service.duration, preBuffer: service.preBuffer, postBuffer: service.postBuffer, step: policy.timeSlotInterval,
            earliest: now + policy.minimumLeadTime, latest: now + policy.maximumAdvance)
        maximumAttendeesCount = service.maximumAttendeesCount
    }

    /// Whether a booking with the person of these taken times awaits confirmation: a calendar of theirs is not known any more.
    public func awaitsConfirmation(_ taken: [TakenTime]) -> Bool {
        taken.contains { if case .unread(let age) = $0.cause { unread.awaits(age) } else { false } }
    }
}
