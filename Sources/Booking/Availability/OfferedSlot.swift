public import CivilTime

/// A start that can be booked, and who is free for it.
public struct OfferedSlot: Hashable, Sendable, Codable {
    public var start: Instant
    /// In the order in which the business lists its people.
    public var staff: [StaffMember.ID]
    /// Whether a booking of it awaits confirmation, whoever of them gets it.
    public var awaitsConfirmation: Bool
    /// How many places are left then with all of them together; `nil` for a service of one customer at a time.
    public var places: Int?

    public init(start: Instant, staff: [StaffMember.ID], awaitsConfirmation: Bool = false, places: Int? = nil) {
        self.start = start
        self.staff = staff
        self.awaitsConfirmation = awaitsConfirmation
        self.places = places
    }
}

extension OfferedSlot {
    /// Joins the free starts of several people into one list in order of time.
    /// - Parameters:
    ///   - awaiting: the people whose bookings await confirmation.
    ///   - groups: those that can be joined, by person.
    ///   - capacity: how many customers may share an appointment that is not there yet; `nil`: places are not told.
    public static func union(
        of starts: [(staff: StaffMember.ID, starts: [Instant])], awaiting: Set<StaffMember.ID> = [],
        groups: [StaffMember.ID: [OpenGroup]] = [:], capacity: Int? = nil
    ) -> [OfferedSlot] {
        let joined = groups.mapValues { Dictionary($0.map { ($0.span.start, $0) }, uniquingKeysWith: { first, _ in first }) }
        var free: [Instant: [StaffMember.ID]] = [:]
        for person in starts {
            for start in person.starts { free[start, default: []].append(person.staff) }
        }
        return free.map { start, staff in
            // A group comes first, and waits only where it waits itself.
            let open = staff.compactMap { joined[$0]?[start] }
            let waits = open.isEmpty ? staff.allSatisfy(awaiting.contains) : open.allSatisfy(\.awaitsConfirmation)
            return OfferedSlot(
                start: start, staff: staff, awaitsConfirmation: waits,
                places: capacity.map { places(at: start, staff, joined, capacity: $0) })
        }.sorted { $0.start < $1.start }
    }

    /// An appointment of several people counts once.
    private static func places(
        at start: Instant, _ staff: [StaffMember.ID], _ joined: [StaffMember.ID: [Instant: OpenGroup]], capacity: Int
    ) -> Int {
        let groups = Set(staff.compactMap { joined[$0]?[start] })
        let others = staff.count { joined[$0]?[start] == nil }
        return groups.reduce(others * capacity) { $0 + $1.freePlaces }
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
