import Booking
import CivilTime
import ICalendar
import Testing

@testable import Messaging

/// The calendar part of appointment mails: iTIP over iMIP (RFC 5546, RFC 6047).
struct InvitationTests {
    private func read(_ mail: AppointmentMail) -> ReadMail { ReadMail(mail.compose().message) }

    @Test func `a mail holds text, HTML and the invitation side by side, and the invitation once more as a file`() throws {
        let mail = read(Cast.mail())
        #expect(mail.type == "multipart/mixed" && mail.parts.map(\.type) == ["multipart/alternative", "application/ics"])
        #expect(mail.parts[0].parts.map(\.type) == ["text/plain", "text/html", "text/calendar"])
        #expect(mail.parts[1]["Content-Disposition"] == "attachment; filename=\"invite.ics\"")
        #expect(mail.parts[1].content == mail.parts[0].parts[2].content)
        let bytes = mail.parts[1].content
        #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("END:VCALENDAR\r\n") && bytes.first == UInt8(ascii: "B"))
    }

    @Test(arguments: [
        (AppointmentMail.Kind.confirmation, "REQUEST", "CONFIRMED"), (.change, "REQUEST", "CONFIRMED"),
        (.cancellation, "CANCEL", "CANCELLED"),
    ])
    func `the method of the part is the method within`(kind: AppointmentMail.Kind, method: String, status: String) throws {
        let mail = read(Cast.mail(kind))
        let type = try #require(mail.first("text/calendar"))["Content-Type"]
        #expect(type == "text/calendar; charset=UTF-8; method=\(method); component=VEVENT")
        let calendar = try #require(try mail.invitation())
        #expect(calendar.first("METHOD")?.value == method)
        #expect(calendar.event?.first("STATUS")?.value == status)
    }

    @Test(arguments: [
        (AppointmentMail.Kind.confirmation, "TENTATIVE"), (.change, "TENTATIVE"), (.cancellation, "CANCELLED"),
    ])
    func `what awaits confirmation is tentative until it is confirmed`(kind: AppointmentMail.Kind, status: String) throws {
        let event = try #require(try read(Cast.mail(kind, Cast.awaiting())).invitation()?.event)
        #expect(event.first("STATUS")?.value == status)
        let confirmed = try #require(try read(Cast.mail(.approval, Cast.appointment(sequence: 1, revision: 2))).invitation()?.event)
        #expect(confirmed.first("STATUS")?.value == "CONFIRMED" && confirmed.first("SEQUENCE")?.value == "1")
        #expect(confirmed.first("UID")?.value == event.first("UID")?.value)
    }

    @Test func `sequence, stamp, uid and times are the appointment's, in UTC`() throws {
        let moved = Cast.appointment(at: "2026-11-26T09:00:00Z", sequence: 3, revision: 5)
        let event = try #require(try read(Cast.mail(.change, moved, stamp: Cast.instant("2026-11-21T10:00:07Z"))).invitation()?.event)
        #expect(event.first("SEQUENCE")?.value == "3")
        #expect(event.first("DTSTAMP")?.value == "20261121T100007Z")
        #expect(event.first("UID")?.value == "a1@kalends.example")
        #expect(event.first("DTSTART")?.value == "20261126T090000Z" && event.first("DTEND")?.value == "20261126T093000Z")
    }

    @Test func `the organizer is the sender and the one attendee is the recipient`() throws {
        let mail = read(Cast.mail())
        let event = try #require(try mail.invitation()?.event)
        #expect(event.all("ORGANIZER").map(\.value) == ["mailto:bookings@kalends.example"])
        #expect(mail["From"] == "\"Salon Ana\" <bookings@kalends.example>")
        let attendee = try #require(event.all("ATTENDEE").first)
        #expect(event.all("ATTENDEE").count == 1 && attendee.value == "mailto:cleo@example.org")
        #expect(["CN", "ROLE", "PARTSTAT", "RSVP"].map(attendee.parameter) == ["Cleo Quist", "REQ-PARTICIPANT", "NEEDS-ACTION", "TRUE"])
    }

    @Test func `nobody sees another's name or address`() {
        let message = read(Cast.mail(Cast.appointment([Cast.cleo, Cast.dario])))
        for part in message.walk {
            let text = part.headers.map(\.value).joined() + part.text
            for secret in ["Dario", "dario@hidden.example", "99999", "coffee"] { #expect(!text.contains(secret), "\(part.type)") }
        }
    }

    @Test func `the title is the service and the business for customers, the service and the customer for staff`() throws {
        let customer = try #require(try read(Cast.mail()).invitation()?.event)
        #expect(customer.first("SUMMARY")?.text == "Haircut – Salon Ana")
        let staff = try #require(try read(Cast.mail(to: .staff(Cast.anna, hasLinkedCalendar: false))).invitation()?.event)
        #expect(staff.first("SUMMARY")?.text == "Haircut – Cleo Quist")
        #expect(staff.all("ATTENDEE").map(\.value) == ["mailto:anna@salon.example"])
    }

    @Test func `a person whose calendar is linked gets the mail without an invitation`() throws {
        let mail = read(Cast.mail(to: .staff(Cast.anna, hasLinkedCalendar: true)))
        #expect(mail.type == "multipart/alternative" && mail.parts.map(\.type) == ["text/plain", "text/html"])
        #expect(!mail.walk.contains { $0.type.contains("calendar") || $0.type.contains("ics") })
        #expect(mail.parts[0].text.contains("carries no invitation"))
    }

    @Test func `a file to download invites nobody`() throws {
        let entry = CalendarEntry.customer(
            Cast.cleo, Cast.appointment(), business: Cast.business, staff: [Cast.anna], manageURL: "https://k.example/m",
            organizer: Cast.sender,
            isInvitation: false)
        let calendar = try #require(try CalendarDocument.parse(AppointmentCalendar.ics(method: .publish, entry)).components.first)
        #expect(calendar.first("METHOD")?.value == "PUBLISH" && calendar.event?.all("ATTENDEE") == [])
        #expect(calendar.event?.first("UID")?.value == "a1@kalends.example")
        #expect(calendar.event?.first("LOCATION")?.text == "Torstraße 12, 10119 Berlin")
        #expect(calendar.event?.first("URL")?.value == "https://k.example/m")
    }

    @Test func `a feed holds every appointment under its name and is the same every time`() throws {
        let appointments = [Cast.appointment(), Cast.appointment([Cast.dario], at: "2026-11-25T09:00:00Z")]
        let entries = appointments.map {
            CalendarEntry.staff(nil, $0, business: Cast.business, staff: [Cast.anna], adminURL: "", organizer: Cast.sender)
        }
        let bytes = AppointmentCalendar.feed(name: "Salon\r\nAna", entries)
        let calendar = try #require(try CalendarDocument.parse(bytes).components.first)
        #expect(calendar.first("X-WR-CALNAME")?.text == "Salon Ana" && calendar.components.count == 2)
        #expect(calendar.components.map { $0.first("SUMMARY")?.text } == ["Haircut – Cleo Quist", "Haircut – Dario Unseen"])
        #expect(bytes == AppointmentCalendar.feed(name: "Salon\r\nAna", entries))
    }
}
