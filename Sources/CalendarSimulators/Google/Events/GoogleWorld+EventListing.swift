import CivilTime

extension GoogleWorld {
    /// Events of a calendar, page by page: all of them, or what changed since a sync token.
    ///
    /// A listing is no snapshot: it goes by the order of changes, so that what changes meanwhile comes again on a later page. The token at
    /// its end counts from where it began.
    mutating func listEvents(
        in id: String, by person: SimulatedPerson, _ request: SimulatedRequest, _ moment: Moment
    ) throws(GoogleRefusal) -> SimulatedAnswer {
        let visit = try visit(id, by: person)
        let fields = request.parameters
        let query = try ListingQuery(fields, settings: settings)
        let view = try EventView(
            visit.calendar, for: visit.role, asked: fields["timeZone"], maxAttendees: fields["maxAttendees"].flatMap { Int($0) },
            zones: moment.zones)
        forgetTombstones(visit.calendar.id, moment)
        let cursor = try cursor(of: query, visit, moment)
        let ceiling = newestVisible(held(visit), moment)
        let entries = try entries(query, visit, since: cursor.since, upTo: ceiling, moment)
        let page: ArraySlice<Entry>
        if query.order != nil {
            page = entries.dropFirst(cursor.after).prefix(query.size)
        } else {
            page = entries.drop { $0.place <= cursor.after }.prefix(query.size)
        }
        let hasMore = page.last.map { $0.place != entries.last?.place } ?? false
        var answer = head(of: visit, view)
        var items = page.map { view.listed($0.resource) }
        var next: ListingCursor?
        if hasMore, let last = page.last {
            var following = cursor
            following.after = query.order != nil ? cursor.after + page.count : last.place
            following.page += 1
            next = following
        }
        bend(&items, &next, at: cursor, page.compactMap(\.earlier).map(view.listed), visit.calendar.id)
        answer["items"] = .list(items)
        if let next {
            answer["nextPageToken"] = .text(next.text)
        } else if query.leadsToToken {
            let token = ListingCursor(
                subject: visit.calendar.id, parameters: query.lasting, since: nil, base: min(cursor.base, ceiling),
                issued: moment.now.secondsSinceEpoch)
            answer["nextSyncToken"] = .text(token.text)
        }
        return .json(answer)
    }

    /// One entry of a listing, before it is shown to somebody.
    private struct Entry {
        /// Rises from entry to entry.
        var place: Int
        var resource: JSONValue
        var earlier: JSONValue?
    }

    private func cursor(of query: ListingQuery, _ visit: Visit, _ moment: Moment) throws(GoogleRefusal) -> ListingCursor {
        let calendar = visit.calendar
        var since: Int?
        if let token = query.fields["syncToken"] {
            guard query.excluded.isEmpty else {
                throw .invalid("Sync token cannot be used with other query restrictions.", parameter: query.excluded[0])
            }
            guard query.showsDeleted != false else {
                throw .invalid("showDeleted cannot be false with a sync token.", parameter: "showDeleted")
            }
            guard let sync = ListingCursor(token) else { throw .invalid("Invalid sync token value.", parameter: "syncToken") }
            guard sync.subject == calendar.id else { throw .fullSyncRequired }
            guard sync.parameters == query.lasting else {
                throw .invalid("The parameters are not those of the first listing.", parameter: "syncToken")
            }
            let age = moment.now.secondsSinceEpoch - sync.issued
            guard sync.base >= calendar.oldestToken, age <= settings.syncTokenLife else { throw .fullSyncRequired }
            since = sync.base
        }
        if let token = query.fields["pageToken"] {
            guard let page = ListingCursor(token), page.subject == calendar.id, page.parameters == query.lasting, page.since == since else {
                throw .invalid("Invalid page token value.", parameter: "pageToken")
            }
            return page
        }
        return ListingCursor(
            subject: calendar.id, parameters: query.lasting, since: since, base: calendar.revision, issued: moment.now.secondsSinceEpoch)
    }

    /// The number of the newest change that listings show yet.
    private func newestVisible(_ calendar: SimulatedCalendar, _ moment: Moment) -> Int {
        guard settings.visibilityDelay > 0 else { return calendar.revision }
        let border = moment.now + .seconds(settings.clockSkew - settings.visibilityDelay)
        let hidden = calendar.events.values.filter { $0.changedAt > border }.map(\.revision)
        return hidden.min().map { $0 - 1 } ?? calendar.revision
    }

    private func entries(
        _ query: ListingQuery, _ visit: Visit, since: Int?, upTo ceiling: Int, _ moment: Moment
    ) throws(GoogleRefusal) -> [Entry] {
        let calendar = held(visit)
        let clock = moment.zones.zone(named: calendar.timeZone) ?? .utc
        let isFull = since == nil
        let showsDeleted = since != nil || query.showsDeleted == true
        let updatedMin = try ListingWindow.instant(query.fields["updatedMin"], "updatedMin")
        var entries: [Entry] = []
        let changed = calendar.events.values.filter { $0.revision <= ceiling && $0.revision > since ?? 0 }
        for event in changed.sorted(by: { $0.revision < $1.revision }) where query.matches(event.resource) {
            if let updatedMin, event.changedAt < updatedMin { continue }
            if event.isCancelled, !showsDeleted, query.isExpanded || event.master == nil { continue }
            if event.isRecurring, !event.isCancelled {
                guard !isFull || isInWindow(event, calendar, query.window, moment) else { continue }
                if query.isExpanded {
                    let all = occurrences(of: event, in: calendar, query.window, moment)
                    for resource in all where calendar.events[resource["id"]?.string ?? ""] == nil {
                        entries.append(Entry(place: event.revision, resource: resource))
                    }
                    continue
                }
            } else if isFull, !event.isCancelled, !query.window.contains(event.resource, clock) {
                continue
            }
            entries.append(Entry(place: event.revision, resource: event.resource, earlier: event.earlier))
        }
        if query.order == "startTime" {
            entries.sort {
                (EventTime(stored: $0.resource["start"])?.instant(in: clock) ?? moment.now)
                    < (EventTime(stored: $1.resource["start"])?.instant(in: clock) ?? moment.now)
            }
            for index in entries.indices { entries[index].place = index + 1 }
        } else if query.isExpanded {
            // Several occurrences share a change: their places must still tell them apart.
            for index in entries.indices { entries[index].place = index + 1 }
        }
        return entries
    }

    private func isInWindow(_ event: SimulatedEvent, _ calendar: SimulatedCalendar, _ window: ListingWindow, _ moment: Moment) -> Bool {
        guard window.start != nil || window.end != nil else { return true }
        return !occurrences(of: event, in: calendar, window, moment).isEmpty
    }

    /// Deleted events are forgotten after a while; their ids may be used again.
    private mutating func forgetTombstones(_ id: String, _ moment: Moment) {
        let border = moment.now - .seconds(settings.tombstoneLife)
        guard let calendar = calendars[id] else { return }
        let old = calendar.events.values.filter { event in
            guard event.isCancelled, event.changedAt < border else { return false }
            // The exception of a live series stays as long as its series.
            return event.master.flatMap { calendar.events[$0] }.map(\.isCancelled) ?? true
        }
        for event in old {
            calendars[id]?.events[event.id] = nil
            // Whoever has not read since then must begin anew.
            calendars[id]?.oldestToken = max(calendar.oldestToken, event.revision)
        }
    }
}
