public import CivilTime

/// A start that can be booked, and who is free for it.
public struct OfferedSlot: Hashable, Sendable, Codable {
    public var start: Instant
    /// In the order in which the business lists its people.
    public var staff: [StaffMember.ID]

    public init(start: Instant, staff: [StaffMember.ID]) {
        self.start = start
        self.staff = staff
    }
}

extension OfferedSlot {
    /// Joins the free starts of several people into one list in order of time.
    public static func union(of starts: [(staff: StaffMember.ID, starts: [Instant])]) -> [OfferedSlot] {
        var free: [Instant: [StaffMember.ID]] = [:]
        for person in starts {
            for start in person.starts { free[start, default: []].append(person.staff) }
        }
        return free.map { OfferedSlot(start: $0.key, staff: $0.value) }.sorted { $0.start < $1.start }
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
