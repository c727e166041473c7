public import Booking
public import CivilTime

/// What both sides cannot have at once, until a person settles it.
public struct SyncConflict: Hashable, Sendable, Codable {
    public typealias ID = Identifier<SyncConflict>

    public enum Kind: Hashable, Sendable, Codable {
        /// The event of ours was moved in the calendar.
        case movedOutside(to: Span)
        case deletedOutside
        /// The event stands there, marked as called off.
        case cancelledOutside
        /// An outside event lies over a booking.
        case overlapped(by: Clash)
        /// Both sides changed the same text: ours was written, and theirs is kept here.
        case editedTwice([EditedText])
    }

    public enum Settlement: String, Hashable, Sendable, Codable {
        case followed, putBack, overtaken
        /// The appointment was moved to another time.
        case moved
        /// Both stay as they are.
        case kept
    }

    /// What a conflict is about: of each there is one open at a time for an appointment's resource.
    public enum Topic: Hashable, Sendable {
        /// Where the event of ours is.
        case event
        case overlap(RemoteItem.ID)
        case texts

        /// The form that is stored.
        public var text: String {
            switch self {
            case .event: "event"
            case .overlap(let item): "overlap:\(item)"
            case .texts: "texts"
            }
        }
    }

    public var id: ID
    public var appointment: Appointment.ID
    public var resource: Resource.ID
    public var calendar: ConnectedCalendar.ID
    public var kind: Kind
    public var openedAt: Instant
    public var settledAt: Instant?
    public var settlement: Settlement?

    public init(
        id: ID, appointment: Appointment.ID, resource: Resource.ID, calendar: ConnectedCalendar.ID, kind: Kind, openedAt: Instant,
        settledAt: Instant? = nil, settlement: Settlement? = nil
    ) {
        self.id = id
        self.appointment = appointment
        self.resource = resource
        self.calendar = calendar
        self.kind = kind
        self.openedAt = openedAt
        self.settledAt = settledAt
        self.settlement = settlement
    }

    public var topic: Topic {
        switch kind {
        case .movedOutside, .deletedOutside, .cancelledOutside: .event
        case .overlapped(let clash): .overlap(clash.item)
        case .editedTwice: .texts
        }
    }
}

/// The outside event in the way of a booking.
public struct Clash: Hashable, Sendable, Codable {
    public var item: RemoteItem.ID
    public var span: Span
    /// `nil` for a private event.
    public var title: String?

    public init(item: RemoteItem.ID, span: Span, title: String?) {
        self.item = item
        self.span = span
        self.title = title
    }
}

/// One text that both sides changed.
public struct EditedText: Hashable, Sendable, Codable {
    public enum Field: String, Hashable, Sendable, Codable { case title, notes, location }

    public var field: Field
    public var ours: String
    public var theirs: String

    public init(_ field: Field, ours: String, theirs: String) {
        self.field = field
        self.ours = ours
        self.theirs = theirs
    }
}
