import Booking
import CalendarSync
import CivilTime
import Persistence

/// Opens and closes the conflicts of an appointment with one calendar, and tells the history.
struct ConflictBook {
    let kalends: Kalends
    let transaction: Transaction
    let appointment: Appointment
    let calendar: ConnectedCalendar

    /// Asks about something; a question about the same topic that is open already becomes this one.
    func open(_ kind: SyncConflict.Kind, _ link: Link) throws { try open(kind, resource: link.resource) }

    func open(_ kind: SyncConflict.Kind, resource: Resource.ID) throws {
        var conflict = SyncConflict(
            id: SyncConflict.ID(kalends.newID()), appointment: appointment.id, resource: resource, calendar: calendar.id, kind: kind,
            openedAt: kalends.now)
        if let known = try transaction.conflicts.open(of: appointment.id, resource: resource, about: conflict.topic) {
            if known.kind == kind { return }
            conflict.id = known.id
            conflict.openedAt = known.openedAt
            try transaction.conflicts.update(conflict)
            try transaction.busyBlocks.release(conflict: known.id)
        } else {
            try transaction.conflicts.insert(conflict)
        }
        // An event moved outside holds both its times closed until it is settled.
        try transaction.busyBlocks.hold(conflict: conflict, source: calendar.remote.name)
        try record(HistoryAction(opening: kind))
    }

    func close(_ settlement: SyncConflict.Settlement, _ link: Link) throws {
        guard let conflict = try transaction.conflicts.open(of: link.appointment, resource: link.resource) else { return }
        try close(conflict, settlement)
    }

    func close(_ conflict: SyncConflict, _ settlement: SyncConflict.Settlement) throws {
        try transaction.settle(conflict, settlement, kalends.now)
        try record(HistoryAction(closing: settlement))
    }

    private func record(_ action: HistoryAction) throws {
        let change = AppointmentChange(kalends: kalends, transaction: transaction, now: kalends.now)
        try change.record(action, nil, appointment, actor: .sync, reason: calendar.remote.name)
    }
}

extension Transaction {
    /// Notes how a conflict ended, and opens the time that was held for it.
    func settle(_ conflict: SyncConflict, _ settlement: SyncConflict.Settlement, _ now: Instant) throws {
        var conflict = conflict
        conflict.settledAt = now
        conflict.settlement = settlement
        try conflicts.update(conflict)
        try busyBlocks.release(conflict: conflict.id)
    }
}

extension HistoryAction {
    init(opening kind: SyncConflict.Kind) {
        self =
            switch kind {
            case .movedOutside: .movedOutside
            case .deletedOutside: .deletedOutside
            case .cancelledOutside: .cancelledOutside
            case .overlapped: .overlappedOutside
            case .editedTwice: .editedTwice
            }
    }

    /// - Parameter settlement: of a conflict that nobody settled by hand.
    init(closing settlement: SyncConflict.Settlement) {
        self =
            switch settlement {
            case .followed: .conflictFollowed
            case .putBack: .conflictPutBack
            case .overtaken: .conflictClosed
            case .moved: .conflictMoved
            case .kept: .conflictKept
            }
    }
}
