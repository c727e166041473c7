public import Booking

/// A name with a mail address.
public struct MailParty: Hashable, Sendable {
    /// May be empty.
    public var name: String
    /// A bare address: `ana@example.org`.
    public var address: String

    public init(name: String, address: String) {
        self.name = name
        self.address = address
    }

    /// Reads `ana@example.org`, `Ana <ana@example.org>` or `"Ana" <ana@example.org>`, as an operator writes a sender.
    public init(parsing text: String) {
        guard let open = text.lastIndex(of: "<"), let close = text[open...].firstIndex(of: ">") else {
            self.init(name: "", address: text.singleLine)
            return
        }
        let name = String(text[..<open]).singleLine
        let isQuoted = name.count > 1 && name.hasPrefix("\"") && name.hasSuffix("\"")
        let address = String(text[text.index(after: open)..<close]).singleLine
        self.init(name: isQuoted ? String(name.dropFirst().dropLast()) : name, address: address)
    }

    /// The sender of a business's mails: the instance's address under the business's sender name (B47).
    /// - Parameter mailFrom: `KALENDS_MAIL_FROM`, with or without a name; its name gives way to the business's.
    public static func sender(of business: Business, mailFrom: String) -> MailParty {
        let name = business.contact.senderName.singleLine
        return MailParty(name: name.isEmpty ? business.name : name, address: MailParty(parsing: mailFrom).address)
    }

    /// The address without anything that could end it within a header or an invitation.
    public var bareAddress: String {
        String(String.UnicodeScalarView(address.unicodeScalars.filter { Self.canStand($0) }))
    }

    /// The part of the address behind the `@`, fit for a Message-ID.
    var domain: String {
        let parts = bareAddress.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { return "kalends.invalid" }
        let isPlain = parts[1].utf8.allSatisfy { $0.isAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
        return isPlain ? String(parts[1]) : "kalends.invalid"
    }

    /// Whether a scalar is neither a blank, invisible, nor one with a meaning of its own in RFC 5322.
    private static func canStand(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator: false
        default: !"<>\"\\,;:()[]".unicodeScalars.contains(scalar)
        }
    }
}

extension UInt8 {
    var isAlphanumeric: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: false
        }
    }
}
