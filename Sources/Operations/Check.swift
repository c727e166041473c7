import Texts

/// The checks of typed text that several forms share.
enum Check {
    /// One `@` with something before it and a dotted or bare host after it; 254 bytes at most (RFC 5321 section 4.5.3.1), no blanks, no
    /// control or bracketing characters that a mail header would read as structure.
    static func isEmail(_ text: String) -> Bool {
        guard text.utf8.count <= 254, let at = text.lastIndex(of: "@") else { return false }
        let local = text[..<at]
        let host = text[text.index(after: at)...]
        guard (1...64).contains(local.utf8.count), !host.isEmpty, local.first != ".", local.last != "." else { return false }
        let forbidden: Set<Character> = [" ", "<", ">", "(", ")", "[", "]", ",", ";", ":", "\\", "\"", "@"]
        guard !local.contains(where: { forbidden.contains($0) || $0.isControl }) else { return false }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
        }
    }

    /// Digits with the usual marks between them; 5 to 20 digits.
    static func isPhone(_ text: String) -> Bool {
        let digits = text.filter { $0.isASCII && $0.isNumber }.count
        return (5...20).contains(digits) && text.count <= 40
            && text.allSatisfy { ($0.isASCII && $0.isNumber) || "+-./() x#".contains($0) }
    }

    static func text(_ text: String, field: String, limit: Int, tooLong: String, allowsLines: Bool = false) -> [FieldFault] {
        var faults: [FieldFault] = []
        if text.count > limit { faults.append(FieldFault(field: field, key: tooLong, values: ["limit": String(limit)])) }
        if text.contains(where: { $0.isControl && !(allowsLines && ($0.isNewline || $0 == "\t")) }) {
            faults.append(FieldFault(field: field, key: "controlCharacters"))
        }
        return faults
    }

    /// `#rrggbb`, lower or upper case.
    static func isColor(_ text: String) -> Bool { text.count == 7 && text.first == "#" && text.dropFirst().allSatisfy { $0.isHexDigit && $0.isASCII } }

    /// `https://host[:port]` (or http), or `*`.
    static func isOrigin(_ text: String) -> Bool {
        if text == "*" { return true }
        let scheme = text.hasPrefix("https://") ? 8 : text.hasPrefix("http://") ? 7 : 0
        let host = text.dropFirst(scheme)
        return scheme > 0 && !host.isEmpty && host.utf8.count <= 253
            && host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-.:[]*".contains($0)) }
    }
}

extension Character {
    var isControl: Bool { unicodeScalars.contains { $0.properties.generalCategory == .control } }
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
