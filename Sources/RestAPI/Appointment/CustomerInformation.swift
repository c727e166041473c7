import Booking
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
    var answers: [QuestionAnswer] = []

    static let schema = ObjectSchema<CustomerInformation>(
        "bookingCustomerInformation", base: "bookingCustomerInformationBase", fresh: { CustomerInformation() },
        properties: [
            Property("customQuestionAnswers", QuestionAnswer.list, \.answers, [.storedOnly]),
            Property(
                "customerId", .string(maxLength: 100, form: .line), \.customerID, about: "Who it is already; stays as it is afterwards."),
            Property("emailAddress", .string(maxLength: 254, form: .emailAddress), \.email),
            Property("location", Place.shape, \.place, [.storedOnly]),
            Property("name", .string(maxLength: 200, form: .line), \.name),
            Property("notes", .string(maxLength: 4000), \.notes, [.singleOnly]),
            Property("phone", .string(maxLength: 40), \.phone),
            Property("timeZone", .string(maxLength: 80, form: .line), \.zone, about: "An IANA or Windows name."),
        ])

    static let list = ValueShape<[CustomerInformation]>.collection(of: .object(schema), maxCount: 1_000)

    init() {}

    /// - Parameter kept: what was stored beside the attendee.
    init(_ attendee: Attendee, kept: CustomerInformation?) {
        (customerID, name, email) = (attendee.customer.rawValue, attendee.name, attendee.email.orNil)
        (phone, notes, zone) = (attendee.phone.orNil, attendee.notes.orNil, attendee.zone)
        (place, answers) = (kept?.place, kept?.answers ?? [])
    }

    /// What no attendee has.
    var rest: CustomerInformation {
        var rest = CustomerInformation()
        (rest.place, rest.answers) = (place, answers)
        return rest
    }
}
