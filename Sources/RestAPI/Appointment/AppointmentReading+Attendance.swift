import Booking
import Operations
import RestShape

/// Who is to attend an appointment.
extension AppointmentReading {
    /// The customers whom the body names by their ids, with their places in it.
    var named: [(index: Int, customer: Customer.ID)] {
        item.customers.enumerated().compactMap { index, entry in
            entry.customerID?.orNil.map { (index, Customer.ID($0)) }
        }
    }

    /// Somebody who comes.
    /// - Throws: `GraphError`.
    func newcomer(_ entry: CustomerInformation, _ index: Int) throws(GraphError) -> Newcomer {
        Newcomer(
            customer: entry.customerID?.orNil.map { Customer.ID($0) }, details: entry.details(nil), zone: try zone(entry.zone, index))
    }

    /// Writes into the appointment what is said of those who stay; the others go, and whoever is named besides comes.
    /// - Throws: `GraphError`.
    func attendance(of before: Appointment, into after: inout Appointment) throws(GraphError) -> ReviseAppointment.Places {
        guard before.group != nil, given.contains("customers") else { return try alone(before, &after) }
        var places = ReviseAppointment.Places()
        var staying: Set<Customer.ID> = []
        for (index, entry) in item.customers.enumerated() {
            guard let known = before.attendees.first(where: { entry.means($0) && !staying.contains($0.customer) }) else {
                places.joining.append(try newcomer(entry, index))
                continue
            }
            staying.insert(known.customer)
            try take(entry, index, known, &after, &places)
        }
        places.leaving = before.attendees.map(\.customer).filter { !staying.contains($0) }
        for customer in places.leaving { after.extras[attendee: customer] = nil }
        return places
    }

    /// The same where one customer is meant: the only one, or the first of several by the properties that stand beside the list.
    private func alone(_ before: Appointment, _ after: inout Appointment) throws(GraphError) -> ReviseAppointment.Places {
        var places = ReviseAppointment.Places()
        guard item.customers.count <= 1 || before.group != nil else {
            throw GraphError(.notProcessable, "The appointment is for one customer: send one entry.", target: "customers")
        }
        guard let known = before.attendees.first else { return places }
        let entry = first()
        if let id = entry.customerID?.orNil, id != known.customer.rawValue {
            throw GraphError(
                .notProcessable, "An appointment keeps its customer: cancel it, and make one for the other.",
                target: "customers[0].customerId")
        }
        try take(entry, 0, known, &after, &places)
        return places
    }

    private func take(
        _ entry: CustomerInformation, _ index: Int, _ known: Attendee, _ after: inout Appointment, _ places: inout ReviseAppointment.Places
    ) throws(GraphError) {
        let zone = try self.zone(entry.zone, index)
        for place in after.attendees.indices where after.attendees[place].customer == known.customer {
            after.attendees[place] = entry.applied(to: known, zone: zone)
        }
        guard given.contains("customers") else { return }
        after.extras[attendee: known.customer] = entry.stored
        places.answers[known.customer] = entry.given
    }
}

extension CustomerInformation {
    /// Whether it is about somebody who attends: by the id, or else by the mail address, or else by the name.
    fileprivate func means(_ attendee: Attendee) -> Bool {
        if let id = customerID?.orNil { return id == attendee.customer.rawValue }
        if let email = email?.orNil { return email.lowercased() == attendee.email }
        return attendee.email.isEmpty && name == attendee.name
    }
}
