import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport

@testable import Operations

extension Simulation {
    /// 8: an event says who comes where it is to say so, and nowhere else.
    func wrongTexts() throws -> [String] {
        let events = try linkedEvents()
        return try read { transaction in
            try events.compactMap { event, link, appointment in
                guard appointment.status == .confirmed, appointment.span.end > around.clock.now, link.state != .closed, !event.isSeries,
                    try transaction.calendars.find(link.calendar)?.isLinked == true
                else { return nil }
                let fields = try settings(for: appointment, link.resource, transaction).sentFields
                let says = event.notes.contains("Cleo") || event.title.contains("Cleo")
                if says == fields.contains(.customer) { return nil }
                return "the event of \(appointment.id.short) \(says ? "tells" : "does not tell") who comes: “\(event.title)”"
            }
        }
    }

    /// Of an event of others the title is held where it may be, and nowhere else.
    func wrongTitles() throws -> [String] {
        try read { transaction in
            var faults: [String] = []
            for calendar in try transaction.calendars.all() where calendar.closesTime || calendar.isLinked {
                guard let account = try transaction.accounts.find(calendar.account), account.isConnected else { continue }
                let key = CalendarKey(calendar.remote, account.provider)
                let keepsTitles = try settings(of: calendar.resource, transaction).keepsTitles
                for event in outside where event.calendar == key {
                    guard let item = try transaction.remoteItems.find(id: event.id, calendar: calendar.id) else { continue }
                    let holds = item.payload.contains(event.title) || item.fields?.title == event.title
                    if holds == (keepsTitles && !event.isPrivate) { continue }
                    faults.append("the title of \(event.title) in \(key) is \(holds ? "held" : "not held")")
                }
            }
            return faults
        }
    }

    /// 9: whoever put an event over a booking made them ask.
    func missedOverlaps() throws -> [String] {
        let (window, conflicts) = (Span(around.clock.now, history.start + .days(16)), try conflicts())
        let upcoming = try appointments().filter { $0.status == .confirmed && $0.span.end > around.clock.now }
        return try read { transaction in
            var faults: [String] = []
            for calendar in try transaction.calendars.all() where calendar.closesTime {
                guard let account = try transaction.accounts.find(calendar.account), account.isConnected,
                    try settings(of: calendar.resource, transaction).readsEvents
                else { continue }
                let key = CalendarKey(calendar.remote, account.provider)
                let theirs = try upcoming.filter { appointment in
                    try appointment.staff.contains { try transaction.staff.find($0)?.resource == calendar.resource }
                }
                for event in outside where event.calendar == key && event.isBusy {
                    let spans = event.spans(in: window, owner: berlin)
                    for appointment in theirs where (stands[appointment.id]?.step ?? step) < event.changedIn {
                        guard let span = spans.first(where: appointment.span.overlaps) else { continue }
                        let isAsked = conflicts.contains { conflict in
                            conflict.appointment == appointment.id && conflict.clash?.item == event.id
                                && conflict.clash?.span.overlaps(appointment.span) == true
                        }
                        if isAsked { continue }
                        faults.append("\(event.title) at \(span.start) lies over \(appointment.id.short), and nobody is asked")
                    }
                }
            }
            return faults
        }
    }

    /// Before anybody answers: whoever is said to be in the way is there.
    func falseOverlaps() throws -> [String] {
        let (now, all, ours) = (around.clock.now, try appointments(), ours())
        return try conflicts().compactMap { conflict in
            guard conflict.settledAt == nil, let clash = conflict.clash, clash.span.end > now,
                let appointment = all.first(where: { $0.id == conflict.appointment }), appointment.span.end > now
            else { return nil }
            let theirs = outside.filter { $0.id == clash.item && $0.isBusy }
                .flatMap { $0.spans(in: Span(history.start - .days(5), history.start + .days(60)), owner: berlin) }
            let isThere = (theirs + ours.filter { $0.id == clash.item }.flatMap(\.spans)).contains(clash.span)
            let isOwn = try linkedEvents().contains { event, _, booked in
                event.id == clash.item && event.isSeries && booked.id == appointment.id
            }
            if isOwn { return "the event of \(appointment.id.short), made a series, is said to be in its own way" }
            let isTheirs = try read { transaction in
                try appointment.staff.contains { try transaction.staff.find($0)?.resource == conflict.resource }
            }
            if isThere, isTheirs, appointment.status == .confirmed, appointment.span.overlaps(clash.span) { return nil }
            return "asked about an event at \(clash.span.start) that is not over \(appointment.id.short)"
        }
    }
}

extension SyncConflict {
    /// The event that is in the way.
    var clash: Clash? { if case .overlapped(let clash) = kind { clash } else { nil } }

    /// Whether a text of theirs waits in it for whoever wants it back.
    func keeps(_ title: String) -> Bool {
        guard case .editedTwice(let texts) = kind else { return false }
        return texts.contains { $0.theirs == title }
    }
}
