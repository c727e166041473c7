public import Booking
public import CalendarSync
import Persistence
import Secrets

/// The duplicates in a person's calendars: what was found, why, and what can be done about each.
public struct DuplicateReport: Hashable, Sendable {
    public enum Obstacle: String, Hashable, Sendable, CaseIterable {
        case disconnected
        /// The calendar can only be read, or is gone.
        case unwritable
        /// The provider takes no event of somebody else back, so that taking it out could not be undone.
        case notRestorable
        /// Only the time of events may be kept, so that taking it out could not be undone.
        case notKept
    }

    public struct Item: Hashable, Sendable {
        /// Names it in a form.
        public var key: String
        public var candidate: DuplicateCandidate
        /// The calendar's name.
        public var calendar: String
        public var obstacle: Obstacle?

        /// Somebody else organises it, people are invited, or that cannot be told.
        public var isDelicate: Bool { !candidate.isOurs && candidate.origin.involvesOthers != false }
        /// What we wrote ourselves is chosen beforehand; whatever is somebody's waits for a tick.
        public var isProposed: Bool { candidate.isOurs && obstacle == nil }
    }

    public struct Group: Hashable, Sendable {
        public var reason: DuplicateGroup.Reason
        public var keeping: DuplicateGroup.Keeping
        public var appointment: Appointment?
        public var kept: Item
        public var others: [Item]
    }

    public var groups: [Group]

    /// The same for the same report.
    public var digest: String {
        func line(_ item: Item) -> String { "\(item.key) \(item.candidate.item.version ?? "") \(item.obstacle?.rawValue ?? "")" }
        return Token.hash(
            groups.map { "\($0.reason) \($0.keeping) " + ([$0.kept] + $0.others).map(line).joined(separator: ";") }.joined(separator: "\n"))
    }
}

/// What stands in the calendars has changed since the duplicates were shown; this is what there is now.
public struct DuplicatesChanged: Error, Sendable {
    public var report: DuplicateReport
}
