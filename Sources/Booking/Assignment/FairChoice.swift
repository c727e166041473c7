public import CivilTime

/// How much a person was booked in the span that fairness looks at.
public struct StaffLoad: Hashable, Sendable, Codable {
    public var appointments: Int
    public var booked: Seconds
    /// When they were last given an appointment.
    public var lastAssigned: Instant?

    public init(appointments: Int = 0, booked: Seconds = .zero, lastAssigned: Instant? = nil) {
        self.appointments = appointments
        self.booked = booked
        self.lastAssigned = lastAssigned
    }
}

/// Chooses the person for "anyone": who has the least booked time, then the fewest appointments, then who waited longest; the list's order
/// breaks the last tie. The same facts always give the same choice, and the choice says why.
public enum FairChoice {
    public struct Choice: Hashable, Sendable, Codable {
        public var staff: StaffMember.ID
        /// The facts that decided, for the history.
        public var reason: String

        public init(staff: StaffMember.ID, reason: String) {
            self.staff = staff
            self.reason = reason
        }
    }

    /// The span around an appointment in which load is compared: two weeks to either side.
    public static func horizon(around start: Instant) -> Span { Span(start - .days(14), start + .days(14)) }

    /// - Returns: `nil` when nobody is free.
    public static func choose(among free: [StaffMember.ID], loads: [StaffMember.ID: StaffLoad]) -> Choice? {
        let ranked = free.enumerated().sorted { left, right in
            let first = loads[left.element] ?? StaffLoad()
            let second = loads[right.element] ?? StaffLoad()
            if first.booked != second.booked { return first.booked < second.booked }
            if first.appointments != second.appointments { return first.appointments < second.appointments }
            let waits = (first.lastAssigned?.secondsSinceEpoch ?? .min, second.lastAssigned?.secondsSinceEpoch ?? .min)
            return waits.0 == waits.1 ? left.offset < right.offset : waits.0 < waits.1
        }
        guard let chosen = ranked.first?.element else { return nil }
        let load = loads[chosen] ?? StaffLoad()
        let minutes = load.booked.count / 60
        return Choice(
            staff: chosen,
            reason:
                "least booked of \(free.count) free: \(minutes) min in \(load.appointments) appointments within two weeks to either side")
    }
}
