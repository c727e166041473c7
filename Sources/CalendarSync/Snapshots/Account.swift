public import Booking
public import CivilTime

/// A person's connection to a provider.
public struct CalendarAccount: Hashable, Sendable, Codable {
    public typealias ID = Identifier<CalendarAccount>

    public var id: ID
    public var resource: Resource.ID
    public var provider: ProviderKind
    public var name: String
    public var address: String
    public var user: String
    /// The password, sealed; never open at rest.
    public var sealedSecret: String
    public var ownAddresses: [String]
    public var createdAt: Instant
    /// When the credentials were first refused, until they work again.
    public var refusedSince: Instant?

    public init(
        id: ID, resource: Resource.ID, provider: ProviderKind, name: String, address: String, user: String, sealedSecret: String,
        ownAddresses: [String], createdAt: Instant, refusedSince: Instant? = nil
    ) {
        self.id = id
        self.resource = resource
        self.provider = provider
        self.name = name
        self.address = address
        self.user = user
        self.sealedSecret = sealedSecret
        self.ownAddresses = ownAddresses
        self.createdAt = createdAt
        self.refusedSince = refusedSince
    }
}

/// A calendar of an account that takes part in the sync.
public struct ConnectedCalendar: Hashable, Sendable, Codable {
    public typealias ID = Identifier<ConnectedCalendar>

    public var id: ID
    public var account: CalendarAccount.ID
    public var resource: Resource.ID
    public var remote: RemoteCalendar
    /// Bookings are written here. At most one calendar of a resource is linked.
    public var isLinked: Bool
    /// Its busy events close time (C17: a linked calendar's too, unless somebody says otherwise).
    public var closesTime: Bool
    public var cursor: SyncCursor?
    /// The end of a read that succeeded.
    public var readAt: Instant?
    /// Until when series have been expanded into busy time.
    public var expandedUntil: Instant?
    public var failure: CalendarTrouble?
    /// How many items the server says are gone, and still count until a person agrees (`RemovalBreaker`); 0 when all is as told.
    public var withheldRemovals: Int
    /// How many a person has agreed to lose at once; 0 again when they are gone.
    public var agreedRemovals: Int
    /// How far its first read has come; `nil` before the first portion, and once it is whole.
    public var importing: ImportProgress?

    public init(
        id: ID, account: CalendarAccount.ID, resource: Resource.ID, remote: RemoteCalendar, isLinked: Bool, closesTime: Bool,
        cursor: SyncCursor? = nil, readAt: Instant? = nil, expandedUntil: Instant? = nil, failure: CalendarTrouble? = nil,
        withheldRemovals: Int = 0, agreedRemovals: Int = 0, importing: ImportProgress? = nil
    ) {
        self.id = id
        self.account = account
        self.resource = resource
        self.remote = remote
        self.isLinked = isLinked
        self.closesTime = closesTime
        self.cursor = cursor
        self.readAt = readAt
        self.expandedUntil = expandedUntil
        self.failure = failure
        self.withheldRemovals = withheldRemovals
        self.agreedRemovals = agreedRemovals
        self.importing = importing
    }
}

/// What keeps a calendar from being read or written, and since when.
public struct CalendarTrouble: Hashable, Sendable, Codable {
    public var since: Instant
    public var failure: ProviderFailure
    /// Whether it was a write that failed, and no reading has since; `nil` for no.
    public var ofWriting: Bool?

    public init(since: Instant, failure: ProviderFailure, ofWriting: Bool? = nil) {
        self.since = since
        self.failure = failure
        self.ofWriting = ofWriting
    }

    /// Whether only writing is refused or limited, so that a reading that goes well does not end it.
    public var isAboutWriting: Bool { ofWriting == true && (failure.kind == .forbidden || failure.kind == .throttled) }
}

/// Joins an appointment's resource to its event in the linked calendar.
public struct Link: Hashable, Sendable, Codable {
    public enum State: String, Hashable, Sendable, Codable {
        /// Not written yet, or written without an answer.
        case pending
        case synced
        /// Moved or deleted outside; waits for a person.
        case inConflict
        /// The appointment was cancelled and the event is gone; kept so that nothing comes back.
        case closed
    }

    public var appointment: Appointment.ID
    public var resource: Resource.ID
    public var calendar: ConnectedCalendar.ID
    public var state: State
    /// 1 for the first making of the event; one more for each making anew after a deletion.
    public var generation: Int
    /// The id the server listed; `nil` until the first write was answered.
    public var remoteID: RemoteItem.ID?
    public var version: String?
    /// The fields as they were last read back from the provider.
    public var base: EventFields?
    /// The fields we meant by that: what the appointment said when base was read. Tells a change of ours from a rewriting of theirs.
    /// While a write is unanswered its time is the one sent; while a question is open, the appointment's when it was asked.
    public var carried: EventFields?
    /// The undo that left the event as somebody has changed it: nothing is written until the booking changes again.
    public var heldBack: SyncRun.ID?

    public init(
        appointment: Appointment.ID, resource: Resource.ID, calendar: ConnectedCalendar.ID, state: State = .pending, generation: Int = 1,
        remoteID: RemoteItem.ID? = nil, version: String? = nil, base: EventFields? = nil, carried: EventFields? = nil,
        heldBack: SyncRun.ID? = nil
    ) {
        self.appointment = appointment
        self.resource = resource
        self.calendar = calendar
        self.state = state
        self.generation = generation
        self.remoteID = remoteID
        self.version = version
        self.base = base
        self.carried = carried
        self.heldBack = heldBack
    }

    /// The UID of the event: the appointment's own, and a new one for each later generation (a trash bin may refuse the old).
    public func uid(for appointment: Appointment) -> String { generation == 1 ? appointment.uid : "g\(generation)-\(appointment.uid)" }
}
