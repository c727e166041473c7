public import Booking
import Texts

/// What a customer types on the page, or staff on their behalf.
public struct CustomerDetails: Hashable, Sendable {
    public var name: String
    public var email: String
    public var phone: String
    public var notes: String
    /// What they answered to the questions of the service; judged when it is booked.
    public var answers: [GivenAnswer]
    /// What programs store with the booking about this customer, a JSON text; `nil`: nothing.
    public var stored: String?

    public init(name: String, email: String = "", phone: String = "", notes: String = "", answers: [GivenAnswer] = []) {
        self.name = name
        self.email = email
        self.phone = phone
        self.notes = notes
        self.answers = answers
    }

    /// The details without blanks around them; of a customer's, a field that the service hides is emptied.
    /// - Parameter isStaff: staff may note what the page does not ask.
    func tidied(for fields: CustomerFields, isStaff: Bool) -> CustomerDetails {
        func isKept(_ rule: CustomerFields.Rule) -> Bool { isStaff || rule != .hidden }
        var details = CustomerDetails(
            name: name.trimmed, email: isKept(fields.email) ? email.trimmed.lowercased() : "",
            phone: isKept(fields.phone) ? phone.trimmed : "",
            notes: isKept(fields.notes) ? notes.trimmed : "", answers: answers)
        details.stored = stored
        return details
    }

    /// What keeps the details from being stored; empty when they are good.
    /// - Parameter isStaff: staff may leave out what the service asks of customers.
    func faults(for fields: CustomerFields, isStaff: Bool) -> [FieldFault] {
        var faults: [FieldFault] = []
        if !Check.isVisible(name) { faults.append(FieldFault(field: "name", key: "nameMissing")) }
        faults += Check.text(name, field: "name", limit: 200, noun: "name")
        if email.isEmpty {
            if fields.email == .required, !isStaff { faults.append(FieldFault(field: "email", key: "emailMissing")) }
        } else if !Check.isEmail(email) {
            faults.append(FieldFault(field: "email", key: "emailMalformed"))
        }
        if phone.isEmpty {
            if fields.phone == .required, !isStaff { faults.append(FieldFault(field: "phone", key: "phoneMissing")) }
        } else if !Check.isPhone(phone) {
            faults.append(FieldFault(field: "phone", key: "phoneMalformed"))
        }
        if notes.isEmpty, fields.notes == .required, !isStaff {
            faults.append(FieldFault(field: "notes", key: "notesMissing"))
        }
        faults += Check.text(notes, field: "notes", limit: 4000, noun: "notes", allowsLines: true)
        return faults
    }
}
