public import Booking
public import CivilTime

/// Everything that a diagnosis of one connection looks at; gathered elsewhere, in one reading of the store and one look at the server.
public struct DiagnosisFacts: Hashable, Sendable {
    /// The connection itself; as it was when it is disconnected.
    public struct Connection: Hashable, Sendable {
        public var account: CalendarAccount.ID
        public var name: String
        public var provider: ProviderKind
        /// The server's name, as people know it.
        public var host: String
        public var isConnected: Bool
        /// When it was disconnected, where that is known.
        public var disconnectedSince: Instant?
        /// When the credentials were first refused.
        public var refusedSince: Instant?
        /// The required permissions that were not granted; `nil` where the provider has none to tick.
        public var missingPermissions: [String]?

        public init(
            account: CalendarAccount.ID, name: String, provider: ProviderKind, host: String, isConnected: Bool,
            disconnectedSince: Instant? = nil, refusedSince: Instant? = nil, missingPermissions: [String]? = nil
        ) {
            self.account = account
            self.name = name
            self.provider = provider
            self.host = host
            self.isConnected = isConnected
            self.disconnectedSince = disconnectedSince
            self.refusedSince = refusedSince
            self.missingPermissions = missingPermissions
        }
    }

    /// A calendar of the connection that is linked or closes time.
    public struct Calendar: Hashable, Sendable {
        public var id: ConnectedCalendar.ID
        public var remote: RemoteCalendar
        public var isLinked: Bool
        public var closesTime: Bool
        public var readAt: Instant?
        public var trouble: CalendarTrouble?

        public init(_ calendar: ConnectedCalendar) {
            id = calendar.id
            remote = calendar.remote
            isLinked = calendar.isLinked
            closesTime = calendar.closesTime
            readAt = calendar.readAt
            trouble = calendar.failure
        }
    }

    /// What the server said when it was asked just now.
    public enum Look: Hashable, Sendable {
        /// It was not asked; what was last known stands for it.
        case notTaken
        case timedOut(after: Seconds)
        case failed(ProviderFailure)
        /// The calendars that it lists, and what it said of those that are chosen.
        case answered(calendars: [RemoteCalendar], refusals: [ConnectedCalendar.ID: ProviderFailure], milliseconds: Int)
    }

    /// What is to be written to the linked calendar and is not yet.
    public struct Writes: Hashable, Sendable {
        public var waiting: Int
        public var waitingSince: Instant?
        public var givenUp: Int
        public var reason: String?

        public init(waiting: Int = 0, waitingSince: Instant? = nil, givenUp: Int = 0, reason: String? = nil) {
            self.waiting = waiting
            self.waitingSince = waitingSince
            self.givenUp = givenUp
            self.reason = reason
        }
    }

    /// The events of the coming days as they were read.
    public struct Events: Hashable, Sendable {
        public var days: Int
        public var all: Int
        public var free: Int
        public var withoutTitle: Int

        public init(days: Int, all: Int = 0, free: Int = 0, withoutTitle: Int = 0) {
            self.days = days
            self.all = all
            self.free = free
            self.withoutTitle = withoutTitle
        }
    }

    /// A count, and since when the oldest of it waits.
    public struct Pile: Hashable, Sendable {
        public var count: Int
        public var since: Instant?

        public init(count: Int = 0, since: Instant? = nil) {
            self.count = count
            self.since = since
        }
    }

    /// What becomes of the meetings that the person's online services promise.
    public struct Meetings: Hashable, Sendable {
        public enum Maker: Hashable, Sendable {
            /// The linked calendar makes them.
            case linkedCalendar
            /// The person wants none to be made.
            case switchedOff
            /// The settings write no bookings, and a meeting is made with the event.
            case notWritten
            /// The linked calendar makes none.
            case nobody
        }

        /// The names of the services that are online.
        public var services: [String]
        public var maker: Maker
        /// Bookings ahead whose link was promised and is not there, and since when the oldest of them waits.
        public var promised: Pile

        public init(services: [String], maker: Maker, promised: Pile = Pile()) {
            self.services = services
            self.maker = maker
            self.promised = promised
        }
    }

    public var now: Instant
    /// The name of whose calendars they are.
    public var person: String
    /// Whether the person works anywhere here.
    public var isMember: Bool
    public var upcomingBookings: Int
    public var connection: Connection?
    public var calendars: [Calendar]
    /// The calendar of another connection that bookings are written into, and whether one of another connection closes time.
    public var linkedElsewhere: String?
    public var closesTimeElsewhere: Bool
    public var look: Look
    /// The names of calendars that answer again and have not been read since.
    public var unreadSinceTrouble: [String]
    public var writes: Writes
    /// Upcoming bookings that should stand in the linked calendar and that nobody is about to write there.
    public var bookingsWithoutEvent: Int
    public var events: Events?
    /// Bookings whose event stands in a calendar more than once.
    public var duplicates: Int
    /// Bookings about which somebody must decide.
    public var conflicts: Pile
    /// How many of them were not changed themselves: an event merely lies over them.
    public var overlapped: Int
    public var roundTrip: RoundTrip?
    /// Since when an invitation to connect has not been answered; `nil` when there is none.
    public var invitedSince: Instant?
    /// Whether the settings let bookings out and events in.
    public var sendsBookings: Bool
    public var readsEvents: Bool
    /// Since when they let neither; `nil` while they let one.
    public var offSince: Instant?
    /// The names of services whose bookings do not travel; `nil` where all do.
    public var servicesLeftOut: [String]?
    /// The online services of the person, and whether their appointments get a link; `nil` where there is no such service.
    public var meetings: Meetings?
    /// The version that made the page from which the check was asked for, and the one that runs; `nil` where no page asked.
    public var versions: PageVersions?
    /// The event or booking that is asked about.
    public var item: ItemFacts?
    /// Since when each cause has been known.
    public var known: [String: Instant]

    /// Facts of somebody who has no connection; the rest is filled in.
    public init(now: Instant, person: String) {
        self.now = now
        self.person = person
        isMember = true
        upcomingBookings = 0
        calendars = []
        closesTimeElsewhere = false
        sendsBookings = true
        readsEvents = true
        look = .notTaken
        unreadSinceTrouble = []
        writes = Writes()
        bookingsWithoutEvent = 0
        duplicates = 0
        conflicts = Pile()
        overlapped = 0
        known = [:]
    }

    var linked: Calendar? { calendars.first(where: \.isLinked) }
}

/// Which program made a page, and which one runs.
public struct PageVersions: Hashable, Sendable {
    public var page: String
    public var program: String

    public init(page: String, program: String) {
        self.page = page
        self.program = program
    }
}
