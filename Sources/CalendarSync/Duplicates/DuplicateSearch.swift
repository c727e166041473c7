import Booking
import CivilTime

/// Finds events that stand in a person's calendars more than once. Pure; each item is in one group at most.
public enum DuplicateSearch {
    /// - Parameter candidates: every item of the person's calendars, of a calendar that two accounts show only one's.
    /// - Returns: what belongs together, in the order of the first item of each; which is kept depends on their origin (`DuplicateGroup`).
    public static func groups(_ candidates: [DuplicateCandidate]) -> [(DuplicateGroup.Reason, [DuplicateCandidate])] {
        var rest = candidates
        var found: [(DuplicateGroup.Reason, [DuplicateCandidate])] = []
        for reason in DuplicateGroup.Reason.allCases {
            let grouped = Dictionary(grouping: rest) { key($0, reason) }
            let doubled = grouped.filter { $0.key != nil && isDoubled($0.value, reason) }
            found += doubled.values.map { (reason, $0) }
            rest = grouped.filter { doubled[$0.key] == nil }.flatMap(\.value)
        }
        return found.sorted { isFirst($0.1[0], $1.1[0]) }
    }

    private static func isFirst(_ first: DuplicateCandidate, _ second: DuplicateCandidate) -> Bool {
        switch (first.item.fields?.span, second.item.fields?.span) {
        case (let one?, let other?) where one != other: one < other
        case (nil, _?): false
        case (_?, nil): true
        default: (first.calendar, first.item.id) < (second.calendar, second.item.id)
        }
    }

    private static func isDoubled(_ members: [DuplicateCandidate], _ reason: DuplicateGroup.Reason) -> Bool {
        // One UID twice in one calendar is two parts of one series to some servers.
        reason == .sameEvent ? Set(members.map(\.calendar)).count > 1 : members.count > 1
    }

    private static func key(_ candidate: DuplicateCandidate, _ reason: DuplicateGroup.Reason) -> [String]? {
        let item = candidate.item
        switch reason {
        // What somebody made a series of is theirs, and no second event for the booking.
        case .sameBooking: return item.fields == nil && !candidate.isLinked ? nil : item.marker.map { [$0.appointment] }
        case .sameEvent: return item.uid.isEmpty ? nil : [item.uid]
        case .sameContent:
            guard item.marker == nil, let fields = item.fields?.normalized, !fields.title.isEmpty, !fields.isCancelled else { return nil }
            let (start, end) = (fields.span.start.secondsSinceEpoch, fields.span.end.secondsSinceEpoch)
            return [candidate.calendar.rawValue, fields.title, "\(start)", "\(end)", "\(fields.isAllDay)"]
        }
    }
}
