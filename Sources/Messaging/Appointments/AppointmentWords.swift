import Booking
import CivilTime
import Texts

/// What mails and calendars say about an appointment, in one language; everything that a person typed is made visible text.
struct AppointmentWords {
    let appointment: Appointment
    let business: Business
    let staff: [StaffMember]
    let texts: Texts
    /// The attendee whom alone it is about.
    var concerning: Booking.Attendee?

    var service: String { appointment.serviceName.singleLine }
    var businessName: String { business.name.singleLine }
    var people: String { staff.map(\.name.singleLine).joined(separator: ", ") }
    /// Empty when all of them were erased.
    private var names: String { appointment.attendees.map(\.name.singleLine).filter { !$0.isEmpty }.joined(separator: ", ") }
    var customers: String { names.isEmpty ? texts["mail.erasedCustomer"] : names }

    /// Whom a mail to staff speaks of: one customer, or how many come.
    var party: String {
        if let concerning { return concerning.name.singleLine.isEmpty ? texts["mail.erasedCustomer"] : concerning.name.singleLine }
        return appointment.group == nil ? customers : texts.count("mail.attendeeCount", appointment.attendees.count)
    }

    /// How many places of a shared appointment are taken; empty for one customer's.
    var filled: String {
        guard appointment.group != nil else { return "" }
        return texts(
            "mail.filled",
            ["filled": texts.number(appointment.filledAttendeesCount), "places": texts.number(appointment.maximumAttendeesCount)])
    }

    /// How to join the online meeting; empty for an appointment in one place.
    var online: String {
        switch appointment.meeting {
        case .ready(let link): link.singleLine
        case .wanted: texts["mail.onlineFollows"]
        case .unavailable: texts("mail.onlineTold", ["business": businessName])
        case nil: ""
        }
    }

    /// The same for whoever holds it, and must tell the customer where there is no link.
    var onlineForStaff: String {
        switch appointment.meeting {
        case .wanted: texts("mail.onlineFollowsStaff", ["customer": customers])
        case .unavailable: texts("mail.onlineTell", ["customer": customers])
        case .ready, nil: online
        }
    }

    /// The place of the appointment, or else the business's address; of an online meeting its link.
    var calendarPlace: String { place.isEmpty ? appointment.meeting?.link?.singleLine ?? "" : place }

    /// The place of the appointment, or else the business's address; people who meet online come nowhere.
    var place: String {
        let place = appointment.location.visibleLines
        if appointment.meeting != nil { return place.joined(separator: ", ") }
        return (place.isEmpty ? business.contact.address.visibleLines : place).joined(separator: ", ")
    }

    /// The promised price; empty when none is shown.
    var price: String {
        guard let (price, currency) = promise else { return "" }
        return price == 0 ? texts["mail.free"] : texts.money(price, currency: currency.singleLine)
    }

    /// Of several each has a promise of their own.
    private var promise: (price: Int, currency: String)? {
        if let place = concerning?.place { return place.price.map { ($0, place.currency) } }
        return appointment.group == nil ? appointment.price.map { ($0, appointment.currency) } : nil
    }

    var customerTitle: String { texts("mail.title", ["service": service, "party": businessName]) }
    var staffTitle: String {
        let party = concerning.map(\.name.singleLine) ?? (appointment.group == nil ? names : filled)
        return party.isEmpty ? service : texts("mail.title", ["service": service, "party": party])
    }

    /// The notes of a customer's calendar entry.
    func customerNotes(manageURL: String) -> String {
        var lines = [line("people", people), line("online", online), line("price", price)]
        if !manageURL.isEmpty { lines.append("\(texts["mail.changeButton"]): \(manageURL)") }
        lines.append(line("phone", business.contact.phone.singleLine))
        return lines.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// The notes of a staff member's calendar entry.
    func staffNotes(adminURL: String) -> String {
        var lines = [line("people", people), line("online", onlineForStaff), line("attendees", filled)]
        for attendee in appointment.attendees {
            lines += [
                line("customer", attendee.name.singleLine), line("email", attendee.email.singleLine),
                line("phone", attendee.phone.singleLine),
                line("notes", attendee.notes.visibleLines.joined(separator: "\n")),
            ]
            lines += attendee.answers.map { "\($0.lead.singleLine) \($0.said.visibleLines.joined(separator: "\n"))" }
        }
        lines += [line("price", price), line("staffNotes", appointment.staffNotes.visibleLines.joined(separator: "\n"))]
        if !adminURL.isEmpty { lines.append("\(texts["mail.openButton"]): \(adminURL)") }
        return lines.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func line(_ label: String, _ value: String) -> String { value.isEmpty ? "" : "\(texts["mail.\(label)"]): \(value)" }
}
