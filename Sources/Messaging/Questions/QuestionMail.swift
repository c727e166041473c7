public import Booking
public import CivilTime
import Texts

/// A mail that asks a customer about an appointment whose time is in doubt; the answer is given on a page.
public struct QuestionMail: Sendable {
    public var appointment: Appointment
    /// Who is asked; with an address.
    public var attendee: Booking.Attendee
    public var business: Business
    /// The page with the answers.
    public var url: String
    /// `nil` where it is not known yet when the mail is sent: the page says it.
    public var answerUntil: Instant?
    public var sender: MailParty
    /// The mail's Date.
    public var stamp: Instant
    public var zones: ZoneDatabase

    public init(
        appointment: Appointment, attendee: Booking.Attendee, business: Business, url: String, answerUntil: Instant?, sender: MailParty,
        stamp: Instant, zones: ZoneDatabase
    ) {
        self.appointment = appointment
        self.attendee = attendee
        self.business = business
        self.url = url
        self.answerUntil = answerUntil
        self.sender = sender
        self.stamp = stamp
        self.zones = zones
    }

    /// The finished mail; the same value gives the same bytes.
    public func compose() -> ComposedMail {
        let letter = letter
        let replyTo = business.contact.replyTo.singleLine
        return ComposedMail(
            MIMEMessage(
                from: sender, to: recipient, replyTo: replyTo.isEmpty ? nil : MailParty(name: sender.name, address: replyTo),
                subject: letter.subject, messageID: messageID, date: stamp, language: texts.language.code, text: letter.text,
                html: letter.html))
    }

    private var recipient: MailParty { MailParty(name: attendee.name, address: attendee.email) }
    private var texts: Texts { Texts(language: attendee.language) }

    private var messageID: String {
        "<\(Fingerprint.of("question", url)).\(Fingerprint.of(url, recipient.bareAddress.lowercased(), "person"))@\(sender.domain)>"
    }

    private var zone: Zone {
        let ofBusiness = zones.zone(named: business.zone) ?? .utc
        return business.page.showsBusinessZoneOnly ? ofBusiness : zones.zone(named: attendee.zone) ?? ofBusiness
    }

    private var letter: Letter {
        let name = recipient.name.singleLine
        let words = AppointmentWords(appointment: appointment, business: business, staff: [], texts: texts)
        let values = ["business": words.businessName, "service": words.service]
        return Letter(
            language: texts.language.code,
            subject: texts("mail.questionSubject", values),
            preview: texts.when(appointment.span, in: zone),
            brand: words.businessName,
            accent: Accent(business.page.accent),
            heading: texts["mail.questionHeading"],
            greeting: name.isEmpty ? texts["mail.greetingNameless"] : texts("mail.greeting", ["name": name]),
            lead: texts("mail.questionLead", values),
            facts: [
                Letter.Fact(label: texts["mail.what"], lines: [words.service]),
                Letter.Fact(label: texts["mail.when"], lines: [texts.when(appointment.span, in: zone)]),
            ].filter { !$0.lines.allSatisfy(\.isEmpty) },
            button: Letter.Button(label: texts["mail.questionButton"], url: url, hint: texts("mail.linkHint", ["link": url])),
            paragraphs: [
                answerUntil.map { texts("mail.questionUntil", ["when": texts.when($0, in: zone)]) } ?? texts["mail.questionUntilOnPage"],
                texts["mail.questionUnanswered"],
            ],
            footer: texts("mail.customerFooter", ["business": words.businessName])
        )
    }
}
