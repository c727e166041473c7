public import Booking
public import CivilTime

/// Which forms were sent: one rendered form books at most once.
public struct SubmissionStore {
    let transaction: Transaction

    public func appointment(for formID: String) throws -> Appointment.ID? {
        try transaction.row(
            "SELECT appointment FROM submissions WHERE organization = ? AND form_id = ?", transaction.organization, formID
        ) { try $0.id("appointment") }
    }

    /// - Throws: `StoreFailure.unique` when the form has booked already.
    public func insert(formID: String, appointment: Appointment.ID, at instant: Instant) throws {
        try transaction.insert(["form_id": formID, "appointment": appointment, "created_at": instant], into: "submissions")
    }

    /// - Returns: how many were removed.
    @discardableResult
    public func deleteBefore(_ instant: Instant) throws -> Int {
        try transaction.execute("DELETE FROM submissions WHERE organization = ? AND created_at < ?", transaction.organization, instant)
    }
}
