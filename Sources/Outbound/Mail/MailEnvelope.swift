/// A finished mail with the addresses it comes from and goes to, which its headers need not repeat (RFC 5321 section 2.3.1).
public struct MailEnvelope: Sendable {
    /// A bare address, where reports of failure go.
    public var from: String
    /// Bare addresses, at least one.
    public var recipients: [String]
    /// RFC 5322 with CRLF line ends.
    public var message: [UInt8]

    public init(from: String, recipients: [String], message: [UInt8]) {
        self.from = from
        self.recipients = recipients
        self.message = message
    }
}

extension MailEnvelope {
    /// Why the server should not even be asked.
    var flaw: String? {
        if recipients.isEmpty { return "the mail has no recipient" }
        return ([from] + recipients).first { !Self.isBareAddress($0) }.map { "“\($0)” is not a mail address" }
    }

    /// The message with every lone CR or LF made a line end (RFC 5321 section 2.3.8): nothing in it can be taken for the end of the mail.
    var wireForm: [UInt8] {
        var wire: [UInt8] = []
        wire.reserveCapacity(message.count + 64)
        var previous: UInt8 = 0
        for byte in message {
            if byte == UInt8(ascii: "\n"), previous != UInt8(ascii: "\r") { wire.append(UInt8(ascii: "\r")) }
            if previous == UInt8(ascii: "\r"), byte != UInt8(ascii: "\n") { wire.append(UInt8(ascii: "\n")) }
            wire.append(byte)
            previous = byte
        }
        if previous == UInt8(ascii: "\r") { wire.append(UInt8(ascii: "\n")) }
        return wire
    }

    private static func isBareAddress(_ address: String) -> Bool {
        guard let at = address.lastIndex(of: "@"), at != address.startIndex, address.index(after: at) != address.endIndex else {
            return false
        }
        return address.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F && $0 != "<" && $0 != ">" }
    }
}
