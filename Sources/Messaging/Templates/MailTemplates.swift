import Mustache
import Texts

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

struct MailMarkup: MustacheContentType {
    func escapeText(_ text: String) -> String { Markup.escaped(text) }
}
