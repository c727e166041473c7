import CivilTime

extension GoogleWorld {
    mutating func getEvent(
        _ id: String, in calendar: String, by person: SimulatedPerson, _ request: SimulatedRequest, _ moment: Moment
    ) throws(GoogleRefusal) -> SimulatedAnswer {
        let visit = try visit(calendar, by: person)
        let (resource, _) = try event(id, of: visit, moment)
        let parameters = request.parameters
        let view = try EventView(
            visit.calendar, for: visit.role, asked: parameters["timeZone"], maxAttendees: parameters["maxAttendees"].flatMap { Int($0) },
            zones: moment.zones)
        if let known = request.headers["if-none-match"], known == resource["etag"]?.string { return SimulatedAnswer(status: 304) }
        return .json(view.shown(resource), headers: Self.versionHeader(resource))
    }

    static func versionHeader(_ resource: JSONValue) -> [(name: String, value: String)] {
        resource["etag"]?.string.map { [(name: "ETag", value: $0)] } ?? []
    }

    /// The occurrences of a series, changed and cancelled ones in their places.
    mutating func instances(
        of id: String, in calendar: String, by person: SimulatedPerson, _ request: SimulatedRequest, _ moment: Moment
    ) throws(GoogleRefusal) -> SimulatedAnswer {
        let visit = try visit(calendar, by: person)
        let parameters = request.parameters
        guard let master = held(visit).events[id], master.isRecurring, !master.isCancelled else { throw .notFound }
        let view = try EventView(visit.calendar, for: visit.role, asked: parameters["timeZone"], zones: moment.zones)
        let window = try ListingWindow(parameters)
        let showsDeleted = try parameters.flag("showDeleted") ?? false
        var items = occurrences(of: master, in: held(visit), window, moment).filter {
            showsDeleted || $0["status"]?.string != "cancelled"
        }
        if let original = parameters["originalStart"].flatMap({ Instant(rfc3339: $0) }) {
            items = items.filter { EventTime(stored: $0["originalStartTime"])?.instant(in: view.clock) == original }
        }
        let size = min(try parameters.count("maxResults") ?? 250, 2_500, settings.largestPage)
        let offset = parameters["pageToken"].flatMap { Int($0) } ?? 0
        let page = items.dropFirst(offset).prefix(size)
        var answer = head(of: visit, view)
        answer["items"] = .list(page.map(view.listed))
        if offset + page.count < items.count { answer["nextPageToken"] = .text(String(offset + page.count)) }
        return .json(answer)
    }

    /// What every listing begins with.
    func head(of visit: Visit, _ view: EventView) -> JSONValue {
        var head: JSONValue = [
            "kind": "calendar#events", "etag": .text(SimulatedCalendar.etag(visit.calendar.revision)),
            "summary": .text(visit.calendar.summary),
            "timeZone": .text(view.zoneName), "accessRole": .text(visit.role.rawValue), "defaultReminders": [],
        ]
        if let latest = held(visit).events.values.map(\.changedAt).max() { head["updated"] = .text(RFC3339.milliseconds(latest)) }
        return head
    }

    /// The occurrences of a series within a window, by their original starts; endless ones for two years from now.
    func occurrences(
        of master: SimulatedEvent, in calendar: SimulatedCalendar, _ window: ListingWindow, _ moment: Moment
    ) -> [JSONValue] {
        let clock = moment.zones.zone(named: calendar.timeZone) ?? .utc
        guard let layout = calendar.layout(of: master, zones: moment.zones), let first = EventTime(stored: master.resource["start"]) else {
            return []
        }
        let start = first.instant(in: clock) - .days(1)
        let end = min(window.end ?? moment.now + .days(730), max(moment.now, start) + .days(730))
        let changed = Dictionary(
            calendar.exceptions(of: master.id).map { ($0.id, $0.resource) }, uniquingKeysWith: { _, last in last })
        var seen: Set<String> = []
        var found: [JSONValue] = []
        if start < end {
            for place in layout.places(in: Span(start, end)) {
                let id = "\(master.id)_\(place.key)"
                seen.insert(id)
                found.append(changed[id] ?? calendar.instance(of: master, at: place))
            }
        }
        found += changed.filter { !seen.contains($0.key) }.map(\.value)
        return found.filter { window.contains($0, clock) }
    }
}
