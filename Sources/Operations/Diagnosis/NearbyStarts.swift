import Booking
import CalendarSync
import CivilTime

/// The starts of one day, and the first after it, for a time at which none is: why there is none.
struct NearbyStarts: Sendable {
    /// The whole day; `nil` when nothing was looked at.
    private var day: Span?
    /// In order; what would end after closing is left out where something else is there.
    private var starts: [Instant] = []
    /// The first start of a later day, two months ahead at most.
    private var next: Instant?

    init() {}

    /// - Parameter explanations: of that day and what comes after it.
    init(_ explanations: [SlotExplanation], day: Span) {
        let onDay = explanations.filter { $0.start < day.end }
        let fitting = onDay.filter { $0.closure != .pastClosing }
        self.day = day
        starts = (fitting.isEmpty ? onDay : fitting).map(\.start).sorted()
        next = explanations.filter { $0.start >= day.end && $0.closure != .pastClosing }.map(\.start).min()
    }

    func statement(_ member: StaffMember, _ start: Instant, step: Seconds) -> Statement {
        var values: [String: Statement.Value] = ["person": .text(member.name), "step": .length(step)]
        guard let day, let first = starts.first, let last = starts.last else {
            guard let day else { return Statement("slotNotOnGrid", values) }
            values["day"] = .span(day)
            guard let next else { return Statement("slotDayClosed", values) }
            values["next"] = .moment(next)
            return Statement("slotDayClosedUntil", values)
        }
        (values["first"], values["last"]) = (.moment(first), .moment(last))
        guard let before = starts.last(where: { $0 < start }), let after = starts.first(where: { $0 > start }) else {
            return Statement("slotOutsideHours", values.merging(["day": .span(day)]) { $1 })
        }
        return Statement("slotBetweenStarts", values.merging(["before": .moment(before), "after": .moment(after)]) { $1 })
    }
}
