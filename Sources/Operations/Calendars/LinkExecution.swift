import Booking
import CalendarSync
import CivilTime
import Persistence

/// Carries out the effects that only change what is stored: bases, conflicts, link states. It decides nothing.
struct LinkExecution {
    let kalends: Kalends
    let transaction: Transaction
    let appointment: Appointment
    let calendar: ConnectedCalendar

    /// Applies the effects that need no request; the others are left for the push job.
    /// - Returns: whether anything remains to be written to the provider.
    func apply(_ effects: [Effect], to link: inout Link) throws -> Bool {
        var needsPush = false
        for effect in effects {
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
                try forgetItem(of: link)
                link.state = .closed
                link.version = nil
                link.base = nil
                link.carried = nil
            case .startGeneration(let number):
                try forgetItem(of: link)
                link.generation = number
                link.remoteID = nil
                link.version = nil
                link.base = nil
                link.carried = nil
                link.state = .pending
                needsPush = true
            case .openConflict(let kind):
                try open(kind, link)
                link.state = .inConflict
            case .closeConflict(let settlement):
                try close(settlement, link)
                if link.state == .inConflict { link.state = .synced }
            }
        }
        try transaction.links.put(link)
        return needsPush
    }

    /// An event that is gone is held no more: should it turn up again after all, that is news, though nobody changed it.
    private func forgetItem(of link: Link) throws {
        if let id = link.remoteID { try transaction.remoteItems.delete(id: id, calendar: link.calendar) }
    }

    private func open(_ kind: SyncConflict.Kind, _ link: Link) throws {
        if let known = try transaction.conflicts.open(of: link.appointment, resource: link.resource) {
            var changed = known
            changed.kind = kind
            try transaction.conflicts.update(changed)
            try transaction.busyBlocks.release(conflict: known.id)
            try hold(changed)
            try recordOpening(kind)
            return
        }
        let conflict = SyncConflict(
            id: SyncConflict.ID(kalends.newID()), appointment: link.appointment, resource: link.resource, calendar: link.calendar,
            kind: kind,
            openedAt: kalends.now)
        try transaction.conflicts.insert(conflict)
        try hold(conflict)
        try recordOpening(kind)
    }

    private func recordOpening(_ kind: SyncConflict.Kind) throws {
        let change = AppointmentChange(kalends: kalends, transaction: transaction, now: kalends.now)
        try change.record(
            kind == .deletedOutside ? .deletedOutside : .movedOutside, nil, appointment, actor: .sync, reason: calendar.remote.name)
    }

    /// An event moved outside holds both its times closed until it is settled.
    private func hold(_ conflict: SyncConflict) throws {
        guard case .movedOutside = conflict.kind else { return }
        try transaction.busyBlocks.hold(conflict: conflict, source: calendar.remote.name)
    }

    private func close(_ settlement: SyncConflict.Settlement, _ link: Link) throws {
        guard var conflict = try transaction.conflicts.open(of: link.appointment, resource: link.resource) else { return }
        conflict.settledAt = kalends.now
        conflict.settlement = settlement
        try transaction.conflicts.update(conflict)
        try transaction.busyBlocks.release(conflict: conflict.id)
        let change = AppointmentChange(kalends: kalends, transaction: transaction, now: kalends.now)
        try change.record(.conflictClosed, nil, appointment, actor: .sync, reason: calendar.remote.name)
    }
}
