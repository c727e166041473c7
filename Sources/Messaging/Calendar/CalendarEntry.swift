public import Booking
public import CivilTime
import Texts

/// One appointment as one recipient sees it in a calendar.
public struct CalendarEntry: Sendable {
    public var appointment: Appointment
    public var title: String
    public var location: String
    /// Lines of plain text.
    public var notes: String
    /// Where the recipient sees or changes it; empty: nowhere.
    public var url: String
    /// The sender of the invitations: the mail's From.
    public var organizer: MailParty
    /// The one person that the invitation names; `nil` for a file or feed, which invites nobody.
    public var recipient: MailParty?
    /// DTSTAMP: rises with every message about the appointment (RFC 5546 section 2.1.5).
    public var stamp: Instant

    public init(
        appointment: Appointment, title: String, location: String, notes: String, url: String, organizer: MailParty, recipient: MailParty?,
        stamp: Instant
    ) {
        self.appointment = appointment
        self.title = title
        self.location = location
        self.notes = notes
        self.url = url
        self.organizer = organizer
        self.recipient = recipient
        self.stamp = stamp
    }

    /// The entry of a customer, which names no other customer and holds no notes of the staff.
    /// - Parameter isInvitation: whether the customer is named as invited; not in a file to download.
    public static func customer(
        _ attendee: Booking.Attendee, _ appointment: Appointment, business: Business, staff: [StaffMember], manageURL: String,
        organizer: MailParty,
        stamp: Instant? = nil, isInvitation: Bool = true
    ) -> CalendarEntry {
        let words = AppointmentWords(appointment: appointment, business: business, staff: staff, texts: Texts(language: attendee.language))
        return CalendarEntry(
            appointment: appointment, title: words.customerTitle, location: words.calendarPlace,
            notes: words.customerNotes(manageURL: manageURL),
            url: manageURL, organizer: organizer,
            recipient: isInvitation ? MailParty(name: attendee.name, address: attendee.email) : nil, stamp: stamp ?? appointment.updatedAt)
    }

    /// The entry of the people who take the appointment: with the customer's details and the notes.
    /// - Parameter recipient: `nil` for a feed.
    public static func staff(
        _ recipient: MailParty?, _ appointment: Appointment, business: Business, staff: [StaffMember], adminURL: String,
        organizer: MailParty,
        stamp: Instant? = nil
    ) -> CalendarEntry {
        let words = AppointmentWords(appointment: appointment, business: business, staff: staff, texts: Texts(language: business.language))
        return CalendarEntry(
            appointment: appointment, title: words.staffTitle, location: words.calendarPlace, notes: words.staffNotes(adminURL: adminURL),
            url: adminURL,
            organizer: organizer, recipient: recipient, stamp: stamp ?? appointment.updatedAt)
    }
}
