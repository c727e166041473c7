public import Booking
public import CalendarSync

public struct CalendarStore {
    let transaction: Transaction

    /// - Throws: `StoreFailure.unique` when another calendar of the resource is linked already.
    public func insert(_ calendar: ConnectedCalendar) throws {
        transaction.touch(.calendars)
        try transaction.insert(calendar)
    }

    /// - Throws: `StoreFailure.unique` when another calendar of the resource is linked already.
    public func update(_ calendar: ConnectedCalendar) throws {
        transaction.touch(.calendars)
        try transaction.update(calendar)
    }

    public func find(_ id: ConnectedCalendar.ID) throws -> ConnectedCalendar? { try transaction.find(where: "id = ?", id) }

    public func all() throws -> [ConnectedCalendar] { try transaction.all("ORDER BY resource, name, id") }

    public func all(of resource: Resource.ID) throws -> [ConnectedCalendar] {
        try transaction.all("AND resource = ? ORDER BY name, id", resource)
    }

    public func all(account: CalendarAccount.ID) throws -> [ConnectedCalendar] {
        try transaction.all("AND account = ? ORDER BY name, id", account)
    }

    /// The calendar in which the resource's bookings are written.
    public func linked(of resource: Resource.ID) throws -> ConnectedCalendar? {
        try transaction.find(where: "resource = ? AND is_linked = 1", resource)
    }

    /// Removes the calendar with its items, links and busy time. Conflicts stay, and hold their time until they are settled.
    public func delete(_ id: ConnectedCalendar.ID) throws {
        transaction.touch(.calendars, .availability)
        try transaction.execute("DELETE FROM calendars WHERE organization = ? AND id = ?", transaction.organization, id)
    }
}
