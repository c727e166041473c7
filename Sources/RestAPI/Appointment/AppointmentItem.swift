import Booking
import CivilTime
import Operations
import RestShape

/// Graph's `bookingAppointment`.
struct AppointmentItem: Extensible, Zoned {
    var id = ""
    var service = ""
    var serviceName: String?
    var staff: [String] = []
    var start: DateTimeTimeZone
    var end: DateTimeTimeZone?
    var duration: Seconds?
    var preBuffer: Seconds?
    var postBuffer: Seconds?
    var price: Price
    var place: Place?
    var isOnline: Bool?
    var joinURL: String?
    var staffNotes: String?
    var customers: [CustomerInformation] = []
    /// The first customer as Graph told it before there could be several.
    var customer = CustomerInformation()
    var selfServiceID = AppointmentItem.none
    var filled: Int?
    /// `nil` in a body that does not say it.
    var places: Int?
    var made: Instant?
    var changed: Instant?
    /// When it is, whatever its times are told in; `nil` in a body.
    private var span: Span?
    var extras = Extras()

    private static let none = "00000000-0000-0000-0000-000000000000"
    private static let midnight = DateTimeTimeZone(CivilDateTime(.first, .midnight), timeZone: "UTC")

    /// Nothing of it is known yet.
    init() {
        start = Self.midnight
        price = Price(nil, currency: "EUR", keptAmount: nil, keptType: nil)
    }

    /// - Parameter zone: on whose clock its times are told.
    init(_ appointment: Appointment, zone: Zone) {
        (id, service, serviceName) = (appointment.id.rawValue, appointment.service.rawValue, appointment.serviceName)
        (staff, extras) = (appointment.staff.map(\.rawValue), appointment.extras)
        start = DateTimeTimeZone(zone.civil(at: appointment.span.start), timeZone: zone.name)
        end = DateTimeTimeZone(zone.civil(at: appointment.span.end), timeZone: zone.name)
        span = appointment.span
        (duration, preBuffer, postBuffer) = (appointment.span.duration, appointment.preBuffer, appointment.postBuffer)
        price = Price(
            appointment.price, currency: appointment.currency, keptAmount: extras.value("price", Price.amount),
            keptType: extras.value("priceType", .enumeration(GraphEnums.bookingPriceType)))
        place = .of(appointment.location, stored: extras.value("serviceLocation", Place.shape))
        isOnline = appointment.meeting != nil
        joinURL = appointment.meeting?.link ?? extras.value("joinWebUrl", .string(maxLength: 2000))
        staffNotes = appointment.staffNotes.orNil
        customers = appointment.attendees.map { CustomerInformation($0, stored: appointment.extras[attendee: $0.customer]) }
        customer = customers.first ?? CustomerInformation()
        if appointment.source == .page { selfServiceID = appointment.id.rawValue }
        (filled, places) = (appointment.filledAttendeesCount, appointment.maximumAttendeesCount)
        (made, changed) = (appointment.createdAt, appointment.updatedAt)
    }

    var inUTC: AppointmentItem {
        guard let span else { return self }
        var plain = self
        plain.start = DateTimeTimeZone(Zone.utc.civil(at: span.start), timeZone: Zone.utc.name)
        plain.end = DateTimeTimeZone(Zone.utc.civil(at: span.end), timeZone: Zone.utc.name)
        return plain
    }

    /// The extras with what was read.
    func keptExtras(_ given: Set<String>) -> Extras {
        var extras = extras
        if given.contains("price") || given.contains("priceType") {
            extras.set("price", price.amount, Price.amount)
            extras.set("priceType", price.type, .enumeration(GraphEnums.bookingPriceType))
        }
        if given.contains("serviceLocation") { extras.set("serviceLocation", place, Place.shape) }
        if given.contains("joinWebUrl") { extras.set("joinWebUrl", joinURL, .string(maxLength: 2000)) }
        return extras
    }

    /// What the API calls the fields of an appointment, and of what is answered in it.
    var names: [String: String] {
        var names = Self.names
        for (index, customer) in customers.enumerated() {
            for (place, answer) in (customer.answers ?? []).enumerated() {
                names[GivenAnswer.field(of: answer.question)] = "customers[\(index)].customQuestionAnswers[\(place)]"
            }
        }
        return names
    }

    /// What the API calls the fields of an appointment.
    static let names = [
        "name": "customers[0].name", "email": "customers[0].emailAddress", "phone": "customers[0].phone", "notes": "customers[0].notes",
        "zone": "customers[0].timeZone", "staffNotes": "serviceNotes", "location": "serviceLocation", "staff": "staffMemberIds",
        "start": "startDateTime",
    ]
}
