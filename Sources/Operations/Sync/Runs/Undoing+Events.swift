import Booking
import CalendarSync
import CivilTime
import Persistence

/// The events that the run wrote: whether they stand as it left them, and what of them is lost.
extension Undoing {
    /// One booking's event of one person, as the run left it.
    struct Written: Hashable {
        let appointment: Appointment.ID
        let resource: Resource.ID
    }

    /// - Returns: the events that stay as they are.
    func judgeEvents() throws -> Set<Written> {
        var kept: Set<Written> = []
        for (written, effect) in lastEffects() where try !canBeTakenBack(written, effect) { kept.insert(written) }
        return kept
    }

    /// The effect that tells how each event stood at the end; a deletion elsewhere does not outweigh what was written.
    private func lastEffects() -> [(Written, RunEffect)] {
        var last: [Written: RunEffect] = [:]
        for effect in effects {
            guard let appointment = effect.appointment, let resource = effect.resource else { continue }
            let written = Written(appointment: appointment, resource: resource)
            switch effect.change {
            case .created, .updated: last[written] = effect
            case .deleted: if case .created = last[written]?.change { continue } else { last[written] = effect }
            default: continue
            }
        }
        return last.sorted { $0.value.id < $1.value.id }.map { ($0.key, $0.value) }
    }

    private func canBeTakenBack(_ written: Written, _ effect: RunEffect) throws -> Bool {
        guard let appointment = try transaction.appointments.find(written.appointment) else { return false }
        guard appointment.span.end > kalends.now else { return refuse(.past, appointment) }
        let name = try effect.calendar.flatMap { try transaction.calendars.find($0)?.remote.name } ?? ""
        if effect.outcome == .leftAlone { return refuse(.leftAlone, appointment, name) }
        guard appointment.status == .confirmed else { return refuse(.cancelled, appointment) }
        guard let calendar = try effect.calendar.flatMap({ try transaction.calendars.find($0) }),
            try transaction.accounts.find(calendar.account)?.isConnected == true
        else { return refuse(.disconnected, appointment, name) }
        guard calendar.canBeWritten else { return refuse(.unwritable, appointment, name) }
        guard let reason = try change(since: effect, written, appointment) else { return true }
        return isIncluded("\(written.appointment)/\(written.resource)", reason, appointment, calendar: name)
    }

    private func refuse(_ reason: SyncPlan.UndoObstacle.Reason, _ appointment: Appointment, _ detail: String = "") -> Bool {
        tell(reason, appointment, detail)
        return false
    }

    /// What happened to the event after the run; `nil` when it stands as it was left.
    private func change(since effect: RunEffect, _ written: Written, _ appointment: Appointment) throws -> SyncPlan.ChangedSince.Reason? {
        let link = try transaction.links.find(appointment: written.appointment, resource: written.resource)
        if link?.state == .inConflict { return .question }
        let here: SyncPlan.ChangedSince.Reason = appointment.updatedAt > effect.at ? .booking : .event
        switch effect.change {
        case .created(let after), .updated(_, let after):
            guard let link, link.state != .closed, link.calendar == effect.calendar else { return .booking }
            return link.base?.normalized == after?.normalized ? nil : here
        case .deleted:
            // Written again since, or not taken up by anything.
            guard let link, link.state != .closed, link.base != nil else { return nil }
            return link.calendar == effect.calendar ? .booking : nil
        default: return nil
        }
    }

    /// Notes in the links that nothing is written until the bookings change again.
    func hold(_ kept: Set<Written>, of people: Set<Resource.ID>) throws {
        for written in kept where people.contains(written.resource) {
            guard var link = try transaction.links.find(appointment: written.appointment, resource: written.resource) else { continue }
            link.heldBack = book.id
            try transaction.links.put(link)
        }
    }

    private static var texts: [WritableKeyPath<EventFields, String>] { [\.title, \.notes, \.location] }

    /// What the owner of a calendar had written in an event before the run wrote over it stands there again.
    func restoreOwnTexts(of resource: Resource.ID, besides kept: Set<Written>) throws {
        for (written, effect) in lastEffects() where written.resource == resource && !kept.contains(written) {
            guard case .updated(let before?, _) = firstEffect(of: written)?.change, case .updated = effect.change,
                var link = try transaction.links.find(appointment: written.appointment, resource: resource), link.state == .synced,
                var base = link.base, var carried = link.carried, let appointment = try transaction.appointments.find(written.appointment),
                appointment.updatedAt <= effect.at,
                let wanted = try kalends.wantedEvent(for: appointment, link: link, transaction)?.fields.normalized
            else { continue }
            let own = Self.texts.filter { before[keyPath: $0] != wanted[keyPath: $0] && !isOurs(before[keyPath: $0], $0, effect) }
            guard !own.isEmpty else { continue }
            for text in own {
                base[keyPath: text] = before[keyPath: text]
                carried[keyPath: text] = wanted[keyPath: text]
            }
            // What is left over is written, as after a question that was settled.
            (link.base, link.carried, link.state) = (base, carried, .inConflict)
            try transaction.links.put(link)
        }
    }

    /// An undone undo finds the texts that the first run wrote: they are told by the settings, and are nobody's own.
    private func isOurs(_ text: String, _ field: KeyPath<EventFields, String>, _ effect: RunEffect) -> Bool {
        guard case .updated(_, let after?) = effect.change else { return false }
        return after[keyPath: field] == text
    }

    private func firstEffect(of written: Written) -> RunEffect? {
        effects.first { $0.appointment == written.appointment && $0.resource == written.resource && $0.change.isOfEvent }
    }

    /// An event that is made anew says what its booking says; what its owner had written in it is told, as it does not come back.
    func noteLostTexts(besides kept: Set<Written>) throws {
        for (written, effect) in lastEffects() where !kept.contains(written) {
            guard case .deleted(let before?) = effect.change, let appointment = try transaction.appointments.find(written.appointment),
                appointment.updatedAt <= effect.at,
                let link = try transaction.links.find(appointment: written.appointment, resource: written.resource),
                let wanted = try kalends.wantedEvent(for: appointment, link: link, transaction)?.fields.normalized
            else { continue }
            for text in Self.texts where before.normalized[keyPath: text] != wanted[keyPath: text] {
                if try kalends.isOurs(before.normalized[keyPath: text], text, of: appointment, transaction) { continue }
                tell(.ownTexts, appointment, before[keyPath: text])
            }
        }
    }

    /// What somebody had done to an event, and was being asked about when the run ended the question.
    func noteEndedQuestions() throws {
        let over = (effects.last?.at ?? run.at) + .minutes(1)
        var told: Set<SyncConflict.ID> = []
        let people = run.resource.map { [$0] } ?? Array(Set(effects.compactMap(\.resource)))
        for resource in people.sorted() {
            for conflict in try transaction.conflicts.all(resource: resource, limit: 1_000) {
                guard conflict.topic == .event, conflict.settlement == .overtaken, let settledAt = conflict.settledAt,
                    (run.at...over).contains(settledAt), told.insert(conflict.id).inserted,
                    let appointment = try transaction.appointments.find(conflict.appointment), appointment.span.end > kalends.now,
                    appointment.status == .confirmed
                else { continue }
                tell(.questionEnded, appointment)
            }
        }
    }

    /// Where nobody chose anything, events were written because they follow their bookings.
    func noteEventsThatFollowBookings() throws {
        let moved = Set(effects.filter { $0.change.isOfBooking }.compactMap(\.appointment))
        for (written, effect) in lastEffects() where !moved.contains(written.appointment) {
            guard !effects.contains(where: { $0.change.isChoice }) else { continue }
            let name = try effect.calendar.flatMap { try transaction.calendars.find($0)?.remote.name } ?? ""
            tell(.putBack, try transaction.appointments.find(written.appointment), name)
        }
    }
}

extension RunEffect.Change {
    var isOfEvent: Bool {
        switch self {
        case .created, .updated, .deleted: true
        default: false
        }
    }

    /// Whether it left an event that says something else than before.
    var writesEvent: Bool {
        switch self {
        case .created, .updated: true
        default: false
        }
    }

    var isOfBooking: Bool {
        switch self {
        case .moved, .cancelled, .reinstated: true
        default: false
        }
    }

    var isChoice: Bool {
        switch self {
        case .settings, .choice: true
        default: false
        }
    }
}
