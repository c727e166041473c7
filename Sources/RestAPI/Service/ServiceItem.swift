import Booking
import CivilTime
import RestShape

/// Graph's `bookingService`.
struct ServiceItem: Extensible {
    var service: Service
    var place: Place?
    var price: Price
    var policy: Policy?
    var made: Instant?
    var changed: Instant?
    var webURL = ""

    var extras: Extras {
        get { service.extras }
        set { service.extras = newValue }
    }

    init(_ service: Service, of business: Business, ages: (first: Instant, last: Instant)? = nil, baseURL: String = "") {
        self.service = service
        place = .of(service.location, stored: service.extras.value("defaultLocation", Place.shape))
        price = Price(
            service.price, currency: business.currency, keptAmount: service.extras.value("defaultPrice", Price.amount),
            keptType: service.extras.value("defaultPriceType", .enumeration(GraphEnums.bookingPriceType)))
        policy = service.policy.map { Policy($0, service.extras) }
        (made, changed) = (ages?.first, ages?.last)
        webURL = "\(baseURL)/b/\(business.slug)/\(service.slug)"
    }

    /// The service with all that was read.
    /// - Throws: `GraphError` for a price that the currency does not have.
    func service(of business: Business) throws(GraphError) -> Service {
        var service = service
        service.location = place?.text ?? ""
        service.extras.set("defaultLocation", place, Place.shape)
        service.price = try price.units(currency: business.currency, property: "defaultPrice")
        service.extras.set("defaultPrice", price.amount, Price.amount)
        service.extras.set("defaultPriceType", price.type, .enumeration(GraphEnums.bookingPriceType))
        service.policy = policy?.policy(usual: service.policy ?? business.policy)
        if let policy { policy.keep(in: &service.extras) } else { Policy.forget(in: &service.extras) }
        return service
    }

    /// What the API calls the fields of a service.
    static let names = [
        "name": "displayName", "summary": "description", "duration": "defaultDuration", "price": "defaultPrice",
        "location": "defaultLocation", "staff": "staffMemberIds", "policy.timeSlotInterval": "schedulingPolicy.timeSlotInterval",
        "questions": "customQuestions", "policy.minimumLeadTime": "schedulingPolicy.minimumLeadTime",
        "policy.maximumAdvance": "schedulingPolicy.maximumAdvance",
    ]

    private static let usual = Service(id: Service.ID(""), business: Business.ID(""), slug: "", name: "")
    private static let nowhere = Business(id: Business.ID(""), slug: "", name: "", zone: "UTC", hours: WeeklyHours(), feedToken: "")

    static let schema = ObjectSchema<ServiceItem>(
        "bookingService", fresh: { ServiceItem(usual, of: nowhere) },
        properties: [
            .readOnly("id", .string(maxLength: 100), get: { $0.service.id.rawValue }, isNullable: false),
            .stored("additionalInformation", .string(maxLength: 4000)),
            .readOnly("createdDateTime", .dateTimeOffset, get: { $0.made }),
            Property("customQuestions", Questions.assignments, \.service.questions, about: "Asked in this order."),
            Property("defaultDuration", .duration(.minutes(1) ... .days(1)), \.service.duration),
            Property("defaultLocation", Place.shape, \.place),
            Property("defaultPrice", Price.amount, \.price.amount),
            Property("defaultPriceType", .enumeration(GraphEnums.bookingPriceType), \.price.type),
            .stored("defaultReminders", Reminder.list, usual: [], [.singleOnly]),
            Property(
                nullable: "description", .string(maxLength: 2000), get: { $0.service.summary.orNil },
                set: { $0.service.summary = $1 ?? "" }, [.searchable]),
            Property("displayName", .string(1...200, form: .line), \.service.name, [.requiredOnCreate, .searchable]),
            .stored("isAnonymousJoinEnabled", .boolean, usual: false),
            .extra(
                "isCustomerAllowedToManageBooking", .boolean, usual: nil,
                about: "false closes the manage links of appointments that staff make."),
            Property("isHiddenFromCustomers", .boolean, \.service.isHidden),
            Property("isLocationOnline", .boolean, \.service.isOnline),
            .stored("languageTag", .string(2...40, form: .line)),
            .readOnly("lastUpdatedDateTime", .dateTimeOffset, get: { $0.changed }),
            Property(
                "maximumAttendeesCount", .int32(1...Int32(Service.mostAttendees)), \.service.maximumAttendeesCount,
                about: "How many customers may share an appointment."),
            .stored("notes", .string(maxLength: 4000)),
            Property("postBuffer", .duration(.zero ... .hours(12)), \.service.postBuffer),
            Property("preBuffer", .duration(.zero ... .hours(12)), \.service.preBuffer),
            Property("schedulingPolicy", Policy.shape, \.policy, about: "null: the business's counts."),
            .stored("smsNotificationsEnabled", .boolean, usual: false),
            Property(
                "staffMemberIds", .collection(of: .string(1...100, form: .line), maxCount: 1_000),
                get: { $0.service.staff.map(\.rawValue) }, set: { $0.service.staff = $1.map { StaffMember.ID($0) } }),
            .readOnly("webUrl", .string(maxLength: 2000), get: { $0.webURL }),
        ])
}
