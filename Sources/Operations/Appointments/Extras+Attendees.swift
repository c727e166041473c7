public import Booking

extension Extras {
    /// What programs store with one attendee of an appointment, a JSON text: it is the attendee's, and goes when they do.
    public subscript(attendee customer: Customer.ID) -> String? {
        get { self["customers.\(customer)"] }
        set { self["customers.\(customer)"] = newValue }
    }
}
