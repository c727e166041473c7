import Booking
import CalendarSync
import CivilTime
import Persistence

extension Kalends {
    /// A booking that was cancelled takes place after all, at its old time. Its people get a new confirmation, and its events are made anew
    /// under other names: the old ones were deleted.
    /// - Throws: `StoreFailure.overlap` when somebody has the time.
    func reinstate(_ before: Appointment, actor: Actor, _ transaction: Transaction) throws {
        let change = AppointmentChange(kalends: self, transaction: transaction, now: now)
        var after = before
        after.status = .confirmed
        // The one that there was went with its event.
        if before.meeting != nil { after.meeting = try promisedMeeting(with: before.staff, of: before.service, known: before, transaction) }
        after.sequence += 1
        after.revision += 1
        after.updatedAt = max(now, before.updatedAt + .seconds(1))
        try transaction.appointments.update(after)
        try change.claim(after)
        for var link in try transaction.links.all(appointment: after.id) where link.state == .closed {
            link.generation += 1
            link.remoteID = nil
            try transaction.links.put(link)
        }
        try change.record(.reinstated, before, after, actor: actor, reason: "")
        try change.mail(.confirmation, after)
        try change.push(after)
    }
}
