/// One header field, folded so that its lines stay within 76 characters where blanks allow it (RFC 5322 section 2.2.3).
struct HeaderField {
    static let maximumLine = 76

    let name: String
    let value: String

    /// A field of ours: its value holds nothing that a person typed.
    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// A field of free text, such as Subject; what is not plain becomes encoded words.
    init(_ name: String, text: String) {
        let text = text.singleLine
        self.init(name, EncodedWords.isNeeded(for: text) ? EncodedWords.encode(text, column: name.utf8.count + 2) : text)
    }

    /// A field of one address.
    init(_ name: String, party: MailParty) {
        let address = "<\(party.bareAddress)>"
        let display = party.name.singleLine
        if display.isEmpty {
            self.init(name, party.bareAddress)
        } else if EncodedWords.isNeeded(for: display) || display.utf8.count > 60 {
            self.init(name, EncodedWords.encode(display, column: name.utf8.count + 2) + " " + address)
        } else {
            let escaped = display.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
            self.init(name, "\"\(escaped)\" \(address)")
        }
    }

    /// The field with CRLF line ends. Control characters cannot get this far, and are left out if they do.
    var serialized: String {
        var lines = ["\(name):"]
        let clean = String(String.UnicodeScalarView(value.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
        for word in clean.split(separator: " ", omittingEmptySubsequences: false) {
            let line = lines[lines.count - 1]
            let fits = line.utf8.count + 1 + word.utf8.count <= Self.maximumLine
            let isFirstWord = lines.count == 1 && line.utf8.count == name.utf8.count + 1
            // A continuation that held blanks only would end the header for some readers.
            if fits || isFirstWord || word.isEmpty {
                lines[lines.count - 1] = line + " " + word
            } else {
                lines.append(" " + word)
            }
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }
}
