public import Booking
public import CivilTime

/// One thing that a run did, with what stood there before.
public struct RunEffect: Hashable, Sendable {
    public enum Change: Hashable, Sendable, Codable {
        // In an outside calendar.
        case created(EventFields?)
        case updated(before: EventFields?, after: EventFields?)
        case deleted(EventFields?)
        /// A duplicate: as it was held when it was chosen, and whole once it is taken out.
        case removed(RemoteItem)
        /// A duplicate that was removed stands there again.
        case restored(RemoteItem)
        // Of a booking.
        case moved(from: Span, to: Span)
        case cancelled
        case reinstated
        // Of what somebody chose.
        case settings(before: [SyncChoicesVersion], number: Int)
        case choice(before: [AccountUse], after: [AccountUse])
    }

    /// A change without its values, by which changes are counted.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case created, updated, deleted, removed, restored, moved, cancelled, reinstated, settings, choice

        /// Whether only administrators can have done it, and take it back.
        public var isForAdministrators: Bool {
            switch self {
            case .settings, .choice, .removed, .restored: true
            case .created, .updated, .deleted, .moved, .cancelled, .reinstated: false
            }
        }
    }

    public enum Outcome: String, Hashable, Sendable, Codable {
        case done
        /// Left to a worker.
        case pending
        /// Somebody changed it in between: it was left as it is.
        case leftAlone
    }

    /// 0 until it is stored.
    public var id: Int64
    public var run: SyncRun.ID
    public var at: Instant
    public var resource: Resource.ID?
    public var calendar: ConnectedCalendar.ID?
    public var appointment: Appointment.ID?
    public var change: Change
    public var outcome: Outcome

    public init(
        id: Int64 = 0, run: SyncRun.ID, at: Instant, resource: Resource.ID? = nil, calendar: ConnectedCalendar.ID? = nil,
        appointment: Appointment.ID? = nil, change: Change, outcome: Outcome = .done
    ) {
        self.id = id
        self.run = run
        self.at = at
        self.resource = resource
        self.calendar = calendar
        self.appointment = appointment
        self.change = change
        self.outcome = outcome
    }
}

extension RunEffect.Change {
    public var kind: RunEffect.Kind {
        switch self {
        case .created: .created
        case .updated: .updated
        case .deleted: .deleted
        case .removed: .removed
        case .restored: .restored
        case .moved: .moved
        case .cancelled: .cancelled
        case .reinstated: .reinstated
        case .settings: .settings
        case .choice: .choice
        }
    }
}

/// What the calendars of one account are used for.
public struct AccountUse: Hashable, Sendable, Codable {
    public var account: CalendarAccount.ID
    /// The calendar that bookings are written into (`RemoteCalendar.id`).
    public var linked: String?
    /// The calendars whose events close time (`RemoteCalendar.id`), sorted.
    public var closing: [String]

    public init(account: CalendarAccount.ID, linked: String?, closing: [String]) {
        self.account = account
        self.linked = linked
        self.closing = closing
    }

    /// Whether none of its calendars is used.
    public var isIdle: Bool { linked == nil && closing.isEmpty }
}
