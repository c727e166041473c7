import CivilTime

/// Who asks about which calendar.
struct Visit {
    let person: SimulatedPerson
    /// Without its events.
    let calendar: SimulatedCalendar
    let role: GoogleRole

    init(person: SimulatedPerson, calendar: SimulatedCalendar, role: GoogleRole) {
        self.person = person
        self.calendar = calendar.withoutEvents
        self.role = role
    }
}

extension GoogleWorld {
    /// The calendar of an id or of the alias `primary`, if the person may see anything of it.
    func visit(_ id: String, by person: SimulatedPerson) throws(GoogleRefusal) -> Visit {
        let id = id == "primary" ? person.email : id
        guard let calendar = calendars[id], !calendar.isDeleted else { throw .notFound }
        let role = calendar.role(of: person.email)
        guard role > .none else { throw .notFound }
        return Visit(person: person, calendar: calendar, role: role)
    }

    /// The same for somebody who wants to write.
    func writableVisit(_ id: String, by person: SimulatedPerson) throws(GoogleRefusal) -> Visit {
        let visit = try visit(id, by: person)
        guard visit.role.mayWrite else { throw .needsWriter }
        return visit
    }

    /// The event of that id, deleted ones too.
    func event(_ id: String, of visit: Visit, _ moment: Moment) throws(GoogleRefusal) -> (resource: JSONValue, stored: SimulatedEvent?) {
        guard let found = calendars[visit.calendar.id]?.find(id, zones: moment.zones) else { throw .notFound }
        return found
    }

    /// The calendar with its events, to be read and let go.
    func held(_ visit: Visit) -> SimulatedCalendar { calendars[visit.calendar.id] ?? visit.calendar }

    /// - Throws: 412 where the request is based on another version than the one there is.
    func requireMatch(_ resource: JSONValue, _ request: SimulatedRequest) throws(GoogleRefusal) {
        guard let wanted = request.headers["if-match"], wanted != "*" else { return }
        guard wanted == resource["etag"]?.string else { throw .changed }
    }

    /// The stored change of an event; everybody who watches is told.
    mutating func store(_ resource: JSONValue, in calendar: String, _ moment: Moment) {
        calendars[calendar]?.put(resource, at: moment.now + .seconds(settings.clockSkew))
        notify(events: calendar, moment)
    }
}
