import CivilTime

extension GoogleWorld {
    /// The person's list of calendars, page by page: all of it, or what changed since a sync token.
    func listCalendars(by person: SimulatedPerson, _ request: SimulatedRequest, _ moment: Moment) throws(GoogleRefusal) -> SimulatedAnswer {
        let fields = request.parameters
        let showsHidden = try fields.flag("showHidden") ?? false
        let size = min(try fields.count("maxResults") ?? 100, 250, settings.largestPage)
        let least: GoogleRole?
        if let name = fields["minAccessRole"] {
            guard let role = GoogleRole(rawValue: name), role > .none else { throw .invalid("Invalid value.", parameter: "minAccessRole") }
            least = role
        } else {
            least = nil
        }
        let cursor = try cursor(fields, person, lasting: String(showsHidden), moment)
        let asksForDeleted = try fields.flag("showDeleted") ?? false
        let showsDeleted = cursor.since != nil || asksForDeleted
        let entries = person.list.filter { id, entry in
            guard entry.revision > cursor.since ?? 0, entry.revision > cursor.after, showsDeleted || !entry.isDeleted else { return false }
            if entry.isHidden, !showsHidden, !entry.isDeleted { return false }
            guard let calendar = calendars[id] else { return false }
            return entry.isDeleted || calendar.role(of: person.email) >= least ?? .freeBusyReader
        }.sorted { $0.value.revision < $1.value.revision }
        var answer: JSONValue = ["kind": "calendar#calendarList", "etag": .text("\"l\(person.listRevision)\"")]
        let page = entries.prefix(size)
        answer["items"] = .list(page.compactMap { entry(of: $0.key, for: person) })
        if entries.count > page.count, let last = page.last {
            var next = cursor
            next.after = last.value.revision
            answer["nextPageToken"] = .text(next.text)
        } else {
            let token = ListingCursor(
                subject: person.subject, parameters: cursor.parameters, since: nil, base: cursor.base, issued: moment.now.secondsSinceEpoch)
            answer["nextSyncToken"] = .text(token.text)
        }
        return .json(answer)
    }

    func getListEntry(_ id: String, by person: SimulatedPerson) throws(GoogleRefusal) -> SimulatedAnswer {
        let visit = try visit(id, by: person)
        guard person.list[visit.calendar.id]?.isDeleted == false, let entry = entry(of: visit.calendar.id, for: person) else {
            throw .notFound
        }
        return .json(entry)
    }

    mutating func patchListEntry(_ id: String, by person: SimulatedPerson, _ body: JSONValue) throws(GoogleRefusal) -> SimulatedAnswer {
        let visit = try visit(id, by: person)
        guard let index = people.firstIndex(where: { $0.subject == person.subject }), person.list[visit.calendar.id]?.isDeleted == false
        else {
            throw .notFound
        }
        people[index].changeList(visit.calendar.id) { entry in
            if let hidden = body["hidden"]?.flag { entry.isHidden = hidden }
            if let selected = body["selected"]?.flag { entry.isSelected = selected }
            if let name = body["summaryOverride"] { entry.summaryOverride = name.string }
        }
        notify(list: person.subject)
        return try getListEntry(id, by: people[index])
    }

    private func cursor(
        _ fields: FormFields, _ person: SimulatedPerson, lasting: String, _ moment: Moment
    ) throws(GoogleRefusal) -> ListingCursor {
        var since: Int?
        if let token = fields["syncToken"] {
            for name in ["minAccessRole", "showOwnOrganizationOnly"] where fields[name] != nil {
                throw .invalid("Sync token cannot be used with other query restrictions.", parameter: name)
            }
            guard let sync = ListingCursor(token) else { throw .invalid("Invalid sync token value.", parameter: "syncToken") }
            guard sync.subject == person.subject, moment.now.secondsSinceEpoch - sync.issued <= settings.syncTokenLife else {
                throw .fullSyncRequired
            }
            since = sync.base
        }
        guard let token = fields["pageToken"] else {
            return ListingCursor(
                subject: person.subject, parameters: lasting, since: since, base: person.listRevision, issued: moment.now.secondsSinceEpoch)
        }
        guard let page = ListingCursor(token), page.subject == person.subject, page.since == since else {
            throw .invalid("Invalid page token value.", parameter: "pageToken")
        }
        return page
    }

    private func entry(of id: String, for person: SimulatedPerson) -> JSONValue? {
        guard let calendar = calendars[id], let entry = person.list[id] else { return nil }
        var resource = Self.resource(of: calendar)
        resource["kind"] = "calendar#calendarListEntry"
        resource["etag"] = .text("\"e\(entry.revision)-\(calendar.ownRevision)\"")
        if entry.isDeleted {
            resource = ["kind": "calendar#calendarListEntry", "etag": resource["etag"] ?? .null, "id": .text(id), "deleted": true]
            return resource
        }
        resource["accessRole"] = .text(calendar.role(of: person.email).rawValue)
        resource["colorId"] = "14"
        resource["backgroundColor"] = "#9fe1e7"
        resource["foregroundColor"] = "#000000"
        resource["defaultReminders"] = []
        if entry.isSelected { resource["selected"] = true }
        if entry.isHidden { resource["hidden"] = true }
        if let name = entry.summaryOverride { resource["summaryOverride"] = .text(name) }
        if calendar.isPrimary, calendar.owner == person.email { resource["primary"] = true }
        return resource
    }
}
