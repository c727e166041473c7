public import CivilTime

/// A start that can be booked, and who is free for it.
public struct OfferedSlot: Hashable, Sendable, Codable {
    public var start: Instant
    /// In the order in which the business lists its people.
    public var staff: [StaffMember.ID]
    /// Whether a booking of it awaits confirmation, whoever of them gets it.
    public var awaitsConfirmation: Bool

    public init(start: Instant, staff: [StaffMember.ID], awaitsConfirmation: Bool = false) {
        self.start = start
        self.staff = staff
        self.awaitsConfirmation = awaitsConfirmation
    }
}

extension OfferedSlot {
    /// Joins the free starts of several people into one list in order of time.
    /// - Parameter awaiting: the people whose bookings await confirmation.
    public static func union(
        of starts: [(staff: StaffMember.ID, starts: [Instant])], awaiting: Set<StaffMember.ID> = []
    ) -> [OfferedSlot] {
        var free: [Instant: [StaffMember.ID]] = [:]
        for person in starts {
            for start in person.starts { free[start, default: []].append(person.staff) }
        }
        return free.map { start, staff in
            OfferedSlot(start: start, staff: staff, awaitsConfirmation: !awaiting.isEmpty && staff.allSatisfy(awaiting.contains))
        }.sorted { $0.start < $1.start }
    }

    /// The `count` slots nearest to an instant, in order of time; of two equally near the later one is preferred.
    public static func nearest(to start: Instant, of slots: [OfferedSlot], count: Int) -> [OfferedSlot] {
        let byDistance = slots.sorted { left, right in
            let distances = (abs((left.start - start).count), abs((right.start - start).count))
            return distances.0 == distances.1 ? left.start > right.start : distances.0 < distances.1
        }
        return byDistance.prefix(count).sorted { $0.start < $1.start }
    }
}
