import CivilTime

extension GoogleWorld {
    mutating func insertEvent(
        in id: String, by person: SimulatedPerson, _ request: SimulatedRequest, _ body: JSONValue, _ moment: Moment
    ) throws(GoogleRefusal) -> SimulatedAnswer {
        let visit = try writableVisit(id, by: person)
        if body["id"] != nil, body["iCalUID"] != nil { throw .invalid("Supply id or iCalUID, not both.") }
        if let chosen = body["id"] {
            guard let text = chosen.string, EventCheck.isValid(id: text) else { throw .invalid("Invalid resource id value.") }
            // The ids of deleted events stay taken.
            guard calendars[visit.calendar.id]?.events[text] == nil else { throw .duplicate }
        }
        if body["eventType"]?.string == "fromGmail" {
            throw GoogleRefusal(400, "eventTypeRestriction", "Events of this type cannot be created.", domain: "calendar")
        }
        let resource = try created(body, in: visit, moment)
        return try finish(resource, replacing: nil, asked: body, visit, request, moment)
    }

    /// A private copy of an event, found again by its iCalUID.
    mutating func importEvent(
        in id: String, by person: SimulatedPerson, _ request: SimulatedRequest, _ body: JSONValue, _ moment: Moment
    ) throws(GoogleRefusal) -> SimulatedAnswer {
        let visit = try writableVisit(id, by: person)
        guard let uid = body["iCalUID"]?.string, !uid.isEmpty else { throw .required("Missing iCalUID.") }
        guard body["eventType"]?.string ?? "default" == "default" else { throw .invalid("Only default events can be imported.") }
        var body = body
        body["id"] = nil
        let held = calendars[visit.calendar.id]?.events.values.first { $0.resource["iCalUID"]?.string == uid && $0.master == nil }
        var resource = try created(body, in: visit, moment)
        resource["iCalUID"] = .text(uid)
        if let organizer = body["organizer"] { resource["organizer"] = organizer }
        if let held { resource["id"] = .text(held.id) }
        return try finish(resource, replacing: held?.resource, asked: body, visit, request, moment)
    }

    mutating func patchEvent(
        _ event: String, in id: String, by person: SimulatedPerson, _ request: SimulatedRequest, _ body: JSONValue, _ moment: Moment
    ) throws(GoogleRefusal) -> SimulatedAnswer {
        let visit = try writableVisit(id, by: person)
        let (current, _) = try self.event(event, of: visit, moment)
        let patch = Self.writable(body)
        try requireChangeable(current, patch, visit)
        try requireMatch(current, request)
        return try finish(current.merging(patch), replacing: current, asked: body, visit, request, moment)
    }

    mutating func updateEvent(
        _ event: String, in id: String, by person: SimulatedPerson, _ request: SimulatedRequest, _ body: JSONValue, _ moment: Moment
    ) throws(GoogleRefusal) -> SimulatedAnswer {
        let visit = try writableVisit(id, by: person)
        let (current, _) = try self.event(event, of: visit, moment)
        let draft = Self.writable(body)
        try requireChangeable(current, draft, visit)
        try requireMatch(current, request)
        var resource = draft
        let kept = [
            "kind", "id", "htmlLink", "created", "creator", "organizer", "iCalUID", "sequence", "eventType", "recurringEventId",
            "originalStartTime",
        ]
        for name in kept { resource[name] = current[name] }
        resource["status"] = draft["status"] ?? "confirmed"
        resource["reminders"] = draft["reminders"] ?? ["useDefault": true]
        // With version 0 the conference is left alone, whatever the body says.
        if request.parameters["conferenceDataVersion"] != "1" {
            resource["conferenceData"] = current["conferenceData"]
            resource["hangoutLink"] = current["hangoutLink"]
        }
        return try finish(resource, replacing: current, asked: body, visit, request, moment)
    }

    mutating func deleteEvent(
        _ event: String, in id: String, by person: SimulatedPerson, _ request: SimulatedRequest, _ moment: Moment
    ) throws(GoogleRefusal) -> SimulatedAnswer {
        let visit = try writableVisit(id, by: person)
        let (current, _) = try self.event(event, of: visit, moment)
        guard current["status"]?.string != "cancelled" else { throw .deleted }
        if current["locked"]?.flag == true { throw .forbidden }
        try requireMatch(current, request)
        cancel(current, in: visit.calendar.id, moment)
        return .empty
    }

    mutating func moveEvent(
        _ event: String, in id: String, by person: SimulatedPerson, _ request: SimulatedRequest, _ moment: Moment
    ) throws(GoogleRefusal) -> SimulatedAnswer {
        let visit = try writableVisit(id, by: person)
        guard let destination = request.parameters["destination"] else { throw .required("Missing destination.") }
        let target = try writableVisit(destination, by: person)
        let (current, stored) = try self.event(event, of: visit, moment)
        guard let stored, stored.type == "default", stored.master == nil, !stored.isCancelled else {
            throw .invalid("The event cannot be moved.")
        }
        guard target.calendar.id != visit.calendar.id, calendars[target.calendar.id]?.events[event].map(\.isCancelled) ?? true else {
            throw .duplicate
        }
        var moved = current
        moved["organizer"] = Self.party(of: target.calendar)
        store(moved, in: target.calendar.id, moment)
        cancel(current, in: visit.calendar.id, moment)
        return try shown(
            event, Visit(person: person, calendar: calendars[target.calendar.id] ?? target.calendar, role: target.role), request, moment)
    }

    /// Deletes an event; with a series its changed occurrences go too, without a word about them.
    mutating func cancel(_ resource: JSONValue, in calendar: String, _ moment: Moment) {
        guard let id = resource["id"]?.string else { return }
        for exception in calendars[calendar]?.exceptions(of: id) ?? [] { calendars[calendar]?.events[exception.id] = nil }
        var cancelled = resource
        cancelled["status"] = "cancelled"
        store(cancelled, in: calendar, moment)
    }
}
