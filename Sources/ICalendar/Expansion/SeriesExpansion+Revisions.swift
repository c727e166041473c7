import CivilTime

/// Which of the events with a RECURRENCE-ID count. Which are revisions of one another shows only where zones are known: RECURRENCE-ID may be
/// written in UTC, on the clock of any zone, and as a date.
extension SeriesExpansion {
    private struct Named {
        let event: CalendarEvent
        let reference: OccurrenceReference
    }

    /// The changes of the series that count.
    mutating func readChanges(of master: EventShape) -> [Change] {
        var named: [Named] = []
        for event in series.overrides {
            guard let recurrenceID = event.recurrenceID else { continue }
            named.append(Named(event: event, reference: reference(recurrenceID, in: master)))
        }
        guard !named.isEmpty else { return [] }
        let times = onlyTimes(of: named, in: master)
        let groups = grouped(named) { item in
            if case .anyOn(let day) = item.reference, let time = times[day] { OccurrenceReference.key(time) } else { item.reference }
        }
        var changes: [Change] = []
        for group in groups {
            let places = group.indices.filter { group[$0].event.replacesFollowing }
            let placed = Revisions(group.map(\.event))
            let followed = Revisions(places.map { group[$0].event })
            if let finding = placed.finding ?? followed.finding { shapes.note(finding) }
            let ofPlaced = Set(placed.countingPlaces)
            let ofFollowed = Set(followed.countingPlaces.map { places[$0] })
            for index in group.indices where ofPlaced.contains(index) || ofFollowed.contains(index) {
                changes.append(
                    change(group[index], of: master, isPlaced: ofPlaced.contains(index), isFollowed: ofFollowed.contains(index)))
            }
        }
        return changes
    }

    private mutating func change(_ named: Named, of master: EventShape, isPlaced: Bool, isFollowed: Bool) -> Change {
        let event = named.event
        let shape = shapes.shape(of: event, lengthOf: master)
        if event.isRecurring {
            shapes.note("A changed occurrence has a rule of its own, which is not followed", .icalendar("3.8.4.4"), of: event)
        }
        let original = event.recurrenceID.map { shapes.instant(of: $0, onClockOf: master.zone).instant }
        let start = shape.startKey.start(in: shape.dayZone)
        let (key, day): (OccurrenceKey?, CivilDate?) =
            switch named.reference {
            case .key(let key): (key, nil)
            case .anyOn(let day): (nil, day)
            }
        return Change(
            event: event, shape: shape, meaning: meaning(of: event), key: key, day: day, shift: start - (original ?? start),
            isPlaced: isPlaced, isFollowed: isFollowed)
    }

    /// The time of each day of which RECURRENCE-IDs name one alone: another that names the day by its date means the same occurrence, unless the
    /// series has several a day.
    private func onlyTimes(of named: [Named], in master: EventShape) -> [CivilDate: OccurrenceKey] {
        let rules = series.master?.recurrenceRules ?? []
        let hasDates = named.contains { if case .anyOn = $0.reference { true } else { false } }
        guard hasDates, !rules.contains(where: { RuleText($0, fitting: master).isFinerThanDaily }) else { return [:] }
        var times: [CivilDate: OccurrenceKey?] = [:]
        for case .key(let key) in named.map(\.reference) {
            let day = master.zone.date(at: key.start(in: master.dayZone))
            times[day] = .some((times[day] ?? key) == key ? key : nil)
        }
        return times.compactMapValues { $0 }
    }

    /// Occurrences of a series whose master this calendar does not hold are events of their own.
    mutating func addOrphans() {
        var named: [(event: CalendarEvent, shape: EventShape, key: OccurrenceKey?)] = []
        for event in series.overrides {
            let shape = shapes.shape(of: event)
            let key: OccurrenceKey? =
                switch event.recurrenceID {
                case .date(let date): .day(date)
                case let time?: .instant(shapes.instant(of: time, onClockOf: shape.zone).instant)
                case nil: nil
                }
            named.append((event, shape, key))
        }
        for group in grouped(named, by: \.key) {
            let revisions = Revisions(group.map(\.event))
            if let finding = revisions.finding { shapes.note(finding) }
            for place in revisions.countingPlaces {
                let (event, shape, key) = group[place]
                add(event, span: shape.span(of: shape.startKey), shape: shape, key: key)
            }
        }
    }
}
