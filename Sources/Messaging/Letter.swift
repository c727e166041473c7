/// What a mail says, in the order in which it is read; both templates show exactly this.
struct Letter {
    struct Fact {
        let label: String
        let lines: [String]
        /// The label as the plain twin writes it: with a colon, unless it is a question or ends with another mark of its own.
        let plainLabel: String

        init(label: String, lines: [String]) {
            self.label = label
            self.lines = lines
            plainLabel = label.last.map { "?!:.…".contains($0) } ?? false ? label : "\(label):"
        }
    }

    struct Button {
        let label: String
        let url: String
        /// The address for those whose mail program shows no button.
        let hint: String
    }

    var language: String
    var subject: String
    /// What mail programs show beside the subject.
    var preview: String
    /// Whose mail it is, above everything.
    var brand: String
    var accent: Accent
    var heading: String
    var greeting: String
    var lead: String
    var facts: [Fact] = []
    var button: Button?
    var paragraphs: [String] = []
    var contact: [String] = []
    var footer: String

    var html: String { MailTemplates.render(self, "html") }
    var text: String { MailTemplates.render(self, "text") }
}
