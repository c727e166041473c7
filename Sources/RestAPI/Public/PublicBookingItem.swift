import Booking
import CivilTime
import Operations
import RestShape
import Texts

/// A booking as the holder of its manage link sees it.
struct PublicBookingItem: Sendable {
    var service = ""
    var serviceName = ""
    var span = Span(start: Instant(secondsSinceEpoch: 0), duration: .minutes(1))
    var zone = Zone.utc
    var status = Appointment.Status.confirmed
    var isAwaiting = false
    var price: ExactDecimal?
    var currency = ""
    var location = ""
    var isOnline = false
    var joinURL: String?
    var people: [String] = []
    var answers: [PublicAnswerItem] = []
    var canChange = false
    var changeUntil: Instant?
    var whyFixed: String?
    var version = 0
    var token = ""
    var manageURL = ""

    init(_ managed: ManagedAppointment, _ kalends: Kalends, _ texts: Texts) {
        self.init(
            managed.appointment, managed.attendee, of: managed.business, service: managed.service, staff: managed.staff, kalends: kalends)
        canChange = managed.canChange(at: kalends.now)
        changeUntil = managed.canChangeUntil
        whyFixed = canChange || status == .cancelled ? nil : managed.whyFixed(at: kalends.now, zone: zone, texts)
        (version, token) = (managed.version, managed.token)
        manageURL = "\(kalends.settings.baseURL)/manage/\(managed.token)"
    }

    /// Of what was just booked and its customer may not manage.
    init(_ booked: BookAppointment.Confirmation, of open: OpenService, _ kalends: Kalends) {
        let seen = booked.appointment.seen(by: booked.attendee)
        self.init(seen, booked.attendee, of: open.business, service: open.service, staff: open.staff, kalends: kalends)
    }

    private init(
        _ appointment: Appointment, _ attendee: Attendee, of business: Business, service: Service, staff: [StaffMember], kalends: Kalends
    ) {
        (self.service, serviceName, span) = (service.slug, appointment.serviceName, appointment.span)
        zone = kalends.zone(named: attendee.zone)
        status = appointment.status
        isAwaiting = appointment.awaitsConfirmation && kalends.now < appointment.span.start
        price = appointment.price.flatMap { ExactDecimal(units: $0, fractionDigits: Texts.decimals(of: appointment.currency)) }
        currency = appointment.currency
        isOnline = appointment.meeting != nil
        location = appointment.location.isEmpty && !isOnline ? business.contact.address : appointment.location
        joinURL = status == .confirmed ? appointment.meeting?.link : nil
        people = staff.filter { appointment.staff.contains($0.id) }.map(\.name)
        answers = attendee.answers.map { PublicAnswerItem(question: $0.text, said: $0.said) }
    }

    private init() {}

    private static let moment = ValueShape<DateTimeTimeZone>.dateTimeTimeZone { _ in true }
    private static let statuses: KeyValuePairs<String, Appointment.Status> = ["confirmed": .confirmed, "cancelled": .cancelled]

    static let schema = ObjectSchema<PublicBookingItem>(
        "publicBooking", fresh: { PublicBookingItem() },
        properties: [
            .readOnly("answers", .collection(of: .object(PublicAnswerItem.schema), maxCount: 100), get: { $0.answers }, isNullable: false),
            .readOnly(
                "awaitsConfirmation", .boolean, get: { $0.isAwaiting }, isNullable: false,
                about: "The time is held, and confirmed once calendars could be looked at."),
            .readOnly("canChange", .boolean, get: { $0.canChange }, isNullable: false, about: "Whether it can be moved or cancelled now."),
            .readOnly("changeRefusal", .string(maxLength: 2000), get: { $0.whyFixed }, about: "Why it cannot, as a sentence."),
            .readOnly("changeUntil", .dateTimeOffset, get: { $0.changeUntil }),
            .readOnly("currencyCode", .string(maxLength: 3), get: { $0.currency }, isNullable: false),
            .readOnly("end", .dateTimeOffset, get: { $0.span.end }, isNullable: false),
            .readOnly(
                "endDateTime", moment, get: { DateTimeTimeZone($0.zone.civil(at: $0.span.end), timeZone: $0.zone.name) }, isNullable: false),
            .readOnly(
                "fileUrl", .string(maxLength: 2000), get: { $0.manageURL.orNil.map { $0 + "/appointment.ics" } }, about: "For calendars."),
            .readOnly("isLocationOnline", .boolean, get: { $0.isOnline }, isNullable: false),
            .readOnly("joinWebUrl", .string(maxLength: 2000), get: { $0.joinURL }),
            .readOnly("location", .string(maxLength: 500), get: { $0.location.orNil }),
            .readOnly(
                "manageToken", .string(maxLength: 128), get: { $0.token.orNil },
                about: "The secret by which the booking is read, moved and cancelled: only for whoever booked. null: only staff may."),
            .readOnly("manageUrl", .string(maxLength: 2000), get: { $0.manageURL.orNil }),
            .readOnly("price", Price.amount, get: { $0.price }),
            .readOnly("serviceId", .string(maxLength: 100), get: { $0.service }, isNullable: false),
            .readOnly("serviceName", .string(maxLength: 200), get: { $0.serviceName }, isNullable: false),
            .readOnly("staffNames", .collection(of: .string(maxLength: 200), maxCount: 100), get: { $0.people }, isNullable: false),
            .readOnly("start", .dateTimeOffset, get: { $0.span.start }, isNullable: false),
            .readOnly(
                "startDateTime", moment, get: { DateTimeTimeZone($0.zone.civil(at: $0.span.start), timeZone: $0.zone.name) },
                isNullable: false),
            .readOnly(
                "status", .enumeration(EnumDefinition("publicBookingStatus", ["confirmed", "cancelled"]), statuses), get: { $0.status },
                isNullable: false),
            .readOnly(
                "version", .int32(0...Int32.max), get: { $0.version }, isNullable: false, about: "Sent with a move."),
        ])

    func answer(_ call: APICall, status: Int = 200, location: String? = nil) -> APIAnswer {
        var headers: [String: String] = [:]
        headers["Location"] = location.map { call.url($0) }
        let json = Self.schema.write(self, call.single, annotations: ["@odata.context": call.context("microsoft.graph.publicBooking")])
        return .json(json, status: status, headers: headers)
    }
}

/// What a customer answered to a question.
struct PublicAnswerItem: Hashable, Sendable {
    var question = ""
    var said = ""

    static let schema = ObjectSchema<PublicAnswerItem>(
        "publicAnswer", fresh: { PublicAnswerItem() },
        properties: [
            .readOnly("answer", .string(maxLength: 4000), get: { $0.said }, isNullable: false),
            .readOnly("question", .string(maxLength: 1000), get: { $0.question }, isNullable: false),
        ])
}
