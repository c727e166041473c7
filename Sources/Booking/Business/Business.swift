/// A booking calendar: its page, hours, zone, currency, policy and language. An organization has any number.
public struct Business: Hashable, Sendable, Codable {
    public typealias ID = Identifier<Business>

    public var id: ID
    /// The last part of its page's address, `/b/<slug>`; see `Slug`.
    public var slug: String
    public var name: String
    /// One or two sentences on top of the booking page.
    public var introduction: String
    /// An IANA zone name; hours and every setting are told in it (B35).
    public var zone: String
    /// ISO 4217, upper case.
    public var currency: String
    /// BCP 47; one of the catalogue's languages.
    public var language: String
    public var hours: WeeklyHours
    public var overrides: [DateOverride]
    public var policy: SchedulingPolicy
    public var page: BookingPageSettings
    public var contact: BusinessContact
    /// The secret part of the address of the business's own .ics feed.
    public var feedToken: String
    /// What programs stored with it by the REST API.
    public var extras = Extras()
    /// Removed businesses keep their history but have no page and are listed nowhere.
    public var isActive = true

    public init(
        id: ID, slug: String, name: String, introduction: String = "", zone: String, currency: String = "EUR", language: String = "en",
        hours: WeeklyHours, overrides: [DateOverride] = [], policy: SchedulingPolicy = SchedulingPolicy(),
        page: BookingPageSettings = BookingPageSettings(), contact: BusinessContact = BusinessContact(), feedToken: String
    ) {
        self.id = id
        self.slug = slug
        self.name = name
        self.introduction = introduction
        self.zone = zone
        self.currency = currency
        self.language = language
        self.hours = hours
        self.overrides = overrides
        self.policy = policy
        self.page = page
        self.contact = contact
        self.feedToken = feedToken
    }
}

/// Who may see the booking page and how it looks.
public struct BookingPageSettings: Hashable, Sendable, Codable {
    public var isPublished: Bool
    /// Whether search engines are let in (B14).
    public var isIndexed: Bool
    /// Whether times are always shown in the business's zone (B36).
    public var showsBusinessZoneOnly: Bool
    /// Sites that may frame the page: origins, or `*` for all; empty: none but our own (B11).
    public var allowedFrameOrigins: [String]
    /// The accent colour as `#rrggbb`.
    public var accent: String
    /// What is offered of people whose calendars cannot be read.
    public var unreadCalendars: UnreadCalendars
    /// Only people of the organization may see the page. As nobody can show that they are, nobody sees it.
    public var isForOrganizationOnly = false
    /// Whoever books has to enter a code that was mailed to them. As no code is mailed, nobody can book.
    public var asksOneTimePassword = false

    /// Whether customers see the page.
    public var isOpen: Bool { isPublished && !isForOrganizationOnly && !asksOneTimePassword }

    public init(
        isPublished: Bool = true, isIndexed: Bool = true, showsBusinessZoneOnly: Bool = false,
        allowedFrameOrigins: [String] = ["*"], accent: String = "#1f5fbf", unreadCalendars: UnreadCalendars = UnreadCalendars()
    ) {
        self.isPublished = isPublished
        self.isIndexed = isIndexed
        self.showsBusinessZoneOnly = showsBusinessZoneOnly
        self.allowedFrameOrigins = allowedFrameOrigins
        self.accent = accent
        self.unreadCalendars = unreadCalendars
    }

    /// Reads settings that were stored before something could be chosen, too.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        isPublished = try values.decode(Bool.self, forKey: .isPublished)
        isIndexed = try values.decode(Bool.self, forKey: .isIndexed)
        showsBusinessZoneOnly = try values.decode(Bool.self, forKey: .showsBusinessZoneOnly)
        allowedFrameOrigins = try values.decode([String].self, forKey: .allowedFrameOrigins)
        accent = try values.decode(String.self, forKey: .accent)
        unreadCalendars = try values.decodeIfPresent(UnreadCalendars.self, forKey: .unreadCalendars) ?? UnreadCalendars()
        isForOrganizationOnly = try values.decodeIfPresent(Bool.self, forKey: .isForOrganizationOnly) ?? false
        asksOneTimePassword = try values.decodeIfPresent(Bool.self, forKey: .asksOneTimePassword) ?? false
    }
}

/// How customers and mails name and reach the business.
public struct BusinessContact: Hashable, Sendable, Codable {
    public var address: String
    public var phone: String
    public var website: String
    /// Where customers' replies go (B46); empty: the sender's address.
    public var replyTo: String
    /// The sender name of mails (B47); empty: the business's name.
    public var senderName: String

    public init(address: String = "", phone: String = "", website: String = "", replyTo: String = "", senderName: String = "") {
        self.address = address
        self.phone = phone
        self.website = website
        self.replyTo = replyTo
        self.senderName = senderName
    }
}
