public import Booking
public import CalendarSync

/// What joins appointments to their events in the linked calendars.
public struct LinkStore {
    let transaction: Transaction

    /// Inserts the link, or overwrites the one of that appointment and resource.
    public func put(_ link: Link) throws {
        transaction.touch(.calendars)
        try transaction.put(link)
    }

    public func find(appointment: Appointment.ID, resource: Resource.ID) throws -> Link? {
        try transaction.find(where: "appointment = ? AND resource = ?", appointment, resource)
    }

    public func find(remoteID: RemoteItem.ID, calendar: ConnectedCalendar.ID) throws -> Link? {
        try transaction.find(where: "calendar = ? AND remote_id = ? ORDER BY appointment LIMIT 1", calendar, remoteID)
    }

    /// What `find(remoteID:calendar:)` finds of each of the items; one without a link has no entry.
    public func all(remoteIDs: [RemoteItem.ID], calendar: ConnectedCalendar.ID) throws -> [RemoteItem.ID: Link] {
        var found: [RemoteItem.ID: Link] = [:]
        try Placeholders.chunks(remoteIDs.map(\.sqlValue)) { list, values in
            let sql = "SELECT * FROM links WHERE organization = ? AND calendar = ? AND remote_id IN (\(list)) ORDER BY appointment"
            let links = try transaction.rows(sql, [transaction.organization.sqlValue, calendar.sqlValue] + values, Link.init(row:))
            for link in links { if let id = link.remoteID, found[id] == nil { found[id] = link } }
        }
        return found
    }

    public func all(calendar: ConnectedCalendar.ID) throws -> [Link] {
        try transaction.all("AND calendar = ? ORDER BY appointment, resource", calendar)
    }

    public func all(appointment: Appointment.ID) throws -> [Link] {
        try transaction.all("AND appointment = ? ORDER BY resource", appointment)
    }

    public func delete(appointment: Appointment.ID, resource: Resource.ID) throws {
        transaction.touch(.calendars)
        try transaction.execute(
            "DELETE FROM links WHERE organization = ? AND appointment = ? AND resource = ?", transaction.organization, appointment, resource
        )
    }
}
