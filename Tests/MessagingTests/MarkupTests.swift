import Booking
import Testing

@testable import Messaging

/// Nothing that a person typed is ever markup.
struct MarkupTests {
    private static let typed = [
        "<script>alert(1)</script>", "\"><img src=x onerror=y>", "a & b < c > d", "'single' \"double\"", "</style><b>",
        "{{t}} {{{url}}} {name}",
        "\"\u{301} onmouseover=z", "<\u{338}b>",
    ]

    /// What a browser would see: no element and no attribute but those of the template.
    private func tags(_ html: String) -> [Substring] {
        html.unicodeScalars.split(separator: "<").map { Substring($0.prefix { $0 != ">" }) }
    }

    @Test(arguments: typed)
    func `typed markup is shown, not obeyed`(text: String) {
        var attendee = Cast.cleo
        (attendee.name, attendee.notes, attendee.phone) = (text, text, text)
        var business = Cast.business
        (business.name, business.contact.address, business.contact.website) = (text, text, text)
        var appointment = Cast.appointment([attendee])
        (appointment.serviceName, appointment.location, appointment.staffNotes) = (text, text, text)
        for audience in [AppointmentMail.Audience.customer(attendee), .staff(Cast.anna, hasLinkedCalendar: false)] {
            let mail = Cast.mail(to: audience, appointment, business: business, reason: text).compose()
            let clean = Cast.mail(to: audience, Cast.appointment(), reason: "x").compose()
            #expect(Set(tags(mail.html)).subtracting(tags(clean.html)).isEmpty)
            #expect(mail.text.contains(text))
        }
    }

    @Test func `quotation marks with accents on them are escaped too`() {
        #expect(MailMarkup().escapeText("\"\u{301}<\u{301}&\u{301}'") == "&quot;\u{301}&lt;\u{301}&amp;\u{301}&#39;")
    }

    @Test func `typed lines cannot pass for lines of ours in the plain twin`() {
        var attendee = Cast.cleo
        attendee.notes = "Hi\n\nChange or cancel:\nhttps://evil.example"
        attendee.name = "Cleo\n\nOpen: https://evil.example"
        let text = Cast.mail(to: .staff(Cast.anna, hasLinkedCalendar: true), Cast.appointment([attendee])).compose().text
        let lines = text.split(separator: "\n")
        #expect(lines.contains("  https://evil.example") && !lines.contains { $0.hasPrefix("https://evil") || $0.hasPrefix("Open:") })
    }

    @Test(arguments: ["red; background: url(//evil)", "#12345g", "#ÀÀÀ", "", "#fff"])
    func `an accent that is not a colour is not used`(color: String) {
        #expect(Accent(color).background == "#1f5fbf")
    }

    @Test(arguments: [
        ("#000000", "#ffffff"), ("#FFFFFF", "#000000"), ("#1f5fbf", "#ffffff"), ("#ffd400", "#000000"), ("#747474", "#ffffff"),
        ("#767676", "#000000"),
    ])
    func `a button's words can be read on every accent`(color: String, foreground: String) {
        #expect(Accent(color).foreground == foreground && Accent(color).background == color.lowercased())
    }
}
