public import CivilTime

/// One time span of one service, its people and its attendees (Graph `bookingAppointment`).
public struct Appointment: Hashable, Sendable, Codable {
    public typealias ID = Identifier<Appointment>

    public enum Status: String, Hashable, Sendable, Codable { case confirmed, cancelled }

    /// Who made it: the public page, or somebody in the admin app.
    public enum Source: String, Hashable, Sendable, Codable { case page, admin }

    public var id: ID
    public var business: Business.ID
    public var service: Service.ID
    /// The service's name when it was booked: what the customer was promised.
    public var serviceName: String
    /// The customer's time.
    public var span: Span
    public var preBuffer: Seconds
    public var postBuffer: Seconds
    public var staff: [StaffMember.ID]
    /// Who takes part, the longest there first; 1 to `maximumAttendeesCount`, none where the last one moved to another appointment.
    public var attendees: [Attendee]
    /// `nil`: it is for one customer.
    public var group: AppointmentGroup?
    public var status: Status
    public var location: String
    /// The meeting at which people see each other from afar; `nil` when they meet in one place.
    public var meeting: OnlineMeeting?
    /// The price promised, in minor units of `currency`.
    public var price: Int?
    public var currency: String
    /// Notes of the staff; never sent to the customer.
    public var staffNotes: String
    public var source: Source
    /// The one UID of its invitations, for ever (RFC 5545 section 3.8.4.7).
    public var uid: String
    /// RFC 5546 section 2.1.4: rises when the time or the status changes.
    public var sequence: Int
    /// Since when it awaits confirmation, as it was booked while a calendar of its people could not be looked at; `nil`: it does not. Its time
    /// is taken all the same.
    public var awaitsConfirmationSince: Instant?
    /// Rises with every change of any field.
    public var revision: Int
    public var createdAt: Instant
    public var updatedAt: Instant
    /// What programs stored with it by the REST API.
    public var extras = Extras()

    public init(
        id: ID, business: Business.ID, service: Service.ID, serviceName: String, span: Span, preBuffer: Seconds, postBuffer: Seconds,
        staff: [StaffMember.ID], attendees: [Attendee], group: AppointmentGroup? = nil, status: Status = .confirmed,
        location: String, meeting: OnlineMeeting? = nil,
        price: Int?, currency: String,
        staffNotes: String = "", source: Source, uid: String, sequence: Int = 0, awaitsConfirmationSince: Instant? = nil, revision: Int = 1,
        createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.business = business
        self.service = service
        self.serviceName = serviceName
        self.span = span
        self.preBuffer = preBuffer
        self.postBuffer = postBuffer
        self.staff = staff
        self.attendees = attendees
        self.group = group
        self.status = status
        self.location = location
        self.meeting = meeting
        self.price = price
        self.currency = currency
        self.staffNotes = staffNotes
        self.source = source
        self.uid = uid
        self.sequence = sequence
        self.awaitsConfirmationSince = awaitsConfirmationSince
        self.revision = revision
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    public var awaitsConfirmation: Bool { awaitsConfirmationSince != nil }

    /// Whether its customers are written to.
    public var writesToCustomers: Bool { extras["optOutOfCustomerEmail"] != "true" }

    /// Whether the manage link opens it: unless the appointment, or its service for one that staff made, says no.
    public func isManagedByCustomers(service: Service) -> Bool {
        let name = "isCustomerAllowedToManageBooking"
        return (extras[name] ?? (source == .admin ? service.extras[name] : nil)) != "false"
    }

    /// The time it takes of its people, buffers included.
    public var claimedSpan: Span { span.padded(before: preBuffer, after: postBuffer) }
}

/// A customer in an appointment, with what they wrote and what they were shown.
public struct Attendee: Hashable, Sendable, Codable {
    public var customer: Customer.ID
    /// As typed for this booking; later corrections of the customer do not change the promise.
    public var name: String
    public var email: String
    public var phone: String
    public var notes: String
    /// The zone in which the customer saw the times (IANA).
    public var zone: String
    /// The language of the customer's page and mails.
    public var language: String
    /// What they answered, in the order in which they were asked.
    public var answers: [QuestionAnswer]
    /// What is theirs alone where there may be others; `nil`: nobody else can come.
    public var place: AttendeePlace?

    public init(
        customer: Customer.ID, name: String, email: String = "", phone: String = "", notes: String = "", zone: String,
        language: String = "en", answers: [QuestionAnswer] = [], place: AttendeePlace? = nil
    ) {
        self.customer = customer
        self.name = name
        self.email = email
        self.phone = phone
        self.notes = notes
        self.zone = zone
        self.language = language
        self.answers = answers
        self.place = place
    }

    /// Reads attendees that were stored before anything was asked, too.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        customer = try values.decode(Customer.ID.self, forKey: .customer)
        name = try values.decode(String.self, forKey: .name)
        email = try values.decode(String.self, forKey: .email)
        phone = try values.decode(String.self, forKey: .phone)
        notes = try values.decode(String.self, forKey: .notes)
        zone = try values.decode(String.self, forKey: .zone)
        language = try values.decode(String.self, forKey: .language)
        answers = try values.decodeIfPresent([QuestionAnswer].self, forKey: .answers) ?? []
        place = try values.decodeIfPresent(AttendeePlace.self, forKey: .place)
    }
}
