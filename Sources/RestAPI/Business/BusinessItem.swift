import Booking
import CivilTime
import RestShape
import Texts

/// Graph's `bookingBusiness`.
struct BusinessItem: Extensible {
    var business: Business
    var address: PhysicalAddress?
    var page: PageSettings?
    var policy: Policy?
    var languageTag: String?
    var made: Instant?
    var changed: Instant?
    /// Where customers book; `nil` until it is published.
    var publicURL: String?

    var extras: Extras {
        get { business.extras }
        set { business.extras = newValue }
    }

    init(_ business: Business, ages: (first: Instant, last: Instant)? = nil, baseURL: String = "") {
        self.business = business
        let stored: PhysicalAddress? = business.extras.value("address", .object(PhysicalAddress.schema))
        address = .of(business.contact.address, stored: stored)
        page = PageSettings(business)
        policy = Policy(business.policy, business.extras)
        let tag: String? = business.extras.value("languageTag", .string(maxLength: 40))
        languageTag = tag.flatMap { (Language.named($0)?.code ?? business.language) == business.language ? $0 : nil } ?? business.language
        (made, changed) = (ages?.first, ages?.last)
        publicURL = business.page.isPublished ? "\(baseURL)/b/\(business.slug)" : nil
    }

    /// The business with all that was read.
    func business(zoneName: (String) -> String?) -> Business {
        var business = business
        business.contact.address = address?.lines.joined(separator: "\n") ?? ""
        business.extras.set("address", address, .object(PhysicalAddress.schema))
        (page ?? PageSettings()).apply(to: &business, zoneName: zoneName)
        business.policy = (policy ?? Policy()).policy(usual: business.policy)
        (policy ?? Policy()).keep(in: &business.extras)
        // A language that nobody has written pages in is kept, and the pages stay as they are.
        business.extras.set("languageTag", languageTag, .string(maxLength: 40))
        if let code = languageTag.flatMap({ Language.named($0)?.code }) { business.language = code }
        return business
    }

    /// What the API calls the fields of a business.
    static let names = [
        "name": "displayName", "zone": "bookingPageSettings.businessTimeZone", "currency": "defaultCurrencyIso", "language": "languageTag",
        "hours": "businessHours", "accent": "bookingPageSettings.bookingPageColorCode", "website": "webSiteUrl", "replyTo": "email",
        "timeSlotInterval": "schedulingPolicy.timeSlotInterval", "minimumLeadTime": "schedulingPolicy.minimumLeadTime",
        "maximumAdvance": "schedulingPolicy.maximumAdvance",
    ]
}

extension BusinessItem {
    /// - Parameter isZone: whether a name is one of a zone.
    static func schema(isZone: @escaping @Sendable (String) -> Bool) -> ObjectSchema<BusinessItem> {
        ObjectSchema<BusinessItem>(
            "bookingBusiness",
            fresh: { BusinessItem(Business(id: Business.ID(""), slug: "", name: "", zone: "UTC", hours: WeeklyHours(), feedToken: "")) },
            properties: [
                .readOnly("id", .string(maxLength: 100), get: { $0.business.id.rawValue }, isNullable: false),
                Property("address", .object(PhysicalAddress.schema), \.address),
                Property("bookingPageSettings", .object(PageSettings.schema(isZone: isZone)), \.page),
                Property("businessHours", WorkHours.week, \.business.hours),
                .stored("businessType", .string(maxLength: 200)),
                .readOnly("createdDateTime", .dateTimeOffset, get: { $0.made }),
                Property("defaultCurrencyIso", .string(3...3, form: .currencyCode), \.business.currency),
                Property("displayName", .string(1...200, form: .line), \.business.name, [.requiredOnCreate, .searchable]),
                Property(
                    nullable: "email", .string(maxLength: 254, form: .emailAddress), get: { $0.business.contact.replyTo.orNil },
                    set: { $0.business.contact.replyTo = $1 ?? "" }, about: "Where customers' replies go."),
                .readOnly("isPublished", .boolean, get: { $0.business.page.isPublished }, isNullable: false),
                Property("languageTag", .string(2...40, form: .line), \.languageTag, about: "Pages are in English where it is not known."),
                .readOnly("lastUpdatedDateTime", .dateTimeOffset, get: { $0.changed }),
                Property(
                    nullable: "phone", .string(maxLength: 40), get: { $0.business.contact.phone.orNil },
                    set: { $0.business.contact.phone = $1 ?? "" }),
                .readOnly("publicUrl", .string(maxLength: 2000), get: { $0.publicURL }),
                Property("schedulingPolicy", Policy.shape, \.policy),
                Property(
                    nullable: "webSiteUrl", .string(maxLength: 500, form: .webAddress), get: { $0.business.contact.website.orNil },
                    set: { $0.business.contact.website = $1 ?? "" }),
            ],
            navigations: [
                NavigationDefinition("appointments", to: "bookingAppointment"),
                NavigationDefinition("customQuestions", to: "bookingCustomQuestion"),
                NavigationDefinition("customers", to: "bookingCustomer"),
                NavigationDefinition("services", to: "bookingService"),
                NavigationDefinition("staffMembers", to: "bookingStaffMember"),
            ])
    }
}
