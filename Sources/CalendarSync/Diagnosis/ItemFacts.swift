public import Booking
public import CivilTime

/// One event, or one booking, that somebody misses.
public enum ItemFacts: Hashable, Sendable {
    case event(EventFacts)
    case booking(BookingFacts)

    /// The checks that answer the question.
    var checks: [SyncCheck] {
        switch self {
        case .event: [.markedFree, .markedPrivate]
        case .booking: [.assignment]
        }
    }
}

/// An event of an outside calendar that somebody misses here.
public struct EventFacts: Hashable, Sendable {
    /// What was asked for: a title, or a day.
    public var asked: String
    /// Where it stands as it was read; `nil` when nothing fits.
    public var found: Found?
    /// Calendars of the account that are not read, by name.
    public var otherCalendars: [String]
    /// How many events were read and are kept without their titles, so that no title finds them; 0 where none was asked for.
    public var untitled: Int

    public struct Found: Hashable, Sendable {
        /// The title; `nil` for a private event.
        public var title: String?
        public var span: Span
        public var calendar: String
        public var closesTime: Bool
        public var isBusy: Bool
        /// Why it is busy or free, as the reading says.
        public var reason: String

        public init(title: String?, span: Span, calendar: String, closesTime: Bool, isBusy: Bool, reason: String) {
            self.title = title
            self.span = span
            self.calendar = calendar
            self.closesTime = closesTime
            self.isBusy = isBusy
            self.reason = reason
        }
    }

    public init(asked: String, found: Found? = nil, otherCalendars: [String] = [], untitled: Int = 0) {
        self.untitled = untitled
        self.asked = asked
        self.found = found
        self.otherCalendars = otherCalendars
    }
}

/// A booking that somebody misses in the person's calendar.
public struct BookingFacts: Hashable, Sendable {
    public var appointment: Appointment.ID
    public var name: String
    public var span: Span
    public var isConfirmed: Bool
    /// The people who have it.
    public var people: [String]
    /// Whether the person whose connection is looked at is among them.
    public var isTheirs: Bool
    public var link: Link.State?
    /// The calendar that its event stands in, or is to.
    public var calendar: String?
    /// Whether the settings under which it was made let it out.
    public var isSent: Bool
    /// Whether it is not let out as the sync was off.
    public var isMadeWhileOff: Bool

    public init(
        appointment: Appointment.ID, name: String, span: Span, isConfirmed: Bool, people: [String], isTheirs: Bool, link: Link.State?,
        calendar: String?, isSent: Bool = true, isMadeWhileOff: Bool = false
    ) {
        self.isMadeWhileOff = isMadeWhileOff
        self.isSent = isSent
        self.appointment = appointment
        self.name = name
        self.span = span
        self.isConfirmed = isConfirmed
        self.people = people
        self.isTheirs = isTheirs
        self.link = link
        self.calendar = calendar
    }
}
