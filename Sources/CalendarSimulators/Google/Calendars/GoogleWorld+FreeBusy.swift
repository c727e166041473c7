import CivilTime

extension GoogleWorld {
    /// Busy times of several calendars, merged; a calendar that cannot be read has an error in their place.
    func freeBusy(by person: SimulatedPerson, _ body: JSONValue, _ moment: Moment) throws(GoogleRefusal) -> SimulatedAnswer {
        guard let start = try ListingWindow.instant(body["timeMin"]?.string, "timeMin"),
            let end = try ListingWindow.instant(body["timeMax"]?.string, "timeMax")
        else { throw .required("Required") }
        guard start < end else { throw .emptyTime }
        guard let shown = moment.zones.zone(named: body["timeZone"]?.string ?? "UTC") else { throw .invalid("Invalid time zone.") }
        let ids = (body["items"]?.elements ?? []).compactMap { $0["id"]?.string }
        var found: [String: JSONValue] = [:]
        for (index, id) in ids.enumerated() {
            let key = id == "primary" ? person.email : id
            if index >= min(50, Int(body["calendarExpansionMax"]?.integer ?? 50)) {
                found[id] = ["errors": [["domain": "calendar", "reason": "tooManyCalendarsRequested"]], "busy": []]
            } else if let calendar = calendars[key], calendar.role(of: person.email) > .none {
                let busy = busyTimes(of: calendar, in: Span(start, end), moment)
                found[id] = [
                    "busy": .list(
                        busy.map { ["start": .text(RFC3339.text($0.start, in: shown)), "end": .text(RFC3339.text($0.end, in: shown))] })
                ]
            } else {
                found[id] = ["errors": [["domain": "global", "reason": "notFound"]], "busy": []]
            }
        }
        return .json([
            "kind": "calendar#freeBusy", "timeMin": .text(RFC3339.milliseconds(start)), "timeMax": .text(RFC3339.milliseconds(end)),
            "calendars": .object(found),
        ])
    }

    /// What Google counts as busy: neither free nor cancelled nor declined, and neither a place of work nor a birthday.
    func busyTimes(of calendar: SimulatedCalendar, in window: Span, _ moment: Moment) -> [Span] {
        let clock = moment.zones.zone(named: calendar.timeZone) ?? .utc
        var bounds = ListingWindow.everything
        (bounds.start, bounds.end) = (window.start, window.end)
        let resources = calendar.events.values.flatMap { event -> [JSONValue] in
            if event.isCancelled || event.master.flatMap({ calendar.events[$0] }) != nil { return [] }
            guard event.isRecurring else { return bounds.contains(event.resource, clock) ? [event.resource] : [] }
            return occurrences(of: event, in: calendar, bounds, moment)
        }
        let busy = resources.filter { Self.isBusy($0, in: calendar) }.compactMap { resource -> Span? in
            guard let start = EventTime(stored: resource["start"])?.instant(in: clock),
                let end = EventTime(stored: resource["end"])?.instant(in: clock)
            else { return nil }
            return Span(start, end).intersection(window)
        }
        return Array(SpanSet(busy))
    }

    private static func isBusy(_ resource: JSONValue, in calendar: SimulatedCalendar) -> Bool {
        if resource["status"]?.string == "cancelled" || resource["transparency"]?.string == "transparent" { return false }
        if ["workingLocation", "birthday"].contains(resource["eventType"]?.string ?? "default") { return false }
        let own = (resource["attendees"]?.elements ?? []).first { attendee in
            let email = attendee["email"]?.string?.lowercased()
            return email == calendar.id || (calendar.isPrimary && email == calendar.owner)
        }
        return own?["responseStatus"]?.string != "declined"
    }
}
