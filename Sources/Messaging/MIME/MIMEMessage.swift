public import CivilTime
public import ICalendar

/// A mail as it travels (RFC 5322, 2045): plain text and HTML side by side, and an invitation beside them and attached where there is one.
public struct MIMEMessage: Sendable {
    /// An invitation (RFC 6047): the method of its part must be the METHOD within.
    public struct Invitation: Sendable {
        public var method: CalendarMethod
        public var bytes: [UInt8]

        public init(method: CalendarMethod, bytes: [UInt8]) {
            self.method = method
            self.bytes = bytes
        }
    }

    public var from: MailParty
    public var to: MailParty
    public var replyTo: MailParty?
    public var subject: String
    /// With its angle brackets.
    public var messageID: String
    public var date: Instant
    /// BCP 47.
    public var language: String
    public var text: String
    public var html: String
    public var invitation: Invitation?

    public init(
        from: MailParty, to: MailParty, replyTo: MailParty? = nil, subject: String, messageID: String, date: Instant,
        language: String = "en",
        text: String, html: String, invitation: Invitation? = nil
    ) {
        self.from = from
        self.to = to
        self.replyTo = replyTo
        self.subject = subject
        self.messageID = messageID
        self.date = date
        self.language = language
        self.text = text
        self.html = html
        self.invitation = invitation
    }

    /// The whole message with CRLF line ends, ready for SMTP; the same value always gives the same bytes.
    public func serialized() -> [UInt8] {
        Array((headers.map(\.serialized).joined() + body.serialized).utf8)
    }

    private var headers: [HeaderField] {
        var fields = [HeaderField("Date", Self.dateText(date)), HeaderField("From", party: from), HeaderField("To", party: to)]
        if let replyTo, !replyTo.bareAddress.isEmpty { fields.append(HeaderField("Reply-To", party: replyTo)) }
        fields += [
            HeaderField("Subject", text: subject),
            HeaderField("Message-ID", messageID),
            HeaderField("MIME-Version", "1.0"),
            HeaderField("Content-Language", language),
            HeaderField("Auto-Submitted", "auto-generated"),
            HeaderField("X-Auto-Response-Suppress", "All"),
        ]
        return fields
    }

    private var body: MIMEPart {
        var alternatives = [
            MIMEPart(type: "text/plain; charset=UTF-8", content: .text(text)),
            MIMEPart(type: "text/html; charset=UTF-8", content: .text(html)),
        ]
        guard let invitation else { return .multipart("alternative", alternatives, boundary: boundary("alternative")) }
        alternatives.append(
            MIMEPart(
                type: "text/calendar; charset=UTF-8; method=\(invitation.method.rawValue); component=VEVENT",
                content: .bytes(invitation.bytes)))
        let attachment = MIMEPart(
            type: "application/ics; name=\"invite.ics\"", disposition: "attachment; filename=\"invite.ics\"",
            content: .bytes(invitation.bytes))
        let parts: [MIMEPart] = [.multipart("alternative", alternatives, boundary: boundary("alternative")), attachment]
        return .multipart("mixed", parts, boundary: boundary("mixed"))
    }

    /// `=_` stands in no quoted-printable and no base64 body (RFC 2045 section 6.7).
    private func boundary(_ kind: String) -> String { "=_\(kind)_\(Fingerprint.of(messageID, kind))" }

    /// RFC 5322 section 3.3, in UTC; its words are English in every language.
    static func dateText(_ instant: Instant) -> String {
        let civil = Zone.utc.civil(at: instant)
        let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let day = days[civil.date.weekday.rawValue - 1]
        return "\(day), \(civil.date.day) \(months[civil.date.month - 1]) \(civil.date.year) \(civil.time.clock) +0000"
    }
}

extension TimeOfDay {
    /// "14:30:00"
    fileprivate var clock: String { [hour, minute, second].map { $0 < 10 ? "0\($0)" : String($0) }.joined(separator: ":") }
}
