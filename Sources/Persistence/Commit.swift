public import Booking

/// What a committed write changed, in words coarse enough to be worth a look.
public enum Topic: String, Hashable, Sendable, Codable, CaseIterable {
    /// Any slot may have changed: claims, busy time, time off, hours, services, staff, businesses.
    case availability
    /// Appointments, or the customers in them.
    case appointments
    case mails
    case jobs
    /// Accounts, calendars and the outside events shown beside appointments.
    case calendars
    case conflicts
    /// Users, businesses, services, people and the instance's settings.
    case settings
}

/// News of one committed write.
public struct Commit: Hashable, Sendable {
    public var organization: Organization.ID
    public var topics: Set<Topic>

    public init(organization: Organization.ID, topics: Set<Topic>) {
        self.organization = organization
        self.topics = topics
    }
}
