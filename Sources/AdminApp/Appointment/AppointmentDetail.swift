import Booking
import CivilTime

/// An appointment as the side panel and its own page show it.
struct AppointmentDetail: Sendable {
    struct Person: Sendable {
        var name: String
        var color: String
    }

    struct Attendant: Sendable {
        var name: String
        var address: String
        var email: String?
        var phone: String?
        var notes: String?
        var answers: [AnswerGiven]
        var hasAnswers: Bool
        /// Where the reader may change the answers; `nil` where there is nothing to answer.
        var answersAddress: String?
        var theirTime: String?
        /// What was promised to them, where others may have been promised something else.
        var price: String?
        /// Where their place is taken from them; `nil`: that cannot be done.
        var removeAddress: String?
    }

    struct AnswerGiven: Sendable {
        var question: String
        var said: String
    }

    struct Trust: Sendable {
        /// `good`, `waiting` or `bad`.
        var state: String
        var text: String
        var address: String?
        var action: String?
    }

    struct Event: Sendable {
        var when: String
        var who: String
        var what: String
        var reason: String?
    }

    struct Conflict: Sendable {
        var text: String
        var address: String
    }

    /// That it is not confirmed yet, and the way to do it by hand where the reader may.
    struct Awaiting: Sendable {
        var text: String
        var action: String?
        var back: String
    }

    var id: String
    var heading: String
    var serviceName: String
    var color: String
    var time: String
    var relative: String
    var isCancelled: Bool
    var isPast: Bool
    var people: [Person]
    var attendees: [Attendant]
    /// How many places are taken; `nil` for one customer's appointment.
    var filled: String?
    var addAddress: String?
    /// Those who gave up their places.
    var formerAttendees: [Attendant]
    var location: String?
    var meetingLink: String?
    /// What is to be known of the online meeting while it has no link.
    var meetingText: String?
    var price: String?
    var held: String?
    var source: String
    var conflict: Conflict?
    var awaiting: Awaiting?
    /// Where the appointment stands in calendars and mails.
    var trust: [Trust]
    var history: [Event]
    var notes: NotesForm?
    var staffNotes: String?
    var moveAddress: String?
    var cancelAddress: String?
    var ownAddress: String
    var isInPanel: Bool
    var move: MoveForm?
    var cancel: CancelForm?
    var adding: AddForm?
    var removing: RemoveForm?
}

struct NotesForm: Sendable {
    var action: String
    var back: String
    var staffNotes: Field
    var faults: FaultSummary?
}

struct CancelForm: Sendable {
    var action: String
    var back: String
    var keepAddress: String
    var consequences: [String]
    var reason: Field
    var faults: FaultSummary?
}

/// Giving somebody a place in an appointment that several share.
struct AddForm: Sendable {
    var action: String
    var back: String
    var keepAddress: String
    var formID: String
    var name: Field
    var email: Field
    var phone: Field
    var notes: Field
    var faults: FaultSummary?
}

/// Taking one attendee out.
struct RemoveForm: Sendable {
    var action: String
    var back: String
    var keepAddress: String
    var heading: String
    var customer: String
    var consequences: [String]
    var reason: Field
    var faults: FaultSummary?
}

/// Choosing a new time: first a day and a person, which is a question; then the time, which is the act.
struct MoveForm: Sendable {
    struct Slot: Sendable {
        var id: String
        var value: String
        var time: String
        var isChosen: Bool
    }

    struct Alternative: Sendable {
        var label: String
        var address: String
    }

    var action: String
    var back: String
    var keepAddress: String
    /// Where the day and the person are asked for, and what the address carries besides.
    var askAddress: String
    var askHidden: [ConfirmationPage.Hidden]
    var date: Field
    var staff: Field
    var hasSeveralStaff: Bool
    var revision: Int
    var dateText: String
    var dateValue: String
    var staffValue: String
    var slots: [Slot]
    var hasSlots: Bool
    var nextOpening: Alternative?
    var isOther: Bool
    var time: Field
    var ignoresPolicy: Field
    var consequences: [String]
    var faults: FaultSummary?
    var alternatives: [Alternative]
}
