public import CivilTime

/// Something that can be booked (Graph `bookingService`).
public struct Service: Hashable, Sendable, Codable {
    public typealias ID = Identifier<Service>

    /// More attendees than this cannot be asked for.
    public static let mostAttendees = 500

    public var id: ID
    public var business: Business.ID
    /// The last part of its own page's address, `/b/<business>/<slug>` (B59).
    public var slug: String
    public var name: String
    public var summary: String
    /// The customer's time, 1 minute to 24 hours.
    public var duration: Seconds
    /// Taken of the person before the start; 0 to 12 hours.
    public var preBuffer: Seconds
    /// Taken of the person after the end; 0 to 12 hours.
    public var postBuffer: Seconds
    /// In minor units of the business's currency; `nil`: no price is shown, 0: free.
    public var price: Int?
    /// Where it happens; empty: the business's address.
    public var location: String
    /// People meet online: every appointment gets a meeting of its own (B28).
    public var isOnline: Bool
    /// How many customers may share one appointment, 1 to `mostAttendees`.
    public var maximumAttendeesCount: Int
    /// Who offers it.
    public var staff: [StaffMember.ID]
    public var fields: CustomerFields
    /// What it asks besides, in the order of the page; each question once.
    public var questions: [QuestionAssignment]
    /// A policy of its own; the business's when `nil`.
    public var policy: SchedulingPolicy?
    /// The colour of its bookings in the calendar, `#rrggbb`.
    public var color: String
    /// Removed services keep their history but are offered no more.
    public var isActive: Bool
    /// The order on the page.
    public var position: Int
    /// What programs stored with it by the REST API.
    public var extras = Extras()
    /// Whether only staff may book it.
    public var isHidden = false

    /// Whether it stands on the page.
    public var isOffered: Bool { isActive && !isHidden }

    public init(
        id: ID, business: Business.ID, slug: String, name: String, summary: String = "", duration: Seconds = .minutes(30),
        preBuffer: Seconds = .zero, postBuffer: Seconds = .zero, price: Int? = nil, location: String = "", isOnline: Bool = false,
        maximumAttendeesCount: Int = 1, staff: [StaffMember.ID] = [], fields: CustomerFields = CustomerFields(),
        questions: [QuestionAssignment] = [], policy: SchedulingPolicy? = nil, color: String = "#1f5fbf", isActive: Bool = true,
        position: Int = 0
    ) {
        self.id = id
        self.business = business
        self.slug = slug
        self.name = name
        self.summary = summary
        self.duration = duration
        self.preBuffer = preBuffer
        self.postBuffer = postBuffer
        self.price = price
        self.location = location
        self.isOnline = isOnline
        self.maximumAttendeesCount = maximumAttendeesCount
        self.staff = staff
        self.fields = fields
        self.questions = questions
        self.policy = policy
        self.color = color
        self.isActive = isActive
        self.position = position
    }
}

extension Service {
    /// Whether several customers may share an appointment.
    public var isForGroups: Bool { maximumAttendeesCount > 1 }
}

/// Which details a service asks of its customers (B49, B50); the name is always asked.
public struct CustomerFields: Hashable, Sendable, Codable {
    public enum Rule: String, Hashable, Sendable, Codable, CaseIterable { case hidden, optional, required }

    public var email: Rule
    public var phone: Rule
    public var notes: Rule

    public init(email: Rule = .required, phone: Rule = .optional, notes: Rule = .optional) {
        self.email = email
        self.phone = phone
        self.notes = notes
    }
}
