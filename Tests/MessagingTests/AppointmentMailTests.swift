import Booking
import CivilTime
import ICalendar
import Testing

@testable import Messaging

/// What appointment mails say, and to whom.
struct AppointmentMailTests {
    @Test func `times are the customer's own, and the business's on a second line when its clocks differ`() {
        let text = Cast.mail().compose().text
        #expect(
            text.contains(
                "  Tuesday 24 November 2026, 08:30–09:00 (America/New York, GMT-5)\n  Tuesday 24 November 2026, 14:30–15:00 (Europe/Berlin, GMT+1)\n"
            ))
    }

    @Test func `one line is enough where the clocks agree`() {
        var attendee = Cast.cleo
        attendee.zone = "Europe/Paris"
        let text = Cast.mail(to: .customer(attendee)).compose().text
        #expect(text.contains("14:30–15:00 (Europe/Paris, GMT+1)") && !text.contains("Europe/Berlin"))
    }

    @Test(arguments: [
        ("2026-07-01T12:00:00Z", "08:00–08:30 (America/New York, GMT-4)"),
        ("2026-12-01T12:00:00Z", "07:00–07:30 (America/New York, GMT-5)"),
    ])
    func `the offset is the one of the day of the appointment`(start: String, time: String) {
        #expect(Cast.mail(Cast.appointment(at: start)).compose().text.contains(time))
    }

    @Test func `a zone that is not known any more gives way to the business's`() {
        var attendee = Cast.cleo
        attendee.zone = "Mars/Olympus"
        #expect(Cast.mail(to: .customer(attendee)).compose().text.contains("14:30–15:00 (Europe/Berlin, GMT+1)"))
    }

    @Test func `a business that shows its own zone only does so in mails too`() {
        var business = Cast.business
        business.page.showsBusinessZoneOnly = true
        let text = Cast.mail(business: business).compose().text
        #expect(text.contains("14:30–15:00 (Europe/Berlin, GMT+1)") && !text.contains("New York"))
    }

    @Test func `staff read times in their own zone`() {
        var anna = Cast.anna
        anna.zone = "Europe/Lisbon"
        let text = Cast.mail(to: .staff(anna, hasLinkedCalendar: true)).compose().text
        #expect(text.contains("13:30–14:00 (Europe/Lisbon, GMT)\n") && text.contains("14:30–15:00 (Europe/Berlin, GMT+1)"))
        #expect(Cast.mail(to: .staff(Cast.anna, hasLinkedCalendar: true)).compose().text.contains("14:30–15:00 (Europe/Berlin, GMT+1)"))
    }

    @Test func `each kind has its subject, with the day as the recipient reads it`() {
        let before = Span(start: Cast.instant("2026-11-20T09:00:00Z"), duration: .minutes(30))
        // 03:00 UTC on the 24th is still the 23rd in New York.
        let night = Cast.appointment(at: "2026-11-24T03:00:00Z")
        #expect(Cast.mail(night).compose().subject == "Booked for Mon 23 Nov: Haircut – Salon Ana")
        #expect(Cast.mail(.change, previousSpan: before).compose().subject == "Moved to Tue 24 Nov: Haircut – Salon Ana")
        #expect(
            Cast.mail(.change, previousSpan: Cast.appointment().span).compose().subject == "Changed for Tue 24 Nov: Haircut – Salon Ana")
        #expect(Cast.mail(.cancellation).compose().subject == "Cancelled for Tue 24 Nov: Haircut – Salon Ana")
        #expect(
            Cast.mail(to: .staff(Cast.anna, hasLinkedCalendar: true)).compose().subject == "Booked for Tue 24 Nov: Haircut – Cleo Quist")
    }

    @Test func `answers stand below their questions, one's own for a customer and everybody's for staff`() throws {
        let (cleo, dario) = Cast.answering
        let appointment = Cast.appointment([cleo, dario])
        let own = Cast.mail(to: .customer(cleo), appointment).compose()
        #expect(own.text.contains("\nFirst <visit>?\n  yes & no\n") && own.text.contains("\nWhy do you come:\n  long hair\n  Price: 0\n"))
        #expect(own.html.contains("First &lt;visit&gt;?") && own.html.contains("yes &amp; no") && !own.html.contains("<visit>"))
        let file = try #require(try ReadMail(own.message).invitation()?.event?.first("DESCRIPTION")?.value)
        #expect(!own.text.contains("Dario's") && !file.contains("visit"))
        #expect(!Cast.mail(.cancellation, to: .customer(cleo), appointment).compose().text.contains("visit"))
        for kind in [AppointmentMail.Kind.confirmation, .change, .cancellation] {
            let staff = Cast.mail(kind, to: .staff(Cast.anna, hasLinkedCalendar: false), appointment).compose()
            #expect(staff.text.contains("First <visit>?\n  yes & no\n") && staff.text.contains("First <visit>?\n  Dario's no\n"))
            let notes = try #require(try ReadMail(staff.message).invitation()?.event?.first("DESCRIPTION")?.value)
            #expect(notes.contains("First <visit>? yes & no") && notes.contains("First <visit>? Dario's no"))
        }
    }

    @Test func `what awaits confirmation is requested in every mail, and confirmed in the one that ends the wait`() {
        for audience in [AppointmentMail.Audience.customer(Cast.cleo), .staff(Cast.anna, hasLinkedCalendar: true)] {
            let requested = Cast.mail(to: audience, Cast.awaiting()).compose()
            #expect(requested.subject.hasPrefix("Requested for Tue 24 Nov: Haircut – "))
            #expect(requested.text.contains("not confirmed yet") && !requested.text.lowercased().contains("booked"))
            let confirmed = Cast.mail(.approval, to: audience, Cast.appointment(sequence: 1, revision: 2)).compose()
            #expect(confirmed.subject.hasPrefix("Confirmed for Tue 24 Nov: Haircut – "))
            #expect(confirmed.text.contains("is confirmed") && !confirmed.text.contains("not confirmed"))
            #expect(confirmed.messageID != requested.messageID)
        }
        let before = Span(start: Cast.instant("2026-11-20T09:00:00Z"), duration: .minutes(30))
        let moved = Cast.mail(.change, Cast.awaiting(), previousSpan: before).compose()
        #expect(moved.text.contains("It is not confirmed yet") && !moved.text.contains("now expects you"))
        #expect(!Cast.mail(.cancellation, Cast.awaiting()).compose().text.contains("not confirmed yet"))
    }

    @Test func `a moved appointment tells the time before`() {
        let before = Span(start: Cast.instant("2026-11-20T09:00:00Z"), duration: .minutes(30))
        let text = Cast.mail(.change, previousSpan: before).compose().text
        #expect(text.contains("Before:\n  Friday 20 November 2026, 04:00–04:30 (America/New York, GMT-5)"))
        #expect(!Cast.mail(.change, previousSpan: Cast.appointment().span).compose().text.contains("Before:"))
    }

    @Test func `customers get the manage link and its last moment, and are told when it has passed`() {
        let early = Cast.mail().compose()
        #expect(early.text.contains("Change or cancel:\nhttps://kalends.example/manage/token"))
        #expect(early.text.contains("until Tuesday 24 November 2026, 06:30 (America/New York, GMT-5)"))
        let late = Cast.mail(stamp: Cast.instant("2026-11-24T11:30:00Z")).compose()
        #expect(!late.text.contains("Change or cancel") && late.text.contains("too close for changes"))
    }

    @Test func `a mail has one button`() {
        for kind in [AppointmentMail.Kind.confirmation, .change, .cancellation, .approval] {
            for audience in [AppointmentMail.Audience.customer(Cast.cleo), .staff(Cast.anna, hasLinkedCalendar: false)] {
                #expect(Cast.mail(kind, to: audience).compose().html.split(separator: "<a ").count == 2)
            }
        }
        #expect(Cast.mail(.cancellation).compose().html.contains("href=\"https://kalends.example/b/salon/cut\""))
    }

    @Test func `staff get the customer's details and the notes, customers get neither`() {
        let staff = Cast.mail(to: .staff(Cast.anna, hasLinkedCalendar: false)).compose()
        for detail in ["Cleo Quist", "cleo@example.org", "+1 212 5550100", "Short, please.", "Owes us a coffee"] {
            #expect(staff.text.contains(detail) && staff.html.contains(detail))
        }
        let customer = Cast.mail().compose()
        #expect(!customer.text.contains("coffee") && !customer.html.contains("coffee"))
    }

    @Test func `somebody who loses an appointment that takes place is not told that it is cancelled`() throws {
        let mail = Cast.mail(.cancellation, to: .staff(Cast.anna, hasLinkedCalendar: false)).compose()
        #expect(mail.text.contains("An appointment is no longer yours") && !mail.text.contains("An appointment is cancelled"))
        #expect(try ReadMail(mail.message).invitation()?.first("METHOD")?.value == "CANCEL")
        let cancelled = Cast.mail(.cancellation, to: .staff(Cast.anna, hasLinkedCalendar: false), Cast.appointment(status: .cancelled))
            .compose()
        #expect(cancelled.text.contains("An appointment is cancelled"))
    }

    @Test func `customers answer the business, where it has an address for that`() {
        let read = ReadMail(Cast.mail().compose().message)
        #expect(read["Reply-To"] == "\"Salon Ana\" <hello@salon.example>")
        var business = Cast.business
        business.contact.replyTo = ""
        #expect(ReadMail(Cast.mail(business: business).compose().message).all("Reply-To") == [])
        #expect(ReadMail(Cast.mail(to: .staff(Cast.anna, hasLinkedCalendar: true)).compose().message).all("Reply-To") == [])
    }

    @Test func `mails say that a machine wrote them, so that no holiday notice answers`() {
        let read = ReadMail(Cast.mail().compose().message)
        #expect(read["Auto-Submitted"] == "auto-generated" && read["X-Auto-Response-Suppress"] == "All" && read["MIME-Version"] == "1.0")
        #expect(read["Date"] == "Fri, 20 Nov 2026 08:00:00 +0000")
    }

    @Test func `the twins in the message are the texts that the admin page shows`() throws {
        let mail = Cast.mail().compose()
        let read = ReadMail(mail.message)
        let text = try #require(read.first("text/plain")).text.replacing("\r\n", with: "\n")
        let html = try #require(read.first("text/html")).text.replacing("\r\n", with: "\n")
        #expect(text.hasPrefix(mail.text) && html.hasPrefix(mail.html))
        #expect(html.contains("prefers-color-scheme: dark") && !html.contains("<img"))
    }

    @Test func `where no link is made, staff are told that they must tell the customer, and whoever loses the appointment is not`() {
        var online = Cast.appointment()
        online.meeting = .unavailable
        let theirs = Cast.mail(.confirmation, to: .staff(Cast.anna, hasLinkedCalendar: true), online).compose().text
        #expect(theirs.contains("No link to a video meeting is made: please tell Cleo Quist how to join."))
        #expect(!theirs.contains("will tell you how to join"))
        #expect(Cast.mail(online).compose().text.contains("Salon Ana will tell you how to join."))
        let lost = Cast.mail(.cancellation, to: .staff(Cast.anna, hasLinkedCalendar: true), online).compose().text
        #expect(!lost.contains("how to join"))
        online.meeting = .wanted
        let waiting = Cast.mail(.confirmation, to: .staff(Cast.anna, hasLinkedCalendar: true), online).compose().text
        #expect(waiting.replacing("\n", with: " ").contains("please tell Cleo Quist how to join"))
    }
}
