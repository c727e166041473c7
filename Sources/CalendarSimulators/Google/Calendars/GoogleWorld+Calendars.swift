import CivilTime

extension GoogleWorld {
    func getCalendar(_ id: String, by person: SimulatedPerson) throws(GoogleRefusal) -> SimulatedAnswer {
        .json(Self.resource(of: try visit(id, by: person).calendar))
    }

    mutating func insertCalendar(by person: SimulatedPerson, _ body: JSONValue, _ moment: Moment) throws(GoogleRefusal) -> SimulatedAnswer {
        guard let summary = body["summary"]?.string, !summary.isEmpty else { throw .required("Missing title.") }
        let zone = body["timeZone"]?.string ?? "UTC"
        guard moment.zones.zone(named: zone) != nil else { throw .invalid("Invalid time zone.") }
        let id = addCalendar(summary, timeZone: zone, of: person)
        calendars[id]?.description = body["description"]?.string
        return .json(Self.resource(of: try visit(id, by: person).calendar))
    }

    mutating func patchCalendar(
        _ id: String, by person: SimulatedPerson, _ request: SimulatedRequest, _ body: JSONValue, _ moment: Moment
    ) throws(GoogleRefusal) -> SimulatedAnswer {
        let visit = try writableVisit(id, by: person)
        let key = visit.calendar.id
        if let zone = body["timeZone"]?.string {
            guard moment.zones.zone(named: zone) != nil else { throw .invalid("Invalid time zone.") }
            calendars[key]?.timeZone = zone
        }
        if let summary = body["summary"]?.string { calendars[key]?.summary = summary }
        if let description = body["description"] { calendars[key]?.description = description.string }
        calendars[key]?.ownRevision += 1
        // What the calendar says of itself does not show up in anybody's list as a change.
        return .json(Self.resource(of: try self.visit(id, by: person).calendar))
    }

    mutating func deleteCalendar(_ id: String, by person: SimulatedPerson) throws(GoogleRefusal) -> SimulatedAnswer {
        let visit = try visit(id, by: person)
        guard visit.role == .owner else { throw .needsOwner }
        guard !visit.calendar.isPrimary else { throw .invalid("Cannot delete the primary calendar.") }
        removeCalendar(visit.calendar.id)
        return .empty
    }

    /// A new secondary calendar in its owner's list.
    mutating func addCalendar(_ summary: String, timeZone: String, of person: SimulatedPerson) -> String {
        let id = "c_\(newName(""))@group.calendar.google.com"
        calendars[id] = SimulatedCalendar(id: id, summary: summary, timeZone: timeZone, owner: person.email, isPrimary: false)
        list(id, for: person.subject)
        return id
    }

    mutating func removeCalendar(_ id: String) {
        calendars[id]?.isDeleted = true
        for index in people.indices where people[index].list[id] != nil {
            people[index].changeList(id) { $0.isDeleted = true }
            notify(list: people[index].subject)
        }
    }

    mutating func list(_ id: String, for subject: String) {
        guard let index = people.firstIndex(where: { $0.subject == subject }) else { return }
        people[index].changeList(id) { $0.isDeleted = false }
        notify(list: subject)
    }

    static func resource(of calendar: SimulatedCalendar) -> JSONValue {
        var resource: JSONValue = [
            "kind": "calendar#calendar", "etag": .text("\"c\(calendar.ownRevision)\""), "id": .text(calendar.id),
            "summary": .text(calendar.summary), "timeZone": .text(calendar.timeZone), "conferenceProperties": conferences(of: calendar),
        ]
        if let description = calendar.description { resource["description"] = .text(description) }
        if !calendar.isPrimary { resource["dataOwner"] = .text(calendar.owner) }
        return resource
    }

    static func conferences(of calendar: SimulatedCalendar) -> JSONValue {
        ["allowedConferenceSolutionTypes": calendar.offersMeet ? ["hangoutsMeet"] : []]
    }
}
