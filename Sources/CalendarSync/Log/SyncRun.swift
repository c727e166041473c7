public import Booking
public import CivilTime

/// What one agreed plan, or one reading of a calendar, did: its effects are kept together, so that they can be undone together.
public struct SyncRun: Hashable, Sendable {
    public typealias ID = Identifier<SyncRun>

    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// Settings were saved.
        case settings
        /// An account was connected, or connected again.
        case connection
        /// Other calendars of an account were chosen.
        case choice
        /// Bookings followed their events, or events were put back, by themselves.
        case cycle
        /// Duplicates were taken out of calendars.
        case duplicates
        /// Another run was undone.
        case undo
    }

    public var id: ID
    public var kind: Kind
    public var at: Instant
    /// Who agreed to it, in the form that the history keeps.
    public var actor: String
    /// Whose calendars it concerns; everybody's when `nil`.
    public var resource: Resource.ID?
    /// The run that it takes back.
    public var undoes: ID?

    public init(id: ID, kind: Kind, at: Instant, actor: String, resource: Resource.ID?, undoes: ID? = nil) {
        self.id = id
        self.kind = kind
        self.at = at
        self.actor = actor
        self.resource = resource
        self.undoes = undoes
    }
}

extension SyncRun.Kind {
    /// What the log gives as the cause of what such a run does.
    public var cause: SyncLogEntry.Cause {
        switch self {
        case .settings: .settings
        case .connection, .choice: .choice
        case .cycle: .calendar
        case .duplicates: .tidying
        case .undo: .undo
        }
    }
}
