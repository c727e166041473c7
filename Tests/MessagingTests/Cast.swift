import Booking
import CivilTime
import FoundationEssentials

@testable import Messaging

/// Anna works in Ana's salon in Berlin; Cleo books from New York, and Dario is booked too and must stay unseen by her.
enum Cast {
    static let zones = ZoneDatabase(names: ["Europe/Berlin", "Europe/Paris", "Europe/Lisbon", "America/New_York", "Asia/Kathmandu"]) {
        name in
        FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)").map { Array($0) }
    }
    static let sender = MailParty(name: "Salon Ana", address: "bookings@kalends.example")
    static let booked = instant("2026-11-20T08:00:00Z")

    static let business = Business(
        id: Business.ID("b1"), slug: "salon", name: "Salon Ana", zone: "Europe/Berlin", hours: WeeklyHours(),
        contact: BusinessContact(address: "Torstraße 12\n10119 Berlin", phone: "+49 30 1234567", replyTo: "hello@salon.example"),
        feedToken: "f")
    static let service = Service(id: Service.ID("v1"), business: business.id, slug: "cut", name: "Haircut")
    static let anna = StaffMember(
        id: StaffMember.ID("s1"), business: business.id, resource: Resource.ID("r1"), name: "Anna", email: "anna@salon.example",
        feedToken: "t")
    static let cleo = Attendee(
        customer: Customer.ID("c1"), name: "Cleo Quist", email: "cleo@example.org", phone: "+1 212 5550100", notes: "Short, please.",
        zone: "America/New_York")
    static let dario = Attendee(
        customer: Customer.ID("c2"), name: "Dario Unseen", email: "dario@hidden.example", phone: "+49 151 99999", zone: "Europe/Berlin")

    /// Both of them, with what they answered.
    static var answering: (cleo: Attendee, dario: Attendee) {
        func answer(_ question: String, _ said: String) -> QuestionAnswer {
            QuestionAnswer(question: CustomQuestion.ID("q"), text: question, inputType: .text, answer: said)
        }
        var (cleo, dario) = (Cast.cleo, Cast.dario)
        cleo.answers = [answer("First <visit>?", "yes & no"), answer("Why do\u{2028}you come", "long hair\nPrice: 0")]
        dario.answers = [answer("First <visit>?", "Dario's no")]
        return (cleo, dario)
    }

    static func instant(_ text: String) -> Instant {
        guard let instant = Instant(rfc3339: text) else { fatalError("\(text) is not an instant") }
        return instant
    }

    static func appointment(
        _ attendees: [Attendee] = [cleo], at start: String = "2026-11-24T13:30:00Z", sequence: Int = 0, revision: Int = 1,
        status: Appointment.Status = .confirmed
    ) -> Appointment {
        Appointment(
            id: Appointment.ID("a1"), business: business.id, service: service.id, serviceName: "Haircut",
            span: Span(start: instant(start), duration: .minutes(30)), preBuffer: .zero, postBuffer: .zero, staff: [anna.id],
            attendees: attendees, status: status, location: "", price: 4_500, currency: "EUR", staffNotes: "Owes us a coffee",
            source: .page,
            uid: "a1@kalends.example", sequence: sequence, revision: revision, createdAt: booked, updatedAt: booked)
    }

    /// The same appointment, booked while Anna's calendar could not be looked at.
    static func awaiting() -> Appointment {
        var appointment = appointment()
        appointment.awaitsConfirmationSince = booked
        return appointment
    }

    static func mail(_ appointment: Appointment) -> AppointmentMail { mail(.confirmation, appointment) }

    static func mail(
        _ kind: AppointmentMail.Kind = .confirmation, to audience: AppointmentMail.Audience = .customer(cleo),
        _ appointment: Appointment? = nil,
        business: Business = business, previousSpan: Span? = nil, reason: String = "", stamp: Instant = booked
    ) -> AppointmentMail {
        AppointmentMail(
            kind: kind, audience: audience, appointment: appointment ?? Cast.appointment(), previousSpan: previousSpan, business: business,
            service: service, staff: [anna], url: "https://kalends.example/manage/token", bookingURL: "https://kalends.example/b/salon/cut",
            reason: reason, sender: sender, stamp: stamp, zones: zones)
    }
}
