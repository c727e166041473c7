public import Booking
public import CivilTime

extension SyncPlan {
    /// What somebody chose, and is as it was before.
    public enum Restored: Hashable, Sendable {
        /// The settings of a person, by name; of everybody when `nil`.
        case settings(person: String?)
        /// The uses of an account's calendars; bookings are written into `linked`, or nowhere.
        case choice(account: String, linked: String?)
    }

    /// Something that people changed after the run: left alone unless somebody says otherwise.
    public struct ChangedSince: Hashable, Sendable {
        public enum Reason: String, Hashable, Sendable, CaseIterable {
            /// The settings were saved again.
            case settings
            /// Other calendars were chosen.
            case choice
            /// The booking was changed here.
            case booking
            /// The event was changed in the calendar.
            case event
            /// A person is being asked about the event.
            case question
        }

        /// Names it in a form.
        public var id: String
        public var reason: Reason
        public var appointment: Appointment?
        /// The calendar's or account's name; empty where none is meant.
        public var calendar: String
        public var isIncluded: Bool
    }

    /// Something that an undo cannot bring back, or not whole.
    public struct UndoObstacle: Hashable, Sendable {
        public enum Reason: String, Hashable, Sendable, CaseIterable {
            /// The booking is over, or would begin in the past.
            case past
            /// The booking was cancelled meanwhile.
            case cancelled
            /// Somebody else has the time.
            case taken
            case disconnected
            /// The calendar can only be read now, or is gone.
            case unwritable
            /// Mails about it were sent.
            case mailSent
            /// What its owner had written in an event that was deleted.
            case ownTexts
            /// The event was put back where the booking is.
            case putBack
            /// The signing in itself.
            case signIn
            /// It was left alone by the run already.
            case leftAlone
            /// A question about its event ended by the run, and is not asked again.
            case questionEnded
            /// The provider takes no event back as it was.
            case notRestorable
        }

        public var reason: Reason
        public var appointment: Appointment?
        /// The calendar's or account's name, or the text that is lost.
        public var detail: String
    }

    /// An event of somebody else.
    public struct ForeignItem: Hashable, Sendable {
        public var action: Item.Action
        public var title: String
        public var span: Span?
        public var calendar: String
    }
}
