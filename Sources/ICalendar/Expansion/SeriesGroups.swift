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
            let overrides = group.overrides
            let first = CalendarSeries(
                uid: group.uid, master: masters.first, overrides: overrides, timeZones: timeZones, freeBusy: group.freeBusy,
                calendarZone: zoneName, findings: ofMasters
            )
            return [first]
                + masters.dropFirst().enumerated().map { index, master in
                    // A revision that may be the newer one has the same changed occurrences. Of many, which no calendar has, the others are busy
                    // where those were as well.
                    let isRevision = index < Self.maximumRevisions && Time(of: master) == Time(of: masters[0])
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
        let revisions = grouped(masters.filter { $0.sequence == sequence }) { Time(of: $0) }.map { Revisions($0) }
        let (current, findings) = (revisions.flatMap(\.counting), revisions.compactMap(\.finding))
        return (current.filter(\.isRecurring) + current.filter { !$0.isRecurring }, findings)
    }

    private static let maximumRevisions = 8
}

/// The elements by what they have in common, in the order in which that first appears.
func grouped<Element, Key: Hashable>(_ elements: [Element], by key: (Element) -> Key) -> [[Element]] {
    var indexes: [Key: Int] = [:]
    var groups: [[Element]] = []
    for element in elements {
        let place = key(element)
        if let index = indexes[place] {
            groups[index].append(element)
        } else {
            indexes[place] = groups.count
            groups.append([element])
        }
    }
    return groups
}
