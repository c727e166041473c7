public import CivilTime

/// A group is joined at its own start, wherever the hours and the grid are by now: the appointment takes place.
extension SlotSearch {
    /// The groups that start in the window and can be joined, in order.
    public func groupsWithPlaces(in window: Span) -> [OpenGroup] {
        guard !groups.isEmpty else { return [] }
        let outside = outsideTime
        return groups.filter { window.contains($0.span.start) && closure(of: $0, outside) == nil }
    }

    /// The group that can be joined at a start.
    public func group(at start: Instant) -> OpenGroup? {
        groupsWithPlaces(in: Span(start, start + .seconds(1))).first { $0.span.start == start }
    }

    /// Explanations in which groups stand at their starts.
    func telling(groups window: Span, _ explanations: [SlotExplanation]) -> [SlotExplanation] {
        let outside = outsideTime
        let told = groups.filter { window.contains($0.span.start) }
            .map { SlotExplanation(start: $0.span.start, closure: closure(of: $0, outside), freePlaces: $0.freePlaces) }
        let starts = Set(told.map(\.start))
        return (explanations.filter { !starts.contains($0.start) } + told).sorted { $0.start < $1.start }
    }

    /// What could keep an appointment from taking place: events and time off, not how well calendars are known.
    private var outsideTime: TakenOrder {
        TakenOrder(
            taken.filter { time in
                switch time.cause {
                case .busy, .timeOff: true
                case .claim, .unread: false
                }
            })
    }

    private func closure(of group: OpenGroup, _ outside: TakenOrder) -> SlotClosure? {
        let start = group.span.start
        if start < rules.earliest { return .tooSoon(earliest: rules.earliest) }
        if start > rules.latest { return .tooFar(latest: rules.latest) }
        if group.freePlaces == 0 { return .full(places: group.maximumAttendeesCount) }
        guard let first = outside.first(endingAfter: start), first.span.start < group.span.end else { return nil }
        return .taken(first)
    }
}
