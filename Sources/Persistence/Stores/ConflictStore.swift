public import Booking
public import CalendarSync

public struct ConflictStore {
    let transaction: Transaction

    public func insert(_ conflict: SyncConflict) throws {
        transaction.touch(.conflicts)
        try transaction.insert(conflict)
    }

    public func update(_ conflict: SyncConflict) throws {
        transaction.touch(.conflicts)
        try transaction.update(conflict)
    }

    public func find(_ id: SyncConflict.ID) throws -> SyncConflict? { try transaction.find(where: "id = ?", id) }

    /// What waits for a person, the oldest first.
    public func open() throws -> [SyncConflict] { try transaction.all("AND settled_at IS NULL ORDER BY opened_at, id") }

    /// The open conflict about one topic, at first where an appointment's event is; the schema allows one at a time.
    public func open(
        of appointment: Appointment.ID, resource: Resource.ID, about topic: SyncConflict.Topic = .event
    ) throws -> SyncConflict? {
        try transaction.find(
            where: "appointment = ? AND resource = ? AND topic = ? AND settled_at IS NULL", appointment, resource, topic.text)
    }

    /// All conflicts about an appointment's resource, open and settled, the latest first.
    public func all(of appointment: Appointment.ID, resource: Resource.ID) throws -> [SyncConflict] {
        try transaction.all("AND appointment = ? AND resource = ? ORDER BY opened_at DESC, id DESC", appointment, resource)
    }

    /// What the outside events of a calendar are in the way of, open, by appointment.
    public func openOverlaps(in calendar: ConnectedCalendar.ID) throws -> [SyncConflict] {
        try transaction.all("AND calendar = ? AND kind = 'overlapped' AND settled_at IS NULL ORDER BY appointment, id", calendar)
    }

    /// What outside events of a person were or are in the way of: their titles are kept no more.
    public func forgetTitles(resource: Resource.ID) throws {
        let overlaps: [SyncConflict] = try transaction.all("AND resource = ? AND kind = 'overlapped' ORDER BY id", resource)
        for var conflict in overlaps {
            guard case .overlapped(var clash) = conflict.kind, clash.title != nil else { continue }
            clash.title = nil
            conflict.kind = .overlapped(by: clash)
            try update(conflict)
        }
    }

    /// Open and settled, the latest first.
    public func all(resource: Resource.ID, limit: Int) throws -> [SyncConflict] {
        try transaction.all("AND resource = ? ORDER BY opened_at DESC, id LIMIT ?", resource, limit)
    }
}
