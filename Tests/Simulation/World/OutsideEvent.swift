import CivilTime
import TestSupport

/// An event of somebody's own, as the person sees it: what the engine ought to make of it follows from here, and from nothing that the engine or
/// a stand-in says.
struct OutsideEvent: Sendable {
    let calendar: CalendarKey
    /// As our provider names it.
    var id: String
    let uid: String
    var first: CivilDateTime
    let minutes: Int
    let isAllDay: Bool
    let zoneName: String
    /// Days from one occurrence to the next; nil: there is only one.
    var every: Int?
    /// How many there are; nil: without end.
    var count: Int?
    var skipped: Set<Int> = []
    /// Occurrences that stand elsewhere.
    var moved: [Int: Span] = [:]
    var isFree = false
    var isDeclined = false
    var isPrivate = false
    /// An occurrence whose series is not there.
    var isOrphan = false
    var title: String
    /// The act in which somebody last changed it.
    var changedIn = 0

    var zone: Zone { TestZones.named(zoneName) }
    var isBusy: Bool { !isFree && !isDeclined }
    var isSeries: Bool { every != nil }

    /// When an occurrence begins, were it not moved.
    func start(_ index: Int, _ owner: Zone) -> Instant {
        let date = first.date.adding(days: index * (every ?? 0))
        return isAllDay ? owner.startOfDay(date) : zone.instant(of: CivilDateTime(date, first.time))
    }

    func date(_ index: Int) -> CivilDate { first.date.adding(days: index * (every ?? 0)) }

    /// The times that it takes in a window.
    func spans(in window: Span, owner: Zone) -> [Span] {
        var spans: [Span] = []
        for index in 0..<(isSeries ? min(count ?? 60, 60) : 1) where !skipped.contains(index) {
            let start = start(index, owner)
            let end = isAllDay ? owner.startOfDay(date(index).adding(days: 1)) : start + .minutes(minutes)
            spans.append(moved[index] ?? Span(start, end))
        }
        return spans.filter { $0.overlaps(window) }.sorted()
    }
}
