public import Booking
public import CivilTime
import ICalendar
import Texts

/// A mail that tells one person of an appointment: that it was made, changed, cancelled, confirmed after a wait, or left by
/// one of several attendees. A customer is handed the appointment as they may see it (`Appointment.seen(by:)`).
public struct AppointmentMail: Sendable {
    public enum Kind: String, Hashable, Sendable {
        case confirmation, change, cancellation, approval
        /// One of several attendees has a place no more; for the others it takes place.
        case departure
    }

    /// Whom it tells; each has an address.
    public enum Audience: Hashable, Sendable {
        case customer(Booking.Attendee)
        /// Somebody with a linked calendar gets no invitation: the event itself is there already.
        case staff(StaffMember, hasLinkedCalendar: Bool)
    }

    public var kind: Kind
    public var audience: Audience
    /// As it is after the change.
    public var appointment: Appointment
    /// The time before the change.
    public var previousSpan: Span?
    public var business: Business
    public var service: Service
    /// Everybody who takes the appointment.
    public var staff: [StaffMember]
    /// The customer's manage page, or the appointment in the admin app for staff.
    public var url: String
    /// The booking page, offered to customers whose appointment is cancelled; empty: it is not.
    public var bookingURL: String
    public var reason: String
    /// From, and the organizer of the invitation; see `MailParty.sender(of:mailFrom:)`.
    public var sender: MailParty
    /// When the change happened: the mail's Date and the invitation's DTSTAMP, later with every message about the appointment.
    public var stamp: Instant
    public var zones: ZoneDatabase
    /// The attendee whom alone a mail to staff is about; `nil`: all of them.
    public var concerning: Booking.Attendee?

    public init(
        kind: Kind, audience: Audience, appointment: Appointment, previousSpan: Span? = nil, business: Business, service: Service,
        staff: [StaffMember], url: String, bookingURL: String = "", reason: String = "", sender: MailParty, stamp: Instant,
        zones: ZoneDatabase, concerning: Booking.Attendee? = nil
    ) {
        self.kind = kind
        self.audience = audience
        self.appointment = appointment
        self.previousSpan = previousSpan
        self.business = business
        self.service = service
        self.staff = staff
        self.url = url
        self.bookingURL = bookingURL
        self.reason = reason
        self.sender = sender
        self.stamp = stamp
        self.zones = zones
        self.concerning = concerning
    }

    /// The finished mail. The same value gives the same bytes; the Message-ID depends on appointment, change and recipient alone.
    public func compose() -> ComposedMail {
        let letter = letter
        return ComposedMail(
            MIMEMessage(
                from: sender, to: recipient, replyTo: replyTo, subject: letter.subject, messageID: messageID, date: stamp,
                language: texts.language.code, text: letter.text, html: letter.html, invitation: invitation))
    }

    /// Who gets the mail.
    public var recipient: MailParty {
        switch audience {
        case .customer(let attendee): MailParty(name: attendee.name, address: attendee.email)
        case .staff(let member, _): MailParty(name: member.name, address: member.email)
        }
    }

    var texts: Texts {
        switch audience {
        case .customer(let attendee): Texts(language: attendee.language)
        case .staff: Texts(language: business.language)
        }
    }

    /// Customers answer the business (B46).
    private var replyTo: MailParty? {
        guard case .customer = audience, !business.contact.replyTo.singleLine.isEmpty else { return nil }
        return MailParty(name: sender.name, address: business.contact.replyTo.singleLine)
    }

    /// Whether the recipient has the appointment no more.
    var isOver: Bool {
        switch (kind, audience) {
        case (.cancellation, _), (.departure, .customer): true
        default: false
        }
    }

    private var messageID: String {
        let role = if case .customer = audience { "customer" } else { "staff" }
        let change = Fingerprint.of(
            appointment.id.rawValue, String(appointment.sequence), String(appointment.revision), kind.rawValue, role, "change")
        let person = Fingerprint.of(appointment.id.rawValue, role, recipient.bareAddress.lowercased(), "person")
        return "<\(change).\(person)@\(sender.domain)>"
    }

    private var invitation: MIMEMessage.Invitation? {
        let entry: CalendarEntry
        switch audience {
        case .staff(_, hasLinkedCalendar: true): return nil
        case .staff:
            entry = .staff(
                recipient, appointment, business: business, staff: staff, adminURL: url, organizer: sender, stamp: stamp)
        case .customer(let attendee):
            entry = .customer(
                attendee, appointment, business: business, staff: staff, manageURL: url, organizer: sender, stamp: stamp)
        }
        let method: CalendarMethod = isOver ? .cancel : .request
        return MIMEMessage.Invitation(method: method, bytes: AppointmentCalendar.ics(method: method, entry))
    }
}
