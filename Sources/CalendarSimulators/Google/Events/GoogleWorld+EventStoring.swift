import CivilTime

extension GoogleWorld {
    /// What a client may write, of what it sent.
    static func writable(_ body: JSONValue) -> JSONValue {
        var body = body
        for name in EventCheck.readOnly.union(["id", "iCalUID", "organizer"]) { body[name] = nil }
        return body
    }

    /// - Throws: for what cannot be changed in this way, or not by this person.
    func requireChangeable(_ current: JSONValue, _ change: JSONValue, _ visit: Visit) throws(GoogleRefusal) {
        if current["locked"]?.flag == true { throw .forbidden }
        if current["status"]?.string == "cancelled", current["recurringEventId"] == nil {
            guard settings.revivesDeleted, change["status"]?.string == "confirmed" else { throw .forbidden }
        }
        if let type = change["eventType"], type != current["eventType"] ?? "default" {
            throw .invalid("The type of an event cannot be changed.")
        }
        let isPrivate = ["private", "confidential"].contains(current["visibility"]?.string ?? "default")
        if isPrivate, !visit.role.seesPrivateDetails { throw .forbidden }
        let organizer = current["organizer"]?["email"]?.string?.lowercased()
        guard organizer != visit.calendar.id, organizer != visit.calendar.owner, current["guestsCanModify"]?.flag != true else { return }
        let shared: Set<String> = ["summary", "description", "location", "start", "end", "recurrence", "status", "conferenceData"]
        if change.members?.contains(where: { shared.contains($0.key) && $0.value != current[$0.key] }) == true { throw .notOrganizer }
    }

    /// A new event with all that Google adds.
    mutating func created(_ body: JSONValue, in visit: Visit, _ moment: Moment) throws(GoogleRefusal) -> JSONValue {
        var resource = body
        for name in EventCheck.readOnly.union(["organizer", "sequence"]) { resource[name] = nil }
        let id = body["id"]?.string ?? newName("")
        let now = moment.now + .seconds(settings.clockSkew)
        resource["kind"] = "calendar#event"
        resource["id"] = .text(id)
        resource["status"] = body["status"] ?? "confirmed"
        resource["htmlLink"] = .text("https://www.google.com/calendar/event?eid=\(id)")
        resource["created"] = .text(RFC3339.milliseconds(now))
        resource["creator"] = ["email": .text(visit.person.email)]
        resource["organizer"] = Self.party(of: visit.calendar)
        resource["iCalUID"] = body["iCalUID"] ?? .text("\(id)@google.com")
        resource["sequence"] = body["sequence"] ?? 0
        resource["reminders"] = body["reminders"] ?? ["useDefault": true]
        resource["eventType"] = body["eventType"] ?? "default"
        resource["conferenceData"] = nil
        return resource
    }

    static func party(of calendar: SimulatedCalendar) -> JSONValue {
        calendar.isPrimary
            ? ["email": .text(calendar.id)] : ["email": .text(calendar.id), "displayName": .text(calendar.summary)]
    }

    /// Checks, stores and shows what a write comes to.
    mutating func finish(
        _ resource: JSONValue, replacing current: JSONValue?, asked body: JSONValue, _ visit: Visit, _ request: SimulatedRequest,
        _ moment: Moment
    ) throws(GoogleRefusal) -> SimulatedAnswer {
        var resource = resource
        resource["conferenceData"] = current?["conferenceData"]
        resource["hangoutLink"] = current?["hangoutLink"]
        try arrangeConference(&resource, asked: body, visit.calendar, request, moment)
        resource = try EventCheck(calendar: visit.calendar, settings: settings, zones: moment.zones).stored(resource)
        if let current, ["start", "end", "recurrence", "status"].contains(where: { resource[$0] != current[$0] }) {
            resource["sequence"] = .integer(max(current["sequence"]?.integer ?? 0, resource["sequence"]?.integer ?? 0) + 1)
        }
        let id = resource["id"]?.string ?? ""
        if resource["status"]?.string == "cancelled", resource["recurringEventId"] == nil {
            cancel(resource, in: visit.calendar.id, moment)
        } else {
            store(resource, in: visit.calendar.id, moment)
            if resource["recurrence"] != nil || current?["recurrence"] != nil {
                forgetStrayExceptions(of: id, in: visit.calendar.id, moment)
            }
        }
        return try shown(
            id, Visit(person: visit.person, calendar: calendars[visit.calendar.id] ?? visit.calendar, role: visit.role), request, moment)
    }

    /// Changed occurrences of places that the rule of a series no longer has.
    mutating func forgetStrayExceptions(of master: String, in id: String, _ moment: Moment) {
        guard let calendar = calendars[id], let event = calendar.events[master] else { return }
        let exceptions = calendar.exceptions(of: master)
        guard !exceptions.isEmpty else { return }
        let layout = calendar.layout(of: event, zones: moment.zones)
        for exception in exceptions {
            let key = EventTime(stored: exception.resource["originalStartTime"])?.key ?? ""
            if layout?.place(key) == nil { calendars[id]?.events[exception.id] = nil }
        }
    }

    func shown(_ event: String, _ visit: Visit, _ request: SimulatedRequest, _ moment: Moment) throws(GoogleRefusal)
        -> SimulatedAnswer
    {
        let (resource, _) = try self.event(event, of: visit, moment)
        let view = try EventView(visit.calendar, for: visit.role, asked: request.parameters["timeZone"], zones: moment.zones)
        return .json(view.shown(resource), headers: Self.versionHeader(resource))
    }
}
