import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport

@testable import Operations

/// A time that an outside event closes.
struct HeldTime: Hashable, Sendable {
    let calendar: ConnectedCalendar.ID
    let item: String
    let span: Span
}

extension Simulation {
    /// After each act: what an appointment wanted, and of whom.
    func noteChanges() throws {
        let links = try read { transaction in
            try transaction.calendars.all().flatMap { try transaction.links.all(calendar: $0.id) }
        }
        let wanted = try read { transaction in
            try links.filter { link in
                guard link.state != .closed, let appointment = try transaction.appointments.find(link.appointment),
                    appointment.status == .confirmed, let calendar = try transaction.calendars.find(link.calendar), calendar.isLinked,
                    try settings(for: appointment, link.resource, transaction).sends(appointment.service)
                else { return false }
                return try appointment.staff.contains { try transaction.staff.find($0)?.resource == link.resource }
            }
        }
        let isWanted = Set(wanted.map { "\($0.appointment) \($0.resource) \($0.calendar)" })
        for link in links where !isWanted.contains("\(link.appointment) \(link.resource) \(link.calendar)") {
            ledger.noteUnwanted(link.appointment, link.resource, step)
        }
        let now = try read { transaction in
            let homes = try wanted.map { link in
                ("\(link.appointment) \(link.resource)", try transaction.calendars.find(link.calendar)?.remote.id ?? "")
            }
            return Dictionary(homes) { first, _ in first }
        }
        // Another calendar: what stood in the one before is not looked for in the new one. Another account that shows the same one is no other.
        for (key, calendar) in homes.sorted(by: { $0.key < $1.key }) {
            if now[key] != calendar, let link = links.first(where: { "\($0.appointment) \($0.resource)" == key }) {
                ledger.noteUnwanted(link.appointment, link.resource, step)
            }
        }
        for resource in [Cast.benResource.id, Cast.anaResource.id] {
            let linked = try read { try $0.calendars.linked(of: resource)?.id }
            if let last = linkedLast[resource], last != linked { relinked.insert(resource) }
            if let linked { linkedLast[resource] = linked }
        }
        homes = now
        for appointment in try appointments() where appointment.status == .confirmed {
            places[appointment.id, default: []].insert(appointment.span)
            if stands[appointment.id]?.span != appointment.span { stands[appointment.id] = (appointment.span, step) }
        }
    }

    /// What the outside events of a calendar close, when so much is held of it that losing it all at once is suspicious.
    func heldTime(of calendar: CalendarKey) throws -> [HeldTime] {
        try read { transaction in
            var held: [HeldTime] = []
            for connected in try transaction.calendars.all() where connected.remote.id == calendar.remoteID && connected.closesTime {
                let known = Set(try transaction.remoteItems.versions(calendar: connected.id).keys)
                guard known.count >= 10, try transaction.accounts.find(connected.account)?.isConnected == true else { continue }
                held += try blocks(of: connected, transaction)
            }
            return held
        }
    }

    func blocks(of calendar: ConnectedCalendar, _ transaction: Transaction) throws -> [HeldTime] {
        let window = Span(history.start - .days(5), history.start + .days(16))
        return try transaction.busyBlocks.outside(of: [calendar.resource], overlapping: window)
            .filter { $0.isBusy && $0.calendar == calendar.id }
            .map { HeldTime(calendar: calendar.id, item: $0.item, span: $0.block.span) }
    }

    /// Somebody changed the item: nobody promises any more that it keeps its time.
    func forgetHeld(_ item: String) { for key in remembered.keys { remembered[key]?.removeAll { $0.item == item } } }

    /// While a server forgets a calendar, what was known of it goes on closing its time.
    func watchHeldTime() throws {
        for (key, held) in remembered where !held.isEmpty {
            let now = try read { transaction in
                try Set(held.map(\.calendar)).flatMap { id -> [HeldTime] in
                    // Chosen anew, or not at all: then it is read anew.
                    guard let calendar = try transaction.calendars.find(id), calendar.closesTime, calendar.readAt != nil else {
                        return held.filter { $0.calendar == id }
                    }
                    return try blocks(of: calendar, transaction)
                }
            }
            let lost = Set(held).subtracting(now)
            if !lost.isEmpty { faults.append("\(lost.count) of \(held.count) times were opened because the server forgot \(key)") }
        }
    }
}
