public import Booking

/// The unguessable links by which attendees move and cancel. Looked up by hash; the token is also kept sealed, so that a later mail can
/// repeat the link.
public struct ManageLinkStore {
    let transaction: Transaction

    /// - Throws: `StoreFailure.unique` when the attendee has a link already.
    public func insert(tokenHash: String, sealedToken: String, appointment: Appointment.ID, customer: Customer.ID) throws {
        try transaction.insert(
            ["token_hash": tokenHash, "sealed_token": sealedToken, "appointment": appointment, "customer": customer], into: "manage_links")
    }

    public func find(tokenHash: String) throws -> (appointment: Appointment.ID, customer: Customer.ID)? {
        try transaction.row(
            "SELECT appointment, customer FROM manage_links WHERE organization = ? AND token_hash = ?", transaction.organization, tokenHash
        ) { (try $0.id("appointment"), try $0.id("customer")) }
    }

    public func sealedToken(of appointment: Appointment.ID, customer: Customer.ID) throws -> String? {
        try transaction.row(
            "SELECT sealed_token FROM manage_links WHERE organization = ? AND appointment = ? AND customer = ?", transaction.organization,
            appointment, customer
        ) { try $0.text(at: 0) }
    }

    /// Lets a link open its customer's place in another appointment.
    /// - Parameter sealedToken: sealed for that appointment.
    public func move(of customer: Customer.ID, from appointment: Appointment.ID, to other: Appointment.ID, sealedToken: String) throws {
        try delete(of: other, customer: customer)
        try transaction.execute(
            "UPDATE manage_links SET appointment = ?, sealed_token = ? WHERE organization = ? AND appointment = ? AND customer = ?", other,
            sealedToken, transaction.organization, appointment, customer)
    }

    public func delete(of appointment: Appointment.ID, customer: Customer.ID) throws {
        try transaction.execute(
            "DELETE FROM manage_links WHERE organization = ? AND appointment = ? AND customer = ?", transaction.organization, appointment,
            customer)
    }
}
