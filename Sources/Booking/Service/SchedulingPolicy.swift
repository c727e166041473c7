public import CivilTime

/// When a service can be booked, moved and cancelled by a customer (Graph `bookingSchedulingPolicy`).
public struct SchedulingPolicy: Hashable, Sendable, Codable {
    /// The step between offered starts; whole minutes, 5 minutes to 24 hours.
    public var timeSlotInterval: Seconds
    /// How long before its start a booking must be made; whole hours.
    public var minimumLeadTime: Seconds
    /// How far ahead a booking can be made; whole days.
    public var maximumAdvance: Seconds
    /// How long before its start a customer may still move or cancel, whole hours; the minimum lead time when `nil`.
    public var cancellationLeadTime: Seconds?
    /// Whether customers may pick a person; otherwise everybody is "anyone" (B60).
    public var allowStaffSelection: Bool
    /// On which days and hours it can be booked at all; whenever its people are free when `nil`.
    public var availability: ServiceAvailability?

    public init(
        timeSlotInterval: Seconds = .minutes(30),
        minimumLeadTime: Seconds = .hours(2),
        maximumAdvance: Seconds = .days(90),
        cancellationLeadTime: Seconds? = nil,
        allowStaffSelection: Bool = true
    ) {
        self.timeSlotInterval = timeSlotInterval
        self.minimumLeadTime = minimumLeadTime
        self.maximumAdvance = maximumAdvance
        self.cancellationLeadTime = cancellationLeadTime
        self.allowStaffSelection = allowStaffSelection
    }

    /// The last instant at which a customer may still move or cancel an appointment that starts at `start`.
    public func lastChange(before start: Instant) -> Instant { start - (cancellationLeadTime ?? minimumLeadTime) }

    /// What keeps the policy from being stored, by field.
    public enum Fault: Error, Hashable, Sendable {
        case interval
        case minimumLeadTime
        case maximumAdvance
        /// B33: the maximum must be at least 24 hours longer than the minimum.
        case maximumTooClose
        case cancellationLeadTime

        public var field: String {
            switch self {
            case .interval: "timeSlotInterval"
            case .minimumLeadTime: "minimumLeadTime"
            case .maximumAdvance, .maximumTooClose: "maximumAdvance"
            case .cancellationLeadTime: "cancellationLeadTime"
            }
        }
    }

    /// The faults of the policy; empty when it may be stored (B31–B34).
    public var faults: [Fault] {
        var faults: [Fault] = []
        if !isWhole(timeSlotInterval, .minutes(1), in: .minutes(5)...Seconds.hours(24)) { faults.append(.interval) }
        if !isWhole(minimumLeadTime, .hours(1), in: .zero...Seconds.days(365)) { faults.append(.minimumLeadTime) }
        if !isWhole(maximumAdvance, .days(1), in: .days(1)...Seconds.days(730)) {
            faults.append(.maximumAdvance)
        } else if maximumAdvance - minimumLeadTime < .hours(24) {
            faults.append(.maximumTooClose)
        }
        if let cancellationLeadTime, !isWhole(cancellationLeadTime, .hours(1), in: .zero...Seconds.days(365)) {
            faults.append(.cancellationLeadTime)
        }
        return faults
    }

    /// Forms and pages tell these lengths in whole units: any other would be shown as something that it is not.
    private func isWhole(_ length: Seconds, _ unit: Seconds, in range: ClosedRange<Seconds>) -> Bool {
        range.contains(length) && length.count % unit.count == 0
    }
}
