public import Booking
import CivilTime

/// An item as the search for duplicates looks at it.
public struct DuplicateCandidate: Hashable, Sendable {
    public var calendar: ConnectedCalendar.ID
    /// The data is left out.
    public var item: RemoteItem
    /// The event of a booking, as its link knows it.
    public var isLinked: Bool
    /// Written by us, for whichever making of a booking's event.
    public var isOurs: Bool
    public var origin: ItemOrigin

    public init(calendar: ConnectedCalendar.ID, item: RemoteItem, isLinked: Bool, isOurs: Bool, origin: ItemOrigin = ItemOrigin()) {
        self.calendar = calendar
        self.item = item
        self.isLinked = isLinked
        self.isOurs = isOurs
        self.origin = origin
    }
}

/// Items that are one and the same event, and which of them stays.
public struct DuplicateGroup: Hashable, Sendable {
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// Several events for one booking.
        case sameBooking
        /// The same event in several calendars: one UID.
        case sameEvent
        /// The same title at the same time in one calendar.
        case sameContent
    }

    public enum Keeping: String, Hashable, Sendable, CaseIterable {
        /// It is the booking's event.
        case linked
        /// It was written by us last.
        case latest
        /// Other people are invited to it, or organise it, and not to the others.
        case invited
        /// It was made first.
        case oldest
        /// Nothing tells one from the other.
        case alike
    }

    public var reason: Reason
    public var kept: DuplicateCandidate
    public var keeping: Keeping
    public var others: [DuplicateCandidate]

    /// `nil` for fewer than two items. Of outside events that are private too little is known to call them the same.
    public init?(_ reason: Reason, _ members: [DuplicateCandidate]) {
        let known = members.filter { !$0.origin.isPrivate || $0.item.marker != nil }.sorted(by: Self.isKept)
        guard known.count > 1, let first = known.first else { return nil }
        self.reason = reason
        kept = first
        others = Array(known.dropFirst())
        keeping = Self.keeping(first, over: known[1])
    }

    private static func keeping(_ kept: DuplicateCandidate, over next: DuplicateCandidate) -> Keeping {
        if kept.isLinked { return .linked }
        if kept.isOurs { return .latest }
        if kept.isInvitation != next.isInvitation { return .invited }
        return kept.origin.created != nil && kept.origin.created != next.origin.created ? .oldest : .alike
    }

    /// The linked one before all others; then what is ours, the latest making first; then what involves others; then the oldest.
    private static func isKept(_ first: DuplicateCandidate, before second: DuplicateCandidate) -> Bool {
        if first.isLinked != second.isLinked { return first.isLinked }
        if first.isOurs != second.isOurs { return first.isOurs }
        let makings = (first.item.marker?.generation ?? 0, second.item.marker?.generation ?? 0)
        if first.isOurs, makings.0 != makings.1 { return makings.0 > makings.1 }
        if first.isInvitation != second.isInvitation { return first.isInvitation }
        let made = (first.origin.created ?? "~", second.origin.created ?? "~")
        if made.0 != made.1 { return made.0 < made.1 }
        return (first.calendar, first.item.id) < (second.calendar, second.item.id)
    }
}

extension DuplicateCandidate {
    /// Whether other people are known to have to do with it.
    fileprivate var isInvitation: Bool { origin.involvesOthers == true }
}
