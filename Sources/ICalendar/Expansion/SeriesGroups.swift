/// The events of a calendar by UID.
struct SeriesGroups: Sendable {
    /// Start and end as they are written: events of one UID that differ here are not revisions of one another.
    private struct Time: Hashable {
        let start: EventTime
        let end: EventTime?
        let duration: EventDuration?

        init(of event: CalendarEvent) {
            (start, end, duration) = (event.start, event.end, event.duration)
        }

        var text: String { start.text + (end.map { "/" + $0.text } ?? "") }
    }

    private struct Group {
        let uid: String
        var masters: [CalendarEvent] = []
        var overrides: [CalendarEvent] = []
        var freeBusy: [Component] = []
    }

    private var groups: [Group] = []
    private var indexes: [String: Int] = [:]

    mutating func add(_ event: CalendarEvent) {
        let index = self.index(of: event.uid)
        if event.recurrenceID == nil { groups[index].masters.append(event) } else { groups[index].overrides.append(event) }
    }

    mutating func add(freeBusy component: Component) {
        let uid = component.first("UID")?.text.trimmed ?? ""
        groups[index(of: uid.isEmpty ? "freebusy" : uid)].freeBusy.append(component)
    }

    func series(timeZones: [Component], zoneName: String?) -> [CalendarSeries] {
        groups.flatMap { group -> [CalendarSeries] in
            let (masters, ofMasters) = current(of: group.masters)
            let (overrides, ofOverrides) = latest(of: group.overrides)
            let first = CalendarSeries(
                uid: group.uid, master: masters.first, overrides: overrides, timeZones: timeZones, freeBusy: group.freeBusy,
                calendarZone: zoneName, findings: ofMasters + ofOverrides
            )
            return [first]
                + masters.dropFirst().map { master in
                    // A revision that may be the newer one has the same changed occurrences.
                    let isRevision = Time(of: master) == Time(of: masters[0])
                    return CalendarSeries(
                        uid: "\(group.uid)#\(Time(of: master).text)", master: master, overrides: isRevision ? overrides : [],
                        timeZones: timeZones, calendarZone: zoneName)
                }
        }
    }

    private mutating func index(of uid: String) -> Int {
        if let index = indexes[uid] { return index }
        indexes[uid] = groups.count
        groups.append(Group(uid: uid))
        return groups.count - 1
    }

    /// Some producers give one UID to events that are not one series, others list old revisions of one. A lower SEQUENCE is an old
    /// revision (RFC 5546 section 2.1.5); the rest are events of their own unless they have the same time. A recurring one comes first.
    private func current(of masters: [CalendarEvent]) -> (events: [CalendarEvent], findings: [Finding]) {
        guard masters.count > 1, let sequence = masters.map(\.sequence).max() else { return (masters, []) }
        let (current, findings) = newest(of: masters.filter { $0.sequence == sequence }) { Time(of: $0) }
        return (current.filter(\.isRecurring) + current.filter { !$0.isRecurring }, findings)
    }

    private func latest(of overrides: [CalendarEvent]) -> (events: [CalendarEvent], findings: [Finding]) {
        overrides.isEmpty ? ([], []) : newest(of: overrides) { $0.recurrenceID }
    }

    private func newest<Key: Hashable>(
        of events: [CalendarEvent], by key: (CalendarEvent) -> Key
    ) -> (events: [CalendarEvent], findings: [Finding]) {
        var indexes: [Key: Int] = [:]
        var revisions: [Revisions] = []
        for event in events {
            if let index = indexes[key(event)] {
                revisions[index].add(event)
            } else {
                indexes[key(event)] = revisions.count
                revisions.append(Revisions(event))
            }
        }
        return (revisions.flatMap(\.counting), revisions.compactMap(\.finding))
    }
}
