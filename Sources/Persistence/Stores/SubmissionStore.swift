public import Booking
public import CivilTime

/// Which forms were sent: one rendered form books at most once.
public struct SubmissionStore {
    let transaction: Transaction

    public func appointment(for formID: String) throws -> Appointment.ID? { try booking(for: formID)?.appointment }

    /// What a form booked, and for whom; no customer is told where there is but one.
    public func booking(for formID: String) throws -> (appointment: Appointment.ID, customer: Customer.ID?)? {
        try transaction.row(
            "SELECT appointment, customer FROM submissions WHERE organization = ? AND form_id = ?", transaction.organization, formID
        ) { (try $0.id("appointment"), try $0.idOrNil("customer")) }
    }

    /// - Throws: `StoreFailure.unique` when the form has booked already.
    public func insert(formID: String, appointment: Appointment.ID, customer: Customer.ID? = nil, at instant: Instant) throws {
        try transaction.insert(
            ["form_id": formID, "appointment": appointment, "customer": customer, "created_at": instant], into: "submissions")
    }

    /// The booking that a form made is another appointment now.
    public func move(of customer: Customer.ID, from appointment: Appointment.ID, to other: Appointment.ID) throws {
        try transaction.execute(
            "UPDATE submissions SET appointment = ? WHERE organization = ? AND appointment = ? AND customer = ?", other,
            transaction.organization, appointment, customer)
    }

    /// - Returns: how many were removed.
    @discardableResult
    public func deleteBefore(_ instant: Instant) throws -> Int {
        try transaction.execute("DELETE FROM submissions WHERE organization = ? AND created_at < ?", transaction.organization, instant)
    }
}
