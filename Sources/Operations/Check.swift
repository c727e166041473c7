import Texts

/// The checks of typed text that several forms share. They look at unicode scalars: a character that a combining mark follows is another
/// `Character`, but the same structure to whoever parses the text.
enum Check {
    /// One `@` with something before it and a dotted host after it, or this machine's own name `localhost`; 254 bytes at most (RFC 5321 section 4.5.3.1), no blanks, no
    /// control, invisible or bracketing characters that a mail header would read as structure.
    static func isEmail(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard text.utf8.count <= 254, let at = scalars.firstIndex(of: "@") else { return false }
        let local = String(scalars[..<at])
        let host = String(scalars[scalars.index(after: at)...])
        guard (1...64).contains(local.utf8.count), local.unicodeScalars.allSatisfy(canStandInLocalPart) else { return false }
        guard local.utf8.first != dot, local.utf8.last != dot, !hasTwoDotsInARow(local) else { return false }
        // A host of one word is a slip: name@gmail.
        guard host.unicodeScalars.contains(".") || host.lowercased() == "localhost" else { return false }
        return host.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { isHostLabel(String($0)) }
    }

    private static let dot = UInt8(ascii: ".")

    private static func hasTwoDotsInARow(_ text: String) -> Bool {
        zip(text.utf8, text.utf8.dropFirst()).contains { $0 == dot && $1 == dot }
    }

    private static func canStandInLocalPart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse, .surrogate: false
        default: !"<>()[],;:\\\"@".unicodeScalars.contains(scalar)
        }
    }

    private static func isHostLabel(_ label: String) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return (1...63).contains(label.utf8.count) && label.utf8.first != hyphen && label.utf8.last != hyphen
            && label.unicodeScalars.allSatisfy { scalar in
                if scalar.isASCII { return isPlain(scalar) || scalar == "-" }
                return switch scalar.properties.generalCategory {
                case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark,
                    .decimalNumber:
                    true
                default: false
                }
            }
    }

    /// Digits with the usual marks between them; 5 to 20 digits.
    static func isPhone(_ text: String) -> Bool {
        let digits = text.unicodeScalars.count { isDigit($0) }
        return (5...20).contains(digits) && text.utf8.count <= 40
            && text.unicodeScalars.allSatisfy { isDigit($0) || "+-./() x#".unicodeScalars.contains($0) }
    }

    /// - Parameters:
    ///   - limit: in unicode scalars, as one `Character` can be as long as a book.
    ///   - noun: what the sentences call the field: the keys are `<noun>TooLong` and `<noun>Unprintable`.
    static func text(_ text: String, field: String, limit: Int, noun: String, allowsLines: Bool = false) -> [FieldFault] {
        var faults: [FieldFault] = []
        if text.unicodeScalars.count > limit {
            faults.append(FieldFault(field: field, key: "\(noun)TooLong", values: ["limit": String(limit)]))
        }
        if text.unicodeScalars.contains(where: { isControl($0) && !(allowsLines && isLineMark($0)) }) {
            faults.append(FieldFault(field: field, key: "\(noun)Unprintable"))
        }
        return faults
    }

    /// Whether a person sees anything of it: a name of invisible characters is no name.
    static func isVisible(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            if scalar.properties.isWhitespace { return false }
            return switch scalar.properties.generalCategory {
            case .control, .format, .nonspacingMark, .enclosingMark, .unassigned, .surrogate: false
            default: true
            }
        }
    }

    /// `#rrggbb`, lower or upper case.
    static func isColor(_ text: String) -> Bool {
        let digits = "0123456789abcdefABCDEF".utf8
        return text.utf8.count == 7 && text.utf8.first == UInt8(ascii: "#") && text.utf8.dropFirst().allSatisfy { digits.contains($0) }
    }

    /// `https://host[:port]` (or http), or `*`.
    static func isOrigin(_ text: String) -> Bool {
        if text == "*" { return true }
        let scheme = text.hasPrefix("https://") ? 8 : text.hasPrefix("http://") ? 7 : 0
        let host = text.unicodeScalars.dropFirst(scheme)
        return scheme > 0 && !host.isEmpty && host.count <= 253 && host.allSatisfy { isPlain($0) || "-.:[]*".unicodeScalars.contains($0) }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        isDigit(scalar) || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    private static func isLineMark(_ scalar: Unicode.Scalar) -> Bool { "\n\r\t\u{2028}\u{2029}".unicodeScalars.contains(scalar) }
}

extension String {
    /// Without blanks and line ends at either end.
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
