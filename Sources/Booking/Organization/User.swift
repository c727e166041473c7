public import CivilTime

/// What a user of the admin app may do, in the names of the Graph Bookings API's `bookingStaffRole`.
public enum Role: String, Hashable, Sendable, Codable, CaseIterable {
    /// Everything, users and settings included.
    case administrator
    /// Appointments, customers and time off of everybody; no settings, no users.
    case scheduler
    /// Reads the calendar; changes nothing.
    case viewer

    public var canManageSettings: Bool { self == .administrator }
    public var canManageAppointments: Bool { self != .viewer }
}

/// Somebody who signs in to the admin app.
public struct User: Hashable, Sendable, Codable {
    public typealias ID = Identifier<User>

    public var id: ID
    public var name: String
    /// Compared without regard to letter case; unique in the instance.
    public var email: String
    /// The stored form of the password; `nil` until an invited user has chosen one.
    public var passwordHash: String?
    public var role: Role
    public var createdAt: Instant

    public init(id: ID, name: String, email: String, passwordHash: String?, role: Role, createdAt: Instant) {
        self.id = id
        self.name = name
        self.email = email
        self.passwordHash = passwordHash
        self.role = role
        self.createdAt = createdAt
    }
}
