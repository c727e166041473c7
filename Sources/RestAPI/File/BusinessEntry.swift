import Booking
import CivilTime
import RestShape

/// A business as a file tells it: the properties of the API, and what only we have.
struct BusinessEntry: Sendable {
    var item: BusinessItem
    /// The language of its pages; the tag of the API may be one that they do not speak.
    var language: String?

    init(_ business: Business) {
        item = BusinessItem(business)
        language = business.language
    }

    /// The business that it stands for; its ids and secrets are empty.
    func business(zoneName: (String) -> String?) -> Business {
        var business = item.business(zoneName: zoneName)
        business.language = language ?? business.language
        business.page.accent = item.page?.color ?? business.page.accent
        return business
    }

    /// A business of which nothing was said, with the hours of a new one.
    private static var fresh: BusinessEntry {
        let week: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
        var entry = BusinessEntry(
            Business(
                id: Business.ID(""), slug: "", name: "", zone: "", hours: .every(week, OpeningRange(start: 9 * 60, end: 17 * 60)),
                page: BookingPageSettings(isPublished: false), feedToken: ""))
        (entry.item.page, entry.language) = (nil, nil)
        return entry
    }

    private static let rules = ValueShape<UnreadCalendars.Rule>.enumeration(
        EnumDefinition("unreadCalendarsRule", UnreadCalendars.Rule.allCases.map(\.rawValue)))

    /// - Parameter isZone: whether a name is one of a zone.
    static func schema(isZone: @escaping @Sendable (String) -> Bool) -> ObjectSchema<BusinessEntry> {
        let known: [Property<BusinessEntry>] = BusinessItem.schema(isZone: isZone).properties
            .filter { !$0.definition.traits.contains(.readOnly) }.map { $0.within(\.item) }
        let slug = Property<BusinessEntry>(
            "slug", .string(1...Slug.maximumLength), \.item.business.slug, [.requiredOnCreate],
            about: "The last part of its page's address.")
        let ours: [Property<BusinessEntry>] = [
            Property("language", .string(2...40, form: .line), \.language, about: "Of its pages and mails."),
            Property("introduction", .string(maxLength: 2000), \.item.business.introduction),
            Property("dateOverrides", DateOverrideEntry.list, \.item.business.overrides),
            Property(
                "cancellationLeadTime", .duration(.zero ... .days(365)), \.item.business.policy.cancellationLeadTime,
                about: "null: the minimum lead time counts."),
            Property("senderName", .string(maxLength: 200), \.item.business.contact.senderName, about: "Of mails."),
            Property(
                "allowedFrameOrigins", .collection(of: .string(1...300, form: .line), maxCount: 50),
                \.item.business.page.allowedFrameOrigins, about: "Which sites may show the page in a frame."),
            Property("staleCalendars", rules, \.item.business.page.unreadCalendars.stale, about: "While calendars are not read."),
            Property("deadCalendars", rules, \.item.business.page.unreadCalendars.dead, about: "Once they were not read for long."),
        ]
        return ObjectSchema<BusinessEntry>("business", fresh: { fresh }, properties: [slug] + known + ours)
    }
}
