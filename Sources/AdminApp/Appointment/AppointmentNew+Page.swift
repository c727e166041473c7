import Booking
import CivilTime

/// What the page for a booking by hand shows: what is asked first, then times and customer.
struct AppointmentNewPage: Sendable {
    struct Match: Sendable {
        var id: String
        var value: String
        var name: String
        var detail: String
        var isChosen: Bool
    }

    var faults: FaultSummary?
    var alternatives: [MoveForm.Alternative]
    var hasServices: Bool
    var service: Field
    var staff: Field
    var date: Field
    var search: Field
    var kept: [ConfirmationPage.Hidden]
    // What the second form carries of the first.
    var carried: [ConfirmationPage.Hidden]
    var dateText: String
    var serviceFacts: String
    var slots: [MoveForm.Slot]
    var hasSlots: Bool
    var nextOpening: MoveForm.Alternative?
    var isOther: Bool
    var time: Field
    var ignoresPolicy: Field
    var matches: [Match]
    var hasMatches: Bool
    var noMatches: String?
    var isNewCustomer: Bool
    var name: Field
    var email: Field
    var phone: Field
    /// What the service asks.
    var questions: [AnswerField]
    var notes: Field
    var staffNotes: Field
    var zone: String
    /// What booking does besides.
    var consequences: String
    var cancelAddress: String
}
