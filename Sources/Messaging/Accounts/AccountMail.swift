public import Booking
public import CivilTime
import Texts

/// A mail to somebody who uses the admin app, or is invited to.
public struct AccountMail: Sendable {
    public enum Kind: Hashable, Sendable {
        case invitation(link: String, inviter: String, role: Role, validUntil: Instant? = nil)
        case passwordReset(link: String, validUntil: Instant)
        case test
        /// A calendar connection does not work any more. Whoever can do nothing about it gets no link; one of somebody's own works for a time.
        case connectionLost(
            link: String?, button: String, sentence: String, person: String, detail: String, validUntil: Instant? = nil,
            isToldToOthers: Bool
        )
        /// It works again.
        case connectionRestored(link: String?, person: String, connection: String, since: Instant)
        /// Please connect your own calendar.
        case connectInvitation(link: String, inviter: String, validUntil: Instant)
        /// A calendar was connected by an invitation, and is read to its end.
        case connected(link: String, person: String, connection: String, use: CalendarUse, isOwn: Bool)
        /// Connecting did not succeed: why, and what to do.
        case connectFailed(link: String, person: String, reason: String, isOwn: Bool)
        /// A program is not told of anything any more: it is gone, or took nothing since; what it answered last.
        case webhookOff(link: String, name: String, address: String, isGone: Bool, since: Instant, last: String)
    }

    /// What a connected calendar is used for.
    public enum CalendarUse: String, Hashable, Sendable, CaseIterable {
        case both
        /// Bookings are written into it; what stands there closes no time.
        case bookingsOnly
        /// What stands there closes time; bookings are written nowhere.
        case timeOnly
        /// The settings let nothing through.
        case nothing
    }

    public var kind: Kind
    public var recipient: MailParty
    public var sender: MailParty
    /// The name of the business that the mail speaks for.
    public var business: String
    /// BCP 47.
    public var language: String
    /// In which times are told.
    public var zone: Zone
    /// The mail's Date.
    public var stamp: Instant
    /// What tells this mail from others of its kind to the same person; the Message-ID is made of it.
    public var nonce: String

    public init(
        kind: Kind, to recipient: MailParty, sender: MailParty, business: String, language: String = "en", zone: Zone = .utc,
        stamp: Instant,
        nonce: String
    ) {
        self.kind = kind
        self.recipient = recipient
        self.sender = sender
        self.business = business
        self.language = language
        self.zone = zone
        self.stamp = stamp
        self.nonce = nonce
    }

    /// The finished mail; the same value gives the same bytes.
    public func compose() -> ComposedMail {
        let letter = letter
        return ComposedMail(
            MIMEMessage(
                from: sender, to: recipient, subject: letter.subject, messageID: messageID, date: stamp, language: texts.language.code,
                text: letter.text, html: letter.html))
    }

    var texts: Texts { Texts(language: language) }

    private var messageID: String {
        "<\(Fingerprint.of("account", nonce)).\(Fingerprint.of(nonce, recipient.bareAddress.lowercased(), "person"))@\(sender.domain)>"
    }
}
