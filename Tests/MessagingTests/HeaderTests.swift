import Booking
import ICalendar
import Testing

@testable import Messaging

struct HeaderTests {
    private static let hostile = [
        "Eve\r\nBcc: all@example.com", "Eve\nX-Evil: 1", "Eve\r", "Eve\u{0}\u{1B}[31m", "\" <eve@evil.example>, \"", "Eve\\",
        "=?UTF-8?B?Qg==?=",
        "a\u{2028}Bcc: b", "Eve <eve@evil.example>", String(repeating: "long ", count: 80), String(repeating: "ü", count: 300),
        "\"\u{301}>", "e" + String(repeating: "\u{301}", count: 200),
    ]

    @Test(arguments: hostile)
    func `no name can add a header, an address or a line`(name: String) throws {
        var business = Cast.business
        business.name = name
        var attendee = Cast.cleo
        attendee.name = name
        var appointment = Cast.appointment([attendee])
        appointment.serviceName = name
        var mail = Cast.mail(to: .customer(attendee), appointment, business: business, reason: name)
        mail.sender.name = name
        let read = ReadMail(mail.compose().message)
        let names = [
            "date", "from", "to", "reply-to", "subject", "message-id", "mime-version", "content-language", "auto-submitted",
            "x-auto-response-suppress", "content-type",
        ]
        #expect(read.headers.map(\.name) == names)
        #expect(read["To"].hasSuffix("<cleo@example.org>") && read["From"].hasSuffix("<bookings@kalends.example>"))
        let event = try #require(try read.invitation()?.event)
        #expect(event.all("ATTENDEE").map(\.value) == ["mailto:cleo@example.org"])
        #expect(event.all("ORGANIZER").count == 1 && event.all("UID").count == 1)
    }

    @Test(arguments: hostile)
    func `an address is one bare address whatever it holds`(text: String) {
        let line = HeaderField("To", party: MailParty(name: "Ana", address: "ana@example.org" + text)).serialized.unicodeScalars
        #expect(
            line.starts(with: "To: \"Ana\" <ana@example.org".unicodeScalars)
                || line.starts(with: "To: \"Ana\"\r\n <ana@example.org".unicodeScalars))
        #expect(line.filter { $0 == "<" }.count == 1 && line.filter { $0 == ">" }.count == 1 && line.filter { $0 == ":" }.count == 1)
        #expect(!line.contains { $0 == "," || $0 == "\\" || $0.value == 0x2028 || ($0.value < 0x20 && $0 != "\r" && $0 != "\n") })
        #expect(line.filter { $0 == "\n" }.count <= 2 && line.filter { $0 == "\"" }.count == 2)
    }

    @Test func `a plain name is quoted, its quotation marks escaped`() {
        #expect(
            HeaderField("To", party: MailParty(name: "A \"B\" \\", address: "a@b.example")).serialized
                == "To: \"A \\\"B\\\" \\\\\" <a@b.example>\r\n")
        #expect(HeaderField("To", party: MailParty(name: "", address: "a@b.example")).serialized == "To: a@b.example\r\n")
    }

    @Test func `a long subject is folded and reads as it was`() {
        for subject in [String(repeating: "Haircut ", count: 40) + "x", String(repeating: "Überlänge ", count: 40) + "x"] {
            let field = HeaderField("Subject", text: subject).serialized
            #expect(field.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 76 })
            #expect(ReadMail.decoded(String(field.dropFirst(9)).replacing("\r\n", with: "")) == subject)
        }
    }

    @Test func `no line of a message is longer than 78 characters, and all is ASCII with CRLF`() {
        var attendee = Cast.cleo
        attendee.name = String(repeating: "Wörter und mehr ", count: 12)
        attendee.notes = String(repeating: "日本語 text ", count: 300)
        for audience in [AppointmentMail.Audience.customer(attendee), .staff(Cast.anna, hasLinkedCalendar: false)] {
            let message = Cast.mail(to: audience, Cast.appointment([attendee])).compose().message
            let text = String(decoding: message, as: UTF8.self)
            #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 78 })
            #expect(message.allSatisfy { $0 == 13 || $0 == 10 || (0x20..<0x7F).contains($0) || $0 == 9 })
            #expect(!text.contains("\n") && !text.contains("\r"))
        }
    }

    @Test func `dates are written in the words of the standard`() {
        #expect(MIMEMessage.dateText(Cast.instant("2026-11-24T09:05:07Z")) == "Tue, 24 Nov 2026 09:05:07 +0000")
        #expect(MIMEMessage.dateText(Cast.instant("2027-01-03T00:00:00Z")) == "Sun, 3 Jan 2027 00:00:00 +0000")
    }
}
