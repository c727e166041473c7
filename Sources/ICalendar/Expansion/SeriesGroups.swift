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
        let zoneName: String?
        var masters: [CalendarEvent] = []
        var overrides: [CalendarEvent] = []
        var freeBusy: [Component] = []
    }

    private var groups: [Group] = []
    private var indexes: [String: Int] = [:]

    mutating func add(_ event: CalendarEvent, zoneName: String?) {
        let index = self.index(of: event.uid, zoneName)
        if event.recurrenceID == nil { groups[index].masters.append(event) } else { groups[index].overrides.append(event) }
    }

    mutating func add(freeBusy component: Component, zoneName: String?) {
        let uid = component.first("UID")?.text.trimmed ?? ""
        groups[index(of: uid.isEmpty ? "freebusy" : uid, zoneName)].freeBusy.append(component)
    }

    func series(timeZones: [Component]) -> [CalendarSeries] {
        groups.flatMap { group in
            let masters = current(of: group.masters)
            let first = CalendarSeries(
                uid: group.uid, master: masters.first, overrides: latest(of: group.overrides), timeZones: timeZones,
                freeBusy: group.freeBusy, calendarZone: group.zoneName
            )
            return [first]
                + masters.dropFirst().map { master in
                    CalendarSeries(
                        uid: "\(group.uid)#\(Time(of: master).text)", master: master, timeZones: timeZones, calendarZone: group.zoneName)
                }
        }
    }

    private mutating func index(of uid: String, _ zoneName: String?) -> Int {
        if let index = indexes[uid] { return index }
        indexes[uid] = groups.count
        groups.append(Group(uid: uid, zoneName: zoneName))
        return groups.count - 1
    }

    /// Some producers give one UID to events that are not one series, others list old revisions of one. A lower SEQUENCE is an old
    /// revision (RFC 5546 section 2.1.5); the rest are events of their own unless they have the same time. A recurring one comes first.
    private func current(of masters: [CalendarEvent]) -> [CalendarEvent] {
        guard masters.count > 1, let sequence = masters.map(\.sequence).max() else { return masters }
        var byTime: [Time: Int] = [:]
        var current: [CalendarEvent] = []
        for master in masters where master.sequence == sequence {
            if let index = byTime[Time(of: master)] {
                if master.isNewer(than: current[index]) { current[index] = master }
            } else {
                byTime[Time(of: master)] = current.count
                current.append(master)
            }
        }
        return current.filter(\.isRecurring) + current.filter { !$0.isRecurring }
    }

    private func latest(of overrides: [CalendarEvent]) -> [CalendarEvent] {
        var indexes: [EventTime: Int] = [:]
        var latest: [CalendarEvent] = []
        for override in overrides {
            guard let recurrenceID = override.recurrenceID else { continue }
            if let index = indexes[recurrenceID] {
                if override.isNewer(than: latest[index]) { latest[index] = override }
            } else {
                indexes[recurrenceID] = latest.count
                latest.append(override)
            }
        }
        return latest
    }
}

extension CalendarEvent {
    /// The higher SEQUENCE wins, then the later DTSTAMP (RFC 5546 section 2.1.5), then what came last.
    fileprivate func isNewer(than other: CalendarEvent) -> Bool {
        guard sequence == other.sequence else { return sequence > other.sequence }
        guard let stamp, let otherStamp = other.stamp else { return true }
        return stamp >= otherStamp
    }
}
