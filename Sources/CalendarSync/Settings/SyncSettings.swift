public import Booking

/// How one person's calendars take part in the sync, each direction by itself (E3, E7, E11): what is in force once every override is resolved.
public struct SyncSettings: Hashable, Sendable {
    /// Bookings are written into the linked calendar.
    public var sendsBookings: Bool
    /// What an event of ours says; empty: its time only (E13).
    public var sentFields: Set<SentField>
    /// Which services' appointments are written (D7).
    public var sentServices: ServiceChoice
    /// Events of connected calendars close time, and changes made to events of ours count.
    public var readsEvents: Bool
    /// What is kept of an outside event beside its time; empty: nothing (E13).
    public var readFields: Set<ReadField>
    /// What becomes of an event of ours that was moved outside.
    public var moves: OutsideChange
    /// What becomes of an event of ours that was deleted or called off outside.
    public var deletions: OutsideChange
    /// The limits that a move may break when it is followed without asking; another booking's time is never among them.
    public var breakableLimits: Set<BookingLimit>
    /// How many days before today events are read, 0 to 365.
    public var readDays: Int

    public init(
        sendsBookings: Bool = true, sentFields: Set<SentField> = Set(SentField.allCases), sentServices: ServiceChoice = .all,
        readsEvents: Bool = true, readFields: Set<ReadField> = Set(ReadField.allCases), moves: OutsideChange = .ask,
        deletions: OutsideChange = .ask, breakableLimits: Set<BookingLimit> = [], readDays: Int = 35
    ) {
        self.sendsBookings = sendsBookings
        self.sentFields = sentFields
        self.sentServices = sentServices
        self.readsEvents = readsEvents
        self.readFields = readFields
        self.moves = moves
        self.deletions = deletions
        self.breakableLimits = breakableLimits
        self.readDays = readDays
    }

    /// What is in force where nobody chose anything: both directions in full, and a person is asked about every change made outside.
    public static let standard = SyncSettings()

    /// Whether neither direction is on: nothing is read or written until one is.
    public var isOff: Bool { !sendsBookings && !readsEvents }

    /// Whether an appointment of a service is written into the linked calendar.
    public func sends(_ service: Service.ID) -> Bool { sendsBookings && sentServices.contains(service) }

    /// Whether titles of outside events are kept. Where nothing is read in, none are.
    public var keepsTitles: Bool { readsEvents && readFields.contains(.title) }

    /// What becomes of a move. Where nothing is read in, the calendar is a copy of ours: the event is put back.
    public var answerToMoves: OutsideChange { readsEvents ? moves : .putBack }

    /// What becomes of a deletion; the same holds.
    public var answerToDeletions: OutsideChange { readsEvents ? deletions : .putBack }
}

/// What an event of ours may say beside its time.
public enum SentField: String, Hashable, Sendable, Codable, CaseIterable {
    /// The service's name.
    case title
    /// Who comes, and how they are reached.
    case customer
    /// What the customer wrote.
    case notes
    case location
}

/// What may be kept of an outside event beside its time.
public enum ReadField: String, Hashable, Sendable, Codable, CaseIterable { case title }

/// Which services a setting is for.
public enum ServiceChoice: Hashable, Sendable {
    case all
    case only(Set<Service.ID>)

    public func contains(_ service: Service.ID) -> Bool {
        switch self {
        case .all: true
        case .only(let chosen): chosen.contains(service)
        }
    }
}

/// What becomes of a change that somebody makes to an event of ours in the calendar.
public enum OutsideChange: String, Hashable, Sendable, Codable, CaseIterable {
    /// The appointment follows, where it can.
    case follow
    /// A person decides.
    case ask
    /// The event is written as it was.
    case putBack
}

/// A limit of ours that a move made outside may cross.
public enum BookingLimit: String, Hashable, Sendable, Codable, CaseIterable {
    /// How soon and how far ahead a customer may book.
    case leadTime
    case hours
    /// Time off, and other events in the person's calendars.
    case takenTime
}
