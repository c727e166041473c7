import Booking
import CivilTime
import Testing

@testable import Messaging

struct MessageIDTests {
    @Test func `the same mail composed again is the same message, byte for byte`() {
        let first = Cast.mail().compose()
        let second = Cast.mail().compose()
        #expect(first.messageID == second.messageID && first.message == second.message)
    }

    @Test func `a mail composed later for the same change keeps its Message-ID`() {
        #expect(Cast.mail(stamp: Cast.booked + .hours(1)).compose().messageID == Cast.mail().compose().messageID)
    }

    @Test func `every change, kind and recipient has a Message-ID of its own`() {
        let staff = AppointmentMail.Audience.staff(Cast.anna, hasLinkedCalendar: false)
        var sameAddress = Cast.anna
        sameAddress.email = Cast.cleo.email
        var otherAppointment = Cast.appointment()
        otherAppointment.id = Appointment.ID("a2")
        let mails = [
            Cast.mail(), Cast.mail(.change), Cast.mail(.cancellation), Cast.mail(to: staff), Cast.mail(to: .customer(Cast.dario)),
            Cast.mail(to: .staff(sameAddress, hasLinkedCalendar: false)), Cast.mail(Cast.appointment(sequence: 1)),
            Cast.mail(Cast.appointment(revision: 2)), Cast.mail(otherAppointment),
        ]
        #expect(Set(mails.map { $0.compose().messageID }).count == mails.count)
    }

    @Test(arguments: [
        ("bookings@kalends.example", "kalends.example>"), ("root", "kalends.invalid>"), ("a@b>c d", "bcd>"), ("a@b@c", "kalends.invalid>"),
        ("a@münchen.example", "kalends.invalid>"),
    ])
    func `it ends in the sender's domain`(address: String, ending: String) {
        var mail = Cast.mail()
        mail.sender.address = address
        let id = mail.compose().messageID
        #expect(id.hasPrefix("<") && id.hasSuffix("@\(ending)") && id.utf8.count <= 78)
        #expect(ReadMail(mail.compose().message).all("Message-ID") == [id])
    }
}
