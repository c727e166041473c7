/// What a text must look like, told twice: as a check, and as a regular expression for whoever writes one (ECMA-262, as JSON Schema
/// 2020-12 wants).
public struct StringForm: Sendable {
    /// The format of JSON Schema 2020-12 (Validation, section 7.3) that says the same, if one does.
    public let format: String?
    /// Texts that match are accepted.
    public let pattern: String
    /// What is wanted, for the sentence *write …*.
    public let remedy: String
    /// True when a text is accepted.
    public let accepts: @Sendable (String) -> Bool

    /// A form of one's own; check and pattern must agree.
    public init(format: String? = nil, pattern: String, remedy: String, accepts: @escaping @Sendable (String) -> Bool) {
        self.format = format
        self.pattern = pattern
        self.remedy = remedy
        self.accepts = accepts
    }

    /// Any text without the character U+0000, which databases cannot keep.
    public static let any = StringForm(pattern: "^[^\\u0000]*$", remedy: "it without the character U+0000") { text in
        !text.utf8.contains(0)
    }

    /// One line: any text without control characters.
    public static let line = StringForm(pattern: "^[^\\u0000-\\u001F\\u007F]*$", remedy: "it on one line, without control characters") {
        text in
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    /// A mail address, or nothing: characters without blanks around one `@`. Whether it exists only a mail can tell.
    public static let emailAddress = StringForm(
        pattern: "^([^\\u0000- \\u007F@<>,;]+@[^\\u0000- \\u007F@<>,;]+)?$", remedy: "an address such as ada@example.org"
    ) { text in
        guard !text.isEmpty else { return true }
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0 > 0x20 && $0 != 0x7F && !",;<>".utf8.contains($0) } }
    }

    /// An address of the web, or nothing.
    public static let webAddress = StringForm(
        pattern: "^(https?://[^\\u0000- \\u007F\"<>]+)?$", remedy: "an address that starts with https:// or http://"
    ) { text in
        guard !text.isEmpty else { return true }
        guard let start = ["https://", "http://"].first(where: { text.utf8.starts(with: $0.utf8) }) else { return false }
        let rest = text.utf8.dropFirst(start.utf8.count)
        return !rest.isEmpty && rest.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"\"<>".utf8.contains($0) }
    }

    /// The code of a currency in three capital letters (ISO 4217).
    public static let currencyCode = StringForm(pattern: "^[A-Z]{3}$", remedy: "three capital letters such as EUR") { text in
        text.utf8.count == 3 && text.utf8.allSatisfy { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 }
    }

    /// A colour in six hexadecimal digits after `#`.
    public static let color = StringForm(pattern: "^#[0-9A-Fa-f]{6}$", remedy: "a colour such as #1A7F5A") { text in
        let bytes = text.utf8
        return bytes.count == 7 && bytes.first == UInt8(ascii: "#")
            && bytes.dropFirst().allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
    }
}
