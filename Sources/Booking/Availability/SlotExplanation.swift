public import CivilTime

/// Why a start on the grid is not offered: the first rule or interval that closed it.
public enum SlotClosure: Hashable, Sendable {
    case tooSoon(earliest: Instant)
    case tooFar(latest: Instant)
    /// The hours end before the slot does.
    case pastClosing
    /// Of several that are in the way, the one that starts first.
    case taken(TakenTime)
    /// All places of the group that meets then are taken; how many there are.
    case full(places: Int)
}

/// A start on the grid with the reason why it is not offered, or none.
public struct SlotExplanation: Hashable, Sendable {
    public var start: Instant
    public var closure: SlotClosure?
    /// How many places are left in the group that meets then; `nil`: there is none.
    public var freePlaces: Int?

    public init(start: Instant, closure: SlotClosure?, freePlaces: Int? = nil) {
        self.start = start
        self.closure = closure
        self.freePlaces = freePlaces
    }
}

/// Taken time in order of its starts, so that the first in the way of a slot is found by halving.
struct TakenOrder {
    private let taken: [TakenTime]
    /// The latest end among the taken times up to each index: it never falls.
    private let latestEnds: [Instant]

    init(_ taken: [TakenTime]) {
        self.taken = taken.filter { !$0.span.isEmpty }.sorted { left, right in
            left.span == right.span ? left.cause.rank < right.cause.rank : left.span < right.span
        }
        var latest = Instant(secondsSinceEpoch: .min)
        latestEnds = self.taken.map { time in
            latest = max(latest, time.span.end)
            return latest
        }
    }

    /// The first to start of those that reach past an instant.
    func first(endingAfter instant: Instant) -> TakenTime? {
        var (low, high) = (0, latestEnds.count)
        while low < high {
            let middle = (low + high) / 2
            if latestEnds[middle] > instant { high = middle } else { low = middle + 1 }
        }
        return low < taken.count ? taken[low] : nil
    }
}

extension TakenTime.Cause {
    /// What is named first when several things take exactly the same time.
    fileprivate var rank: Int {
        switch self {
        case .claim: 0
        case .busy: 1
        case .timeOff: 2
        case .unread: 3
        }
    }
}
