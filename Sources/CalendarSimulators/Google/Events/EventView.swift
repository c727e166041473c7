import CivilTime

/// An event as one person sees it.
struct EventView {
    let calendar: SimulatedCalendar
    let role: GoogleRole
    let clock: Zone
    let zoneName: String
    var maxAttendees: Int?

    /// - Parameter asked: the zone that the request names for the answer.
    init(
        _ calendar: SimulatedCalendar, for role: GoogleRole, asked: String?, maxAttendees: Int? = nil, zones: ZoneDatabase
    ) throws(GoogleRefusal) {
        self.calendar = calendar
        self.role = role
        self.maxAttendees = maxAttendees
        zoneName = asked ?? calendar.timeZone
        guard let clock = zones.zone(named: zoneName) else { throw .invalid("Invalid time zone.", parameter: "timeZone") }
        self.clock = clock
    }

    func shown(_ stored: JSONValue) -> JSONValue {
        var resource = hidesDetails(of: stored) ? Self.timesOnly(stored) : stored
        for name in ["start", "end", "originalStartTime"] {
            if let time = EventTime(stored: stored[name]) { resource[name] = time.shown(in: clock, zone: zoneName) }
        }
        for name in ["organizer", "creator"] {
            guard let email = resource[name]?["email"]?.string else { continue }
            resource[name]?["self"] = isSelf(email) ? true : nil
        }
        if resource["conferenceData"]?["due"] != nil { resource["conferenceData"]?["due"] = nil }
        if let attendees = resource["attendees"]?.elements {
            var shown = attendees.map { attendee in
                var attendee = attendee
                attendee["self"] = isSelf(attendee["email"]?.string ?? "") ? true : nil
                return attendee
            }
            if let maxAttendees, shown.count > maxAttendees {
                resource["attendeesOmitted"] = true
                shown = shown.filter { $0["self"]?.flag == true }
            }
            resource["attendees"] = .list(shown)
        }
        return resource
    }

    /// A deleted event in a listing: only what is promised.
    func tombstone(_ stored: JSONValue) -> JSONValue {
        var bare: JSONValue = ["kind": "calendar#event", "status": "cancelled"]
        for name in ["id", "etag", "recurringEventId"] { bare[name] = stored[name] }
        if let time = EventTime(stored: stored["originalStartTime"]) { bare["originalStartTime"] = time.shown(in: clock, zone: zoneName) }
        return bare
    }

    /// An entry of a listing.
    func listed(_ stored: JSONValue) -> JSONValue {
        stored["status"]?.string == "cancelled" ? tombstone(stored) : shown(stored)
    }

    private func isSelf(_ email: String) -> Bool {
        let email = email.lowercased()
        return email == calendar.id || (calendar.isPrimary && email == calendar.owner)
    }

    private func hidesDetails(of stored: JSONValue) -> Bool {
        if !role.seesDetails { return true }
        let isPrivate = ["private", "confidential"].contains(stored["visibility"]?.string ?? "default")
        return isPrivate && !role.seesPrivateDetails
    }

    private static func timesOnly(_ stored: JSONValue) -> JSONValue {
        var bare: JSONValue = ["visibility": "private"]
        let kept = [
            "kind", "etag", "id", "status", "htmlLink", "created", "updated", "start", "end", "originalStartTime", "recurringEventId",
            "recurrence", "transparency", "iCalUID", "sequence", "eventType",
        ]
        for name in kept { bare[name] = stored[name] }
        return bare
    }
}
