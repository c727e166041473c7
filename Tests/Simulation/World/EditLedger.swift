import Booking
import CalendarSync
import CivilTime

/// What people did to events of ours in their own programs.
struct HumanEdit: Sendable {
    enum Kind: Equatable, Sendable {
        case moved(Span)
        case titled(String)
        case deleted
        /// Marked as called off; it stands where it stood.
        case calledOff
    }

    var kind: Kind
    var appointment: Appointment.ID
    var resource: Resource.ID
    var calendar: CalendarKey
    var event: String
    var step: Int
    /// The questions about the appointment that had been answered by then: they were about something else. (No time is compared: our clock jumps.)
    var settledBefore: Set<SyncConflict.ID>
    /// It cannot be told from no edit: the event was on its way out, or moved back to where it was last read.
    var isInvisible: Bool
    /// Nothing of the event had been read yet, so its deletion leaves no trace.
    var isUnread: Bool
    /// The calendar was linked anew, and nothing is known yet of what stands in it: merging.md, “what we gave up”.
    var isUnknown: Bool
    /// A write of ours was under way.
    var isUnderway: Bool
}

/// All that people did, and what excuses that something of it is not to be found any more.
struct EditLedger: Sendable {
    private(set) var edits: [HumanEdit] = []
    /// Every place that a person gave to an event of an appointment.
    private(set) var places: [Appointment.ID: Set<Span>] = [:]
    /// Appointments whose event somebody deleted, moved away or copied over.
    private(set) var deleted: Set<Appointment.ID> = []
    private(set) var calledOff: Set<Appointment.ID> = []
    /// The last act after which our texts may have become others.
    private var newTexts = -1
    /// The last act after which a calendar did not hold what it held before, for reasons of its own.
    private(set) var disturbances: [CalendarKey: Int] = [:]
    /// The last act after which no event, or one elsewhere, was wanted.
    private(set) var unwanted: [String: Int] = [:]

    mutating func note(_ edit: HumanEdit) {
        edits.append(edit)
        if case .moved(let span) = edit.kind { places[edit.appointment, default: []].insert(span) }
        if edit.kind == .deleted { deleted.insert(edit.appointment) }
        if edit.kind == .calledOff { calledOff.insert(edit.appointment) }
    }

    /// A place at which an event came to stand again because somebody fetched it back.
    mutating func noteReturn(of appointment: Appointment.ID, to event: TrueEvent) {
        places[appointment, default: []].insert(event.span)
        if event.isCalledOff { calledOff.insert(appointment) }
    }

    mutating func noteNewTexts(_ step: Int) { newTexts = step }

    /// Whether a text of ours that changed later took the place of theirs: merging.md, "changed here, same there".
    func isWrittenOver(_ edit: HumanEdit) -> Bool { newTexts >= edit.step }

    mutating func disturb(_ calendar: CalendarKey, _ step: Int) { disturbances[calendar] = step }

    mutating func noteUnwanted(_ appointment: Appointment.ID, _ resource: Resource.ID, _ step: Int) {
        unwanted["\(appointment) \(resource)"] = step
    }

    /// Whether something else explains that an edit is nowhere.
    func isExcused(_ edit: HumanEdit) -> Bool {
        edit.isInvisible || (disturbances[edit.calendar] ?? -1) >= edit.step
            || (unwanted["\(edit.appointment) \(edit.resource)"] ?? -1) >= edit.step
    }

    /// What people did to the same event later.
    func later(than edit: HumanEdit) -> [HumanEdit.Kind] {
        let isSame = { (other: HumanEdit) in other.step == edit.step && other.kind == edit.kind && other.event == edit.event }
        guard let index = edits.firstIndex(where: isSame) else { return [] }
        return edits[(index + 1)...].filter { $0.appointment == edit.appointment }.map(\.kind)
    }
}
