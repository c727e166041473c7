import Mustache

/// The two templates of every mail, compiled once.
enum MailTemplates {
    /// - Parameter name: `html` or `text`.
    static func render(_ letter: Letter, _ name: String) -> String {
        guard let text = library.render(letter, withTemplate: name) else { preconditionFailure("there is no mail template \(name)") }
        return text
    }

    private static let library: MustacheLibrary = {
        MustacheContentTypes.register(MailMarkup(), named: "MAIL")
        var library = MustacheLibrary()
        do {
            try library.register(htmlLetterTemplate, named: "html")
            try library.register(textLetterTemplate, named: "text")
        } catch {
            preconditionFailure("a mail template is malformed: \(error)")
        }
        return library
    }()
}

/// Escapes scalar by scalar. The library's own escaping goes by whole characters, and a quotation mark with an accent on it is another
/// character than a quotation mark, though a mail program sees both.
struct MailMarkup: MustacheContentType {
    func escapeText(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
