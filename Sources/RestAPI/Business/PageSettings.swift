import Booking
import RestShape

/// Graph's `bookingPageSettings`.
struct PageSettings: Extensible, Hashable {
    enum Access: Hashable, Sendable { case unrestricted, restricted }

    var access: Access?
    var color: String?
    var zone: String?
    var asksOneTimePassword: Bool?
    var isHidden: Bool?
    var showsBusinessZoneOnly: Bool?
    var extras = Extras()

    /// - Parameter isZone: whether a name is one of a zone.
    static func schema(isZone: @escaping @Sendable (String) -> Bool) -> ObjectSchema<PageSettings> {
        let zone = ValueShape<String>.string(1...80, form: .line).mapped(
            to: { isZone($0) ? $0 : nil }, from: { $0 }, remedy: "write a time zone such as Europe/Berlin")
        let access: KeyValuePairs<String, Access> = ["unrestricted": .unrestricted, "restrictedToOrganization": .restricted]
        let address = ValueShape<String>.string(maxLength: 2000, form: .webAddress)
        return ObjectSchema<PageSettings>(
            "bookingPageSettings", fresh: { PageSettings() },
            properties: [
                Property(
                    "accessControl", .enumeration(GraphEnums.bookingPageAccessControl, access), \.access,
                    about: "restrictedToOrganization closes the page to everybody, as nobody can show who they are."),
                Property("bookingPageColorCode", .string(7...7, form: .color), \.color),
                Property("businessTimeZone", zone, \.zone, about: "An IANA or Windows name."),
                .stored("customerConsentMessage", .string(maxLength: 4000)),
                Property(
                    "enforceOneTimePassword", .boolean, \.asksOneTimePassword, about: "true closes the page, as no codes are mailed."),
                .stored("isBusinessLogoDisplayEnabled", .boolean, usual: false),
                .stored("isCustomerConsentEnabled", .boolean, usual: false),
                Property("isSearchEngineIndexabilityDisabled", .boolean, \.isHidden),
                Property("isTimeSlotTimeZoneSetToBusinessTimeZone", .boolean, \.showsBusinessZoneOnly),
                .stored("privacyPolicyWebUrl", address),
                .stored("termsAndConditionsWebUrl", address),
            ])
    }

    init() {}

    init(_ business: Business) {
        (access, color) = (business.page.isForOrganizationOnly ? .restricted : .unrestricted, business.page.accent)
        (zone, asksOneTimePassword) = (business.zone, business.page.asksOneTimePassword)
        (isHidden, showsBusinessZoneOnly) = (!business.page.isIndexed, business.page.showsBusinessZoneOnly)
        for name in Self.kept { extras[name] = business.extras["bookingPageSettings." + name] }
    }

    /// - Parameter zones: knows the names that are written.
    func apply(to business: inout Business, zoneName: (String) -> String?) {
        let usual = BookingPageSettings()
        business.page.isForOrganizationOnly = access == .restricted
        business.page.accent = color?.lowercased() ?? usual.accent
        business.page.asksOneTimePassword = asksOneTimePassword ?? false
        business.page.isIndexed = !(isHidden ?? false)
        business.page.showsBusinessZoneOnly = showsBusinessZoneOnly ?? usual.showsBusinessZoneOnly
        if let name = zone.flatMap(zoneName) { business.zone = name }
        for name in Self.kept { business.extras["bookingPageSettings." + name] = extras[name] }
    }

    private static let kept = [
        "customerConsentMessage", "isBusinessLogoDisplayEnabled", "isCustomerConsentEnabled", "privacyPolicyWebUrl",
        "termsAndConditionsWebUrl",
    ]
}
