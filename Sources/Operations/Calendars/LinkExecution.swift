import Booking
import CalendarSync
import CivilTime
import Persistence

/// Carries out the effects that only change what is stored: bases, conflicts, link states, and an appointment that follows its event. It
/// decides nothing.
struct LinkExecution {
    let kalends: Kalends
    let transaction: Transaction
    let appointment: Appointment
    let calendar: ConnectedCalendar
    /// Where what a reading does by itself is kept, to be undone.
    var run: SyncRunBook?

    /// Applies the effects that need no request; the others are left for the push job.
    /// - Returns: whether anything remains to be written to the provider.
    func apply(_ effects: [Effect], to link: inout Link) throws -> Bool {
        if effects.contains(where: \.isDoneByItself) { try run?.begin() }
        var needsPush = false
        for effect in effects {
            if let action = effect.logged {
                try SyncLog(kalends: kalends, transaction: transaction, calendar: calendar).note(
                    action, .calendar, appointment: appointment.id, run: run?.begun)
            }
            switch effect {
            case .createRemoteEvent, .updateRemoteEvent, .deleteRemoteEvent: needsPush = true
            case .adoptBase(let id, let version, let fields, let carried):
                link.remoteID = id
                link.version = version
                link.base = fields
                link.carried = carried
                if link.state != .inConflict { link.state = .synced }
            case .closeLink where needsPush: continue
            case .closeLink:
                // The id is kept, so that an event that comes back is known; what it said about a customer is not.
                try kalends.forgetItem(of: link, transaction)
                link.state = .closed
                link.version = nil
                link.base = nil
                link.carried = nil
            case .startGeneration(let number):
                try kalends.forgetItem(of: link, transaction)
                link.startGeneration(number)
                needsPush = true
            case .leaveToOwner(let number):
                // It stays held: it closes its times like any other event of theirs.
                link.startGeneration(number)
                if !effects.contains(.closeLink) { needsPush = true }
            case .openConflict(let kind):
                try questions.open(kind, link)
                link.state = .inConflict
            case .keepOverwritten(let texts): try questions.open(.editedTwice(texts), link)
            case .moveAppointment(let span):
                try run?.note(.moved(from: appointment.span, to: span), link)
                try follow(&link) { try kalends.follow(appointment.id, to: span, actor: .sync, transaction) }
                needsPush = true
            case .cancelAppointment:
                try run?.note(.cancelled, link)
                try follow(&link) {
                    _ = try CancelAppointment(kalends).cancel(
                        CancelAppointment.Request(appointment: appointment.id, actor: .sync), transaction)
                }
                needsPush = true
            case .closeConflict(let settlement):
                try questions.close(settlement, link)
                if link.state == .inConflict { link.state = .synced }
            }
        }
        try transaction.links.put(link)
        return needsPush
    }

    private var questions: ConflictBook {
        ConflictBook(kalends: kalends, transaction: transaction, appointment: appointment, calendar: calendar)
    }

    /// The appointment's own use case sees the link as it stands, and may change it.
    private func follow(_ link: inout Link, _ change: () throws -> Void) throws {
        try transaction.links.put(link)
        try change()
        if let changed = try transaction.links.find(appointment: link.appointment, resource: link.resource) { link = changed }
    }
}

extension Effect {
    /// Whether it answers a change made outside without a person.
    fileprivate var isDoneByItself: Bool {
        switch self {
        case .moveAppointment, .cancelAppointment, .closeConflict(.putBack): true
        default: false
        }
    }

    /// What the log says of an effect that needs no request.
    fileprivate var logged: SyncLogEntry.Action? {
        switch self {
        case .createRemoteEvent, .updateRemoteEvent, .deleteRemoteEvent: nil
        case .adoptBase: .adopted
        case .closeLink: .linkClosed
        case .startGeneration, .leaveToOwner: .generationStarted
        case .moveAppointment, .cancelAppointment: .followed
        case .openConflict, .keepOverwritten: .conflictOpened
        case .closeConflict: .conflictClosed
        }
    }
}

extension Kalends {
    /// An event that is gone is held no more, nor where another account shows the same calendar: should it turn up again after all, that is news,
    /// though nobody changed it.
    func forgetItem(of link: Link, _ transaction: Transaction) throws {
        guard let id = link.remoteID else { return }
        try transaction.remoteItems.delete(id: id, calendar: link.calendar)
        guard let home = try transaction.calendars.find(link.calendar) else { return }
        for calendar in try transaction.calendars.all(of: link.resource) where calendar.id != home.id {
            guard try transaction.isSameCalendar(calendar, home) else { continue }
            try transaction.remoteItems.delete(id: id, calendar: calendar.id)
            try openTime(of: id, in: calendar, transaction)
        }
    }
}
