public import CivilTime

/// A resource's membership in a business (Graph `bookingStaffMember`).
public struct StaffMember: Hashable, Sendable, Codable {
    public typealias ID = Identifier<StaffMember>

    public var id: ID
    public var business: Business.ID
    public var resource: Resource.ID
    public var name: String
    /// Where booking mails for this person go; empty: none are sent.
    public var email: String
    /// The user who signs in as this person, if any.
    public var user: User.ID?
    /// Hours of their own; the business's when `nil`.
    public var hours: WeeklyHours?
    public var overrides: [DateOverride]
    /// A zone of their own for their hours (IANA); the business's when `nil`.
    public var zone: String?
    public var isBookable: Bool
    /// Removed people keep their history but are neither shown nor booked.
    public var isActive: Bool
    public var color: String
    /// How this person's online meetings are made.
    public var meetings: MeetingChoice
    /// The secret part of the address of the person's own .ics feed.
    public var feedToken: String
    public var position: Int
    /// What programs stored with it by the REST API.
    public var extras = Extras()

    /// Whether booking mails go to this person.
    public var receivesMails: Bool { !email.isEmpty && extras["isEmailNotificationEnabled"] != "false" }

    public init(
        id: ID, business: Business.ID, resource: Resource.ID, name: String, email: String = "", user: User.ID? = nil,
        hours: WeeklyHours? = nil,
        overrides: [DateOverride] = [], zone: String? = nil, isBookable: Bool = true, isActive: Bool = true, color: String = "#1f5fbf",
        meetings: MeetingChoice = .calendar, feedToken: String, position: Int = 0
    ) {
        self.id = id
        self.business = business
        self.resource = resource
        self.name = name
        self.email = email
        self.user = user
        self.hours = hours
        self.overrides = overrides
        self.zone = zone
        self.isBookable = isBookable
        self.isActive = isActive
        self.color = color
        self.meetings = meetings
        self.feedToken = feedToken
        self.position = position
    }
}

/// How a person's online meetings are made (C10).
public enum MeetingChoice: String, Hashable, Sendable, Codable, CaseIterable {
    /// By the calendar that bookings are written to, where its provider makes meetings.
    case calendar
    /// Not by us: the person tells customers how to join.
    case none
}

/// Time that a person takes off; closes their time in every business.
public struct TimeOff: Hashable, Sendable, Codable {
    public typealias ID = Identifier<TimeOff>

    public var id: ID
    public var resource: Resource.ID
    public var span: Span
    public var reason: String

    public init(id: ID, resource: Resource.ID, span: Span, reason: String = "") {
        self.id = id
        self.resource = resource
        self.span = span
        self.reason = reason
    }
}
