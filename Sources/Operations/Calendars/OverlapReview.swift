import Booking
import CalendarSync
import CivilTime
import Persistence

/// Notices outside events that lie over bookings, and when they do no more. One review serves one read of a calendar, in its transaction.
final class OverlapReview {
    private let kalends: Kalends
    private let transaction: Transaction
    private let calendar: ConnectedCalendar
    /// The bookings ahead, read when the first event asks for them.
    private lazy var claims = Result { try upcoming() }
    private lazy var open = Result { try openByItem() }

    init(_ kalends: Kalends, _ transaction: Transaction, _ calendar: ConnectedCalendar) {
        self.kalends = kalends
        self.transaction = transaction
        self.calendar = calendar
    }

    /// Compares the times that an event takes now with the bookings.
    /// - Parameters:
    ///   - blocks: its busy times; none for an event that is gone.
    ///   - own: the booking whose event it is; it is not in its own way.
    func review(_ item: RemoteItem.ID, _ blocks: [BusyBlock], of own: Appointment.ID? = nil) throws {
        let known = try open.get()[item] ?? []
        let claims = blocks.isEmpty ? [] : try claims.get()
        guard !known.isEmpty || !claims.isEmpty else { return }
        var clashes: [Appointment.ID: Clash] = [:]
        for block in blocks where block.span.end > kalends.now {
            for claim in claims where claim.span.overlaps(block.span) {
                guard case .appointment(let id) = claim.cause, id != own, clashes[id] == nil,
                    let appointment = try transaction.appointments.find(id), appointment.span.overlaps(block.span)
                else { continue }
                clashes[id] = Clash(item: item, span: block.span, title: block.title)
            }
        }
        for conflict in known where clashes[conflict.appointment] == nil {
            try book(conflict.appointment)?.close(conflict, .overtaken)
            try note(.conflictClosed, conflict.appointment)
        }
        for (id, clash) in clashes.sorted(by: { $0.key < $1.key }) where try !isKept(clash, id) {
            let isKnown = known.contains { $0.appointment == id && $0.kind == .overlapped(by: clash) }
            try book(id)?.open(.overlapped(by: clash), resource: calendar.resource)
            if !isKnown { try note(.conflictOpened, id) }
        }
    }

    private func note(_ action: SyncLogEntry.Action, _ appointment: Appointment.ID) throws {
        try SyncLog(kalends: kalends, transaction: transaction, calendar: calendar).note(action, .calendar, appointment: appointment)
    }

    private func upcoming() throws -> [Claim] {
        try transaction.claims.all(of: [calendar.resource], overlapping: Span(kalends.now, kalends.now + .days(3660)))
    }

    private func openByItem() throws -> [RemoteItem.ID: [SyncConflict]] {
        var found: [RemoteItem.ID: [SyncConflict]] = [:]
        for conflict in try transaction.conflicts.openOverlaps(in: calendar.id) {
            if case .overlapped(let clash) = conflict.kind { found[clash.item, default: []].append(conflict) }
        }
        return found
    }

    /// Somebody said already that both may stay where they are.
    private func isKept(_ clash: Clash, _ appointment: Appointment.ID) throws -> Bool {
        try transaction.conflicts.all(of: appointment, resource: calendar.resource).contains { conflict in
            guard conflict.settlement == .kept, case .overlapped(let known) = conflict.kind else { return false }
            return known.item == clash.item && known.span == clash.span
        }
    }

    private func book(_ id: Appointment.ID) throws -> ConflictBook? {
        try transaction.appointments.find(id).map {
            ConflictBook(kalends: kalends, transaction: transaction, appointment: $0, calendar: calendar)
        }
    }
}

extension Kalends {
    /// An event closes no time by itself any more, and is in nobody's way: it is gone, or one of ours.
    func openTime(of item: RemoteItem.ID, in calendar: ConnectedCalendar, _ transaction: Transaction) throws {
        try transaction.busyBlocks.delete(calendar: calendar.id, item: item)
        try OverlapReview(self, transaction, calendar).review(item, [])
    }

    /// Nothing of a calendar is in anybody's way any more.
    func dropOverlaps(in calendar: ConnectedCalendar.ID, _ transaction: Transaction) throws {
        for conflict in try transaction.conflicts.openOverlaps(in: calendar) { try transaction.settle(conflict, .overtaken, now) }
    }
}
