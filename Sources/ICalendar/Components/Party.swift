/// Somebody who takes part in an event: its organizer or an attendee (RFC 5545 sections 3.8.4.1, 3.8.4.3).
public struct Party: Hashable, Sendable {
    /// The mail address in lower case, without `mailto:`; another kind of address as it is written.
    public var address: String
    /// The name to show (CN).
    public var name: String?
    /// What the attendee answered; nil where the calendar says nothing or a word that RFC 5545 does not know.
    public var participationStatus: ParticipationStatus?

    /// A party with an address in any spelling; mail addresses are put in lower case and lose their `mailto:`.
    public init(address: String, name: String? = nil, participationStatus: ParticipationStatus? = nil) {
        self.address = Self.canonical(address)
        self.name = name
        self.participationStatus = participationStatus
    }

    /// Reads ORGANIZER or ATTENDEE. Where the value is not a mail address, the EMAIL parameter (RFC 7986) is one.
    public init(_ property: Property) {
        let value = property.value.trimmed
        let isMail = value.asciiLowercased.hasPrefix("mailto:")
        let name = property.parameter("CN")?.trimmed
        self.init(
            address: isMail ? value : property.parameter("EMAIL") ?? value,
            name: name.flatMap { $0.isEmpty ? nil : $0 },
            participationStatus: property.parameter("PARTSTAT").flatMap { ParticipationStatus(rawValue: $0.asciiUppercased) }
        )
    }

    /// An address in the form in which addresses are compared: without `mailto:`, and a mail address in lower case.
    static func canonical(_ address: String) -> String {
        let trimmed = address.trimmed
        let isMail = trimmed.asciiLowercased.hasPrefix("mailto:")
        let bare = isMail ? String(decoding: trimmed.utf8.dropFirst(7), as: UTF8.self).trimmed : trimmed
        return bare.utf8.contains(UInt8(ascii: "@")) ? bare.asciiLowercased : bare
    }
}

/// An attendee is a party with an answer.
public typealias Attendee = Party

/// What an attendee answered (RFC 5545 section 3.2.12).
public enum ParticipationStatus: String, Hashable, Sendable {
    /// No answer yet.
    case needsAction = "NEEDS-ACTION"
    /// Yes.
    case accepted = "ACCEPTED"
    /// No.
    case declined = "DECLINED"
    /// Perhaps.
    case tentative = "TENTATIVE"
    /// Somebody else comes instead.
    case delegated = "DELEGATED"
}
