public import CivilTime

// CalendarSync: the sync engine's thinking — snapshots of both sides, the planner, the effects, conflicts — and the protocols that it
// needs of a provider. It imports Booking and CivilTime and does no input or output; executors elsewhere carry its effects out.
// Its five words: the *link* joins an appointment to its remote event; the *base* is what was last read back; an *effect* is one thing
// to do; an *echo* is our own write coming back; a *cursor* says how far a change feed was read.

/// Which room speaks to an account's server.
public enum ProviderKind: String, Hashable, Sendable, Codable, CaseIterable { case caldav, feed, google }

/// How to sign in to a provider; held sealed at rest, open only while a request is made.
public struct CalendarCredentials: Hashable, Sendable {
    /// The address the person gave, or the one discovery found.
    public var address: String
    /// The user name; the provider's key of the account where people sign in at the provider's own page.
    public var user: String
    /// The password, or the text of an `AccountGrant`.
    public var password: String

    public init(address: String, user: String = "", password: String = "") {
        self.address = address
        self.user = user
        self.password = password
    }
}

/// What a calendar of an account can be used for (C4, C16).
public enum CalendarAccess: String, Hashable, Sendable, Codable {
    /// Can be the linked calendar and a conflict calendar.
    case readWrite
    /// Can be a conflict calendar.
    case readOnly
}

/// A calendar as its provider lists it.
public struct RemoteCalendar: Hashable, Sendable, Codable {
    /// The provider's own key: the collection's address in CalDAV, the feed's address for a feed.
    public var id: String
    public var name: String
    public var access: CalendarAccess
    /// Which kinds of change feed the server offers, told by discovery; opaque outside the provider's room.
    public var capabilities: [String]
    /// Why it cannot be the linked calendar, as a sentence with the remedy; `nil` when it can, or when the provider does not tell.
    public var limitation: String?

    public init(id: String, name: String, access: CalendarAccess, capabilities: [String] = [], limitation: String? = nil) {
        self.id = id
        self.name = name
        self.access = access
        self.capabilities = capabilities
        self.limitation = limitation
    }
}

/// What a successful sign-in found.
public struct DiscoveredAccount: Hashable, Sendable {
    /// The address to keep, such as the calendar home.
    public var address: String
    /// A name for people: "ana@example.org at cal.example.org".
    public var name: String
    /// The mail addresses by which the account's owner is an attendee, lower-case.
    public var ownAddresses: [String]
    public var calendars: [RemoteCalendar]

    public init(address: String, name: String, ownAddresses: [String], calendars: [RemoteCalendar]) {
        self.address = address
        self.name = name
        self.ownAddresses = ownAddresses
        self.calendars = calendars
    }
}

/// One kind of calendar service.
public protocol CalendarProvider: Sendable {
    var kind: ProviderKind { get }

    /// How people sign in at the provider's own page; `nil` where they give a user name and a password.
    var authorization: (any AccountAuthorization)? { get }

    /// How the provider says that a calendar changed; `nil` for one that has to be asked.
    var push: (any CalendarPush)? { get }

    /// Signs in and lists the account's calendars.
    func discover(_ credentials: CalendarCredentials) async throws(ProviderFailure) -> DiscoveredAccount

    /// A reader of one calendar; no request is made yet.
    func reader(of calendar: RemoteCalendar, with credentials: CalendarCredentials) -> any CalendarReader

    /// A writer of one calendar; `nil` for a kind that can only be read.
    func writer(of calendar: RemoteCalendar, with credentials: CalendarCredentials) -> (any CalendarWriter)?

    /// The times an item takes in a window, as data alone: no request, no clock.
    func expand(_ item: RemoteItem, in window: Span, for owner: CalendarOwner) -> ItemExpansion

    /// What may be kept of an item's data (`RemoteItem.payload`): what laying it out again needs, which is its times and whether they are busy, and
    /// where it comes from. Notes, places and guests are not among it.
    /// - Parameters:
    ///   - keepsTitle: its title is kept too.
    ///   - ownAddresses: the owner's mail addresses, lower-case; the own answer to an invitation decides whether it is busy.
    func keptPayload(of item: RemoteItem, keepsTitle: Bool, ownAddresses: [String]) -> String

    /// What an item's data says of where it comes from; nothing where the provider's data does not tell.
    func origin(of item: RemoteItem, ownAddresses: [String]) -> ItemOrigin
}

extension CalendarProvider {
    public var authorization: (any AccountAuthorization)? { nil }
    public var push: (any CalendarPush)? { nil }
    public func origin(of item: RemoteItem, ownAddresses: [String]) -> ItemOrigin { ItemOrigin() }
}

/// Reads one calendar.
public protocol CalendarReader: Sendable {
    /// The changes since a cursor; everything when it is `nil` or no longer accepted.
    /// - Parameter known: the version of each item already held, so that only what changed is downloaded.
    func changes(since cursor: SyncCursor?, known: [RemoteItem.ID: String]) async throws(ProviderFailure) -> ChangeBatch

    /// Everything, of a calendar that was never read to its end. A large one is handed over in portions as they arrive, what touches `window`
    /// first; what remains comes as the batch, with the listing and the cursor of all of it. A small one comes as the batch alone.
    /// - Parameters:
    ///   - known: the version of each item that an earlier run handed over; none of them is downloaded again.
    ///   - handOver: takes a portion; it may go on working on it after it has returned.
    /// - Throws: `ProviderFailure`, and what `handOver` throws.
    func firstRead(
        known: [RemoteItem.ID: String], window: Span, handOver: @Sendable (ImportPortion) async throws -> Void
    ) async throws -> ChangeBatch

    /// One item as it stands now; `nil` is positive evidence that it is gone (404 or 410 on the very item).
    func item(_ id: RemoteItem.ID) async throws(ProviderFailure) -> RemoteItem?
}

extension CalendarReader {
    public func firstRead(
        known: [RemoteItem.ID: String], window: Span, handOver: @Sendable (ImportPortion) async throws -> Void
    ) async throws -> ChangeBatch {
        try await changes(since: nil, known: known)
    }
}

/// Writes events of ours into one calendar. Each write is safe to repeat.
public protocol CalendarWriter: CalendarReader {
    /// Creates an event under a name derived from its UID, unless one stands there already.
    /// - Throws: `.alreadyExists` when the name is taken; read it with `item(_:)` under `id(forUID:)` and adopt it if it is ours.
    func create(_ event: OutgoingEvent) async throws(ProviderFailure) -> RemoteItem

    /// Changes our fields of an event and leaves the rest of it as it is.
    /// - Throws: `.preconditionFailed` when it is no longer at `version`.
    func update(_ event: OutgoingEvent, at id: RemoteItem.ID, version: String?) async throws(ProviderFailure) -> RemoteItem

    /// Deletes an event; success also when it is gone already.
    /// - Throws: `.preconditionFailed` when it is no longer at `version`.
    func delete(_ id: RemoteItem.ID, version: String?) async throws(ProviderFailure)

    /// The id under which `create` stores an event.
    func id(forUID uid: String) -> RemoteItem.ID
}

/// Whose calendar is expanded: the zone of floating times and all-day dates, and the addresses that decline.
public struct CalendarOwner: Sendable {
    public var zone: Zone
    public var zones: ZoneDatabase
    public var ownAddresses: [String]

    public init(zone: Zone, zones: ZoneDatabase, ownAddresses: [String]) {
        self.zone = zone
        self.zones = zones
        self.ownAddresses = ownAddresses
    }
}

/// How far a change feed was read; opaque outside the provider's room.
public struct SyncCursor: Hashable, Sendable, Codable {
    public var value: String
    public init(_ value: String) { self.value = value }
}

/// What a read of a calendar brought. It is applied together with its cursor in one transaction.
public struct ChangeBatch: Hashable, Sendable {
    /// New and changed items, each with the version that came with its data.
    public var changed: [RemoteItem]
    /// Items reported as removed: a claim to be verified, not evidence.
    public var removed: [RemoteItem.ID]
    /// When the read listed the whole calendar: every id there is. Whatever is held and not listed was swept away.
    public var listing: Set<RemoteItem.ID>?
    public var cursor: SyncCursor?
    /// Items whose data could not be had or read; they stay as they are.
    public var troubled: [ItemTrouble]

    public init(
        changed: [RemoteItem] = [], removed: [RemoteItem.ID] = [], listing: Set<RemoteItem.ID>? = nil, cursor: SyncCursor? = nil,
        troubled: [ItemTrouble] = []
    ) {
        self.changed = changed
        self.removed = removed
        self.listing = listing
        self.cursor = cursor
        self.troubled = troubled
    }
}

/// One bad item: set aside and shown, never in the way of its calendar.
public struct ItemTrouble: Hashable, Sendable, Codable {
    public var id: RemoteItem.ID
    public var reason: String

    public init(id: RemoteItem.ID, reason: String) {
        self.id = id
        self.reason = reason
    }
}
