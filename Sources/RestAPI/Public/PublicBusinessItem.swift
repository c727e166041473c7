import Booking
import RestShape

/// A business as its booking page shows it.
struct PublicBusinessItem: Sendable {
    var id = ""
    var name = ""
    var introduction = ""
    var zone = ""
    var language = ""
    var accent = ""
    var showsBusinessZoneOnly = false
    var phone = ""
    var email = ""
    var webURL = ""

    init(_ business: Business, baseURL: String) {
        (id, name, introduction) = (business.slug, business.name, business.introduction)
        (zone, language, accent) = (business.zone, business.language, business.page.accent)
        showsBusinessZoneOnly = business.page.showsBusinessZoneOnly
        (phone, email) = (business.contact.phone, business.contact.replyTo)
        webURL = "\(baseURL)/b/\(business.slug)"
    }

    private init() {}

    static let schema = ObjectSchema<PublicBusinessItem>(
        "publicBusiness", fresh: { PublicBusinessItem() },
        properties: [
            .readOnly(
                "id", .string(maxLength: 100), get: { $0.id }, isNullable: false, about: "The last part of the booking page's address."),
            .readOnly("color", .string(maxLength: 7), get: { $0.accent }, isNullable: false),
            .readOnly("displayName", .string(maxLength: 200), get: { $0.name }, isNullable: false),
            .readOnly("email", .string(maxLength: 254), get: { $0.email.orNil }),
            .readOnly("introduction", .string(maxLength: 4000), get: { $0.introduction.orNil }),
            .readOnly(
                "isTimeSlotTimeZoneSetToBusinessTimeZone", .boolean, get: { $0.showsBusinessZoneOnly }, isNullable: false,
                about: "true: times are to be shown in the business's zone, wherever the visitor is."),
            .readOnly("languageTag", .string(maxLength: 40), get: { $0.language }, isNullable: false),
            .readOnly("phone", .string(maxLength: 100), get: { $0.phone.orNil }),
            .readOnly("timeZone", .string(maxLength: 80), get: { $0.zone }, isNullable: false, about: "An IANA name."),
            .readOnly("webUrl", .string(maxLength: 2000), get: { $0.webURL }, isNullable: false),
        ])
}
