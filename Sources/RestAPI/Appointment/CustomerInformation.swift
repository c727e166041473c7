import Booking
import Operations
import RestShape

/// Graph's `bookingCustomerInformation`: a customer within an appointment.
struct CustomerInformation: Hashable, Sendable {
    var customerID: String?
    var name: String?
    var email: String?
    var phone: String?
    var notes: String?
    var zone: String?
    var place: Place?
    /// `nil`: nothing is said of them.
    var answers: [QuestionAnswer]?

    static let schema = ObjectSchema<CustomerInformation>(
        "bookingCustomerInformation", base: "bookingCustomerInformationBase", fresh: { CustomerInformation() },
        properties: [
            Property(
                "customQuestionAnswers", Questions.answers, \.answers, about: "All that there is to be; left out, they stay as they are."),
            Property(
                "customerId", .string(maxLength: 100, form: .line), \.customerID, about: "Who it is already; stays as it is afterwards."),
            Property("emailAddress", .string(maxLength: 254, form: .emailAddress), \.email),
            Property("location", Place.shape, \.place, [.storedOnly]),
            Property("name", .string(maxLength: 200, form: .line), \.name),
            Property("notes", .string(maxLength: 4000), \.notes, [.singleOnly]),
            Property("phone", .string(maxLength: 40), \.phone),
            Property("timeZone", .string(maxLength: 80, form: .line), \.zone, about: "An IANA or Windows name."),
        ])

    static let list = ValueShape<[CustomerInformation]>.collection(of: .object(schema), maxCount: Service.mostAttendees)

    init() {}

    /// - Parameter stored: what is kept beside the attendee.
    init(_ attendee: Attendee, stored: String?) {
        (customerID, name, email) = (attendee.customer.rawValue, attendee.name, attendee.email.orNil)
        (phone, notes, zone) = (attendee.phone.orNil, attendee.notes.orNil, attendee.zone)
        (place, answers) = (stored.flatMap { Place.shape.restored($0) }, attendee.answers)
    }

    /// What is kept beside the attendee.
    var stored: String? { place.map { Place.shape.stored($0) } }

    /// What is answered, before anybody looked at it.
    var given: [GivenAnswer]? { answers?.map(\.given) }

    /// What a use case wants to know.
    /// - Parameter customer: of whom what is left out is as it is on file.
    func details(_ customer: Customer?) -> CustomerDetails {
        var details = CustomerDetails(
            name: name ?? customer?.name ?? "", email: email ?? customer?.email ?? "", phone: phone ?? customer?.phone ?? "",
            notes: notes ?? "", answers: given ?? [])
        details.stored = stored
        return details
    }

    /// The attendee with what is said here.
    /// - Parameter zone: in which they are told times, where that is said.
    func applied(to known: Attendee, zone: String?) -> Attendee {
        var attendee = known
        attendee.name = name ?? known.name
        attendee.email = (email ?? known.email).lowercased()
        attendee.phone = phone ?? known.phone
        attendee.notes = notes ?? known.notes
        attendee.zone = zone ?? known.zone
        return attendee
    }
}
