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
