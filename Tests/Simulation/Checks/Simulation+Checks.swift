import Booking
import CalendarSync
import CivilTime
import TestSupport

@testable import Operations
@testable import Persistence

extension Simulation {
    /// The invariants of the design, each as what of it does not hold.
    func checks() throws -> [String] {
        try wrongEvents() + lostSeries() + overlappingClaims() + wrongTimes() + lostEdits() + falseQuestions() + betrayedSecrets()
            + wrongTitles() + wrongTexts() + missedOverlaps()
    }

    /// 1 and 2: every live appointment of a person with a linked calendar has exactly one event, and no other event of ours is there.
    private func wrongEvents() throws -> [String] {
        var faults: [String] = []
        var found: [String: [TrueEvent]] = [:]
        let now = around.clock.now
        let unreached = try unreachedCalendars()
        for (event, home) in try ours().map({ ($0, try self.home(of: $0)) }) {
            guard let marker = event.marker, !copies.contains(event.id) else { continue }
            if let home {
                found[home, default: []].append(event)
            } else if try event.isSeries || isPast(marker) {
                // What somebody made a series of is theirs.
                continue
            } else if !fetchedBack.contains(event.id), !isOfForgottenTimes(event), !unreached.contains(event.calendar) {
                faults.append("\(event.id.suffix(24)) of \(marker.text.suffix(5)) in \(event.calendar) is an orphan")
            }
        }
        for appointment in try appointments() where appointment.status == .confirmed && appointment.span.end > now {
            for (resource, linked) in try homes(of: appointment) {
                let events = found["\(appointment.id) \(resource)"] ?? []
                if events.contains(where: \.isCalledOff) { faults.append("\(appointment.id.short) is called off in \(linked)") }
                // A series stands for its appointment for as long as that does not move.
                if events.count == 1, events[0].isSeries { continue }
                if events.map(\.span) != [appointment.span] {
                    let found = events.map { "\($0.span.start) \($0.title)" }
                    faults.append("\(appointment.id.short) at \(appointment.span.start) has \(found) in \(linked)")
                }
            }
        }
        return faults
    }

    /// What somebody made a series of stays.
    private func lostSeries() throws -> [String] {
        let (there, calendars) = (Set(ours().map(\.id)), Set(allCalendars()))
        return series.filter { calendars.contains($0.value) && !there.contains($0.key) }.keys.sorted().map {
            "the series \($0.suffix(24)) was taken away"
        }
    }

    private func isPast(_ marker: EventMarker) throws -> Bool {
        let appointment = try read { try $0.appointments.find(Appointment.ID(marker.appointment)) }
        return appointment.map { $0.span.end <= around.clock.now } ?? false
    }

    /// Whose event it is, if it is the one that is wanted.
    private func home(of event: TrueEvent) throws -> String? {
        guard let marker = event.marker, !copies.contains(event.id) else { return nil }
        return try read { transaction in
            guard let appointment = try transaction.appointments.find(Appointment.ID(marker.appointment)), appointment.status == .confirmed
            else { return nil }
            for member in try appointment.staff.compactMap({ try transaction.staff.find($0) }) {
                guard let linked = try transaction.calendars.linked(of: member.resource), linked.remote.id == event.calendar.remoteID,
                    let link = try transaction.links.find(appointment: appointment.id, resource: member.resource),
                    link.calendar == linked.id, link.uid(for: appointment) == event.uid,
                    try settings(for: appointment, member.resource, transaction).sends(appointment.service)
                else { continue }
                return "\(appointment.id) \(member.resource)"
            }
            return nil
        }
    }

    private func homes(of appointment: Appointment) throws -> [(Resource.ID, CalendarKey)] {
        try read { transaction in
            try appointment.staff.compactMap { id in
                guard let member = try transaction.staff.find(id), let linked = try transaction.calendars.linked(of: member.resource),
                    let account = try transaction.accounts.find(linked.account), account.isConnected,
                    try settings(for: appointment, member.resource, transaction).sends(appointment.service)
                else { return nil }
                return (member.resource, CalendarKey(linked.remote, account.provider))
            }
        }
    }

    /// After a deletion that never was, the event was made anew beside the one that came back.
    private func isOfForgottenTimes(_ event: TrueEvent) -> Bool { mayHaveLied && ledger.disturbances[event.calendar] != nil }

    /// Calendars that nobody lets us into any more: what is in them stays as it is.
    private func unreachedCalendars() throws -> Set<CalendarKey> {
        let reached = try read { transaction in
            try transaction.calendars.all().filter { $0.isLinked || $0.closesTime }.compactMap { calendar in
                try transaction.accounts.find(calendar.account).flatMap { $0.isConnected ? CalendarKey(calendar.remote, $0.provider) : nil }
            }
        }
        let disconnected = try read { transaction in
            try transaction.accounts.all().filter { !$0.isConnected }.flatMap { account in
                try transaction.calendars.all(account: account.id).map { CalendarKey($0.remote, account.provider) }
            }
        }
        return Set(disconnected).subtracting(reached)
    }

    /// 3: claims of one resource never overlap.
    private func overlappingClaims() throws -> [String] {
        try [Cast.benResource.id, Cast.anaResource.id].flatMap { resource in
            let claims = try read {
                try $0.claims.all(of: [resource], overlapping: Span(history.start - .days(9), history.start + .days(60)))
            }.map(\.span).sorted()
            return zip(claims, claims.dropFirst()).filter { $0.overlaps($1) }.map { "claims overlap at \($1.start)" }
        }
    }

    /// 4: every outside event that means busy closes its time, and none that means free does.
    private func wrongTimes() throws -> [String] {
        let window = Span(around.clock.now, history.start + .days(16))
        let (ours, homes) = (ours(), try ours().map { try home(of: $0) })
        return try read { transaction in
            var faults: [String] = []
            for calendar in try transaction.calendars.all() where calendar.closesTime {
                guard let account = try transaction.accounts.find(calendar.account), account.isConnected else { continue }
                let key = CalendarKey(calendar.remote, account.provider)
                var wanted: [String: [Span]] = [:]
                let sync = try settings(of: calendar.resource, transaction)
                for event in outside where event.calendar == key && event.isBusy && sync.readsEvents {
                    wanted[event.id] = event.spans(in: window, owner: berlin)
                }
                // A copy of ours, or one of ours that is nobody's any more, is an event like any other; and so is what somebody made a series of.
                for (event, home) in zip(ours, homes)
                where event.calendar == key && (home == nil || event.isSeries) && sync.readsEvents && !event.isCalledOff {
                    let spans = event.spans.filter { $0.overlaps(window) }
                    if !spans.isEmpty { wanted[event.id] = spans }
                }
                var closed: [String: [Span]] = [:]
                let own = try Set(
                    zip(ours, homes).filter { $0.0.calendar == key && $0.1 == nil }.map(\.0)
                        .filter { try isClosedByItself($0, transaction) }.map(\.id)
                ).union(
                    // To a colleague who uses the same calendar, it is a booking of somebody else's.
                    zip(ours, homes).filter { $0.0.isSeries && $0.1?.hasSuffix(" \(calendar.resource)") == false }.map(\.0.id))
                for block in try transaction.busyBlocks.outside(of: [calendar.resource], overlapping: window)
                where block.calendar == calendar.id && block.isBusy {
                    closed[block.item, default: []].append(block.block.span)
                    if block.block.title != nil, !sync.readFields.contains(.title) { faults.append("a title is kept of \(block.item)") }
                }
                for item in Set(wanted.keys).union(closed.keys).subtracting(own).sorted() {
                    let (right, stored) = (wanted[item] ?? [], (closed[item] ?? []).sorted())
                    guard right != stored else { continue }
                    let title = outside.first { $0.id == item }?.title ?? "an event of ours"
                    faults.append(
                        "\(title) in \(key) closes \(stored.map { "\($0.start)–\($0.end)" }), not \(right.map { "\($0.start)–\($0.end)" })")
                }
            }
            return faults
        }
    }

    /// Past ones are left as they are, and where the booking itself is, its own claim closes the time.
    private func isClosedByItself(_ event: TrueEvent, _ transaction: Transaction) throws -> Bool {
        guard let marker = event.marker, let appointment = try transaction.appointments.find(Appointment.ID(marker.appointment)) else {
            return false
        }
        return appointment.span.end <= around.clock.now || (appointment.status == .confirmed && appointment.span == event.span)
    }

    /// 6: every edit is on both sides or among the conflicts, unless a later one took its place.
    private func lostEdits() throws -> [String] {
        let (events, conflicts, all) = (ours(), try conflicts(), try appointments())
        return ledger.edits.filter { edit in
            guard !ledger.isExcused(edit), let appointment = all.first(where: { $0.id == edit.appointment }),
                appointment.span.end > around.clock.now
            else { return false }
            let later = ledger.later(than: edit)
            // A series has no place of its own that an appointment could follow.
            if later.contains(.deleted) || later.contains(.calledOff) || series[edit.event] != nil || fetchedBack.contains(edit.event) {
                return false
            }
            let own = conflicts.filter { $0.appointment == edit.appointment }
            let event = events.first { $0.id == edit.event && $0.calendar == edit.calendar }
            switch edit.kind {
            case .moved(let place):
                let isMovedAgain = later.contains { if case .moved = $0 { true } else { false } }
                return !isMovedAgain && !edit.isUnknown && event?.span != place && places[edit.appointment]?.contains(place) != true
                    && !own.contains { $0.kind == .movedOutside(to: place) }
            case .titled(let title):
                let isTitledAgain = later.contains { if case .titled = $0 { true } else { false } }
                // A server may add blanks, with every write once more: they say nothing (merging.md, “what the planner looks at”).
                return !isTitledAgain && !edit.isUnderway && event?.title.trimmed != title
                    && !ledger.isWrittenOver(edit) && !own.contains { $0.keeps(title) }
            case .calledOff:
                return !edit.isUnknown && !own.contains { $0.kind == .cancelledOutside && !edit.settledBefore.contains($0.id) }
            case .deleted:
                return !edit.isUnread && !own.contains { $0.kind == .deletedOutside && !edit.settledBefore.contains($0.id) }
            }
        }.map { "lost: \($0.kind) of \($0.appointment.short) in act \($0.step)" }
    }

    /// Nobody is asked about what nobody did.
    private func falseQuestions() throws -> [String] {
        try conflicts().compactMap { conflict in
            switch conflict.kind {
            case .movedOutside(let place):
                if ledger.places[conflict.appointment]?.contains(place) == true { return nil }
                // Sworn to be gone and shown again, or not taken out yet when its calendar was linked anew: merging.md, “what we gave up”.
                let mayStandStill = try isDisturbed(conflict.calendar) || relinked.contains(conflict.resource)
                if mayStandStill, places[conflict.appointment]?.contains(place) == true { return nil }
                return "asked about a move of \(conflict.appointment.short) to \(place.start) that nobody made"
            case .deletedOutside:
                if mayHaveLied || ledger.deleted.contains(conflict.appointment) { return nil }
                return "asked about a deletion of \(conflict.appointment.short) that nobody made"
            case .cancelledOutside:
                if ledger.calledOff.contains(conflict.appointment) { return nil }
                return "asked about \(conflict.appointment.short), which nobody called off"
            // Whoever is in the way is looked at before the question is answered: `falseOverlaps`.
            case .overlapped: return nil
            case .editedTwice:
                let isRetitled = ledger.edits.contains { edit in
                    if case .titled = edit.kind { edit.appointment == conflict.appointment } else { false }
                }
                return isRetitled ? nil : "asked about texts of \(conflict.appointment.short) that nobody wrote"
            }
        }
    }

    /// Whether a calendar did not hold, for a while, what it held before.
    private func isDisturbed(_ calendar: ConnectedCalendar.ID) throws -> Bool {
        try read { transaction in
            guard let calendar = try transaction.calendars.find(calendar), let account = try transaction.accounts.find(calendar.account)
            else { return true }
            return ledger.disturbances[CalendarKey(calendar.remote, account.provider)] != nil
        }
    }

    /// 7: nothing of a private event but its time is stored, and of no event of others its notes.
    private func betrayedSecrets() throws -> [String] {
        let gone = Set(outside.filter(\.isPrivate).map(\.title))
        return try around.engine.readNow { connection in
            var faults: [String] = []
            for table in StoredTable.all {
                let columns = try table.columns(in: connection, of: around.engine)
                try connection.stream("SELECT \(columns.joined(separator: ", ")) FROM \(table.name)", []) { row in
                    let text = "\(columns.indices.map(row.value(at:)))"
                    if text.contains("Notes of") { faults.append("\(table.name) holds notes of others") }
                    if text.contains("secret-") { faults.append("\(table.name) betrays \(gone.first { text.contains($0) } ?? "a secret")") }
                }
            }
            return faults
        }
    }
}
