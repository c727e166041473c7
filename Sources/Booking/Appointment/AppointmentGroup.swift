public import CivilTime

/// What an appointment has that several customers may share, such as a class.
public struct AppointmentGroup: Hashable, Sendable, Codable {
    /// How many attendees there may be, 2 to `Service.mostAttendees`. It stays as it was when the first one came, whatever the service says later.
    public var maximumAttendeesCount: Int
    /// Those who gave up their places, each once and none of them an attendee, in the order in which they did.
    public var formerAttendees: [Attendee]

    public init(maximumAttendeesCount: Int, formerAttendees: [Attendee] = []) {
        self.maximumAttendeesCount = maximumAttendeesCount
        self.formerAttendees = formerAttendees
    }
}

/// What is each attendee's own where there may be others: the invitation, and what was promised to them.
public struct AttendeePlace: Hashable, Sendable, Codable {
    /// The UID of this attendee's invitations. It goes with them from one group to another (RFC 5545 section 3.8.4.7).
    public var uid: String
    /// What this attendee's invitations count beyond the appointment's sequence, so that they never fall back; 0 or more.
    public var sequence: Int
    /// In minor units of `currency`; `nil`: none was shown.
    public var price: Int?
    public var currency: String
    /// Who took the place.
    public var source: Appointment.Source
    /// When it was taken.
    public var since: Instant

    public init(uid: String, sequence: Int = 0, price: Int?, currency: String, source: Appointment.Source, since: Instant) {
        self.uid = uid
        self.sequence = sequence
        self.price = price
        self.currency = currency
        self.source = source
        self.since = since
    }
}
