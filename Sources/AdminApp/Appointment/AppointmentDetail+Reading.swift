import Booking
import CalendarSync
import CivilTime
import FoundationEssentials
import Operations
import Persistence
import Texts

/// Lays an appointment's reading out for the side panel or its page.
struct AppointmentComposer {
    let visit: Visit
    let reading: AppointmentReading
    /// Where this view stands, without a task; forms come back to it.
    let here: String
    /// Where nothing is open: the calendar beside the panel.
    let isInPanel: Bool

    private var texts: Texts { visit.texts }
    private var zone: Zone { visit.kalends.zone(named: reading.business.zone) }
    private var appointment: Appointment { reading.appointment }

    func detail(
        move: MoveForm? = nil, cancel: CancelForm? = nil, adding: AddForm? = nil, removing: RemoveForm? = nil,
        notesFields: FormFields? = nil
    ) -> AppointmentDetail {
        let canChange = visit.user.role.canManageAppointments
        let isLive = appointment.status == .confirmed
        return AppointmentDetail(
            id: appointment.id.rawValue, heading: customers(of: appointment, texts),
            serviceName: appointment.serviceName, color: CalendarStylesheet.className(of: reading.service?.color ?? "#6b7280"),
            time: texts.when(appointment.span, in: zone), relative: texts.relative(appointment.span.start, now: visit.now),
            isCancelled: !isLive,
            isPast: appointment.span.end <= visit.now,
            people: reading.people.map { AppointmentDetail.Person(name: $0.name, color: CalendarStylesheet.className(of: $0.color)) },
            attendees: appointment.attendees.map { attendant($0, canChange: canChange && isLive) }, filled: filled,
            addAddress: canChange && isLive && appointment.freePlaces > 0 && appointment.group != nil ? task("add") : nil,
            formerAttendees: (appointment.group?.formerAttendees ?? []).map { attendant($0, canChange: false) },
            location: appointment.location.isEmpty ? nil : appointment.location,
            meetingLink: appointment.meeting?.link, meetingText: meetingText,
            price: appointment.group == nil ? price(appointment.price, appointment.currency) : nil, held: held(),
            source: texts["adminAppointment.source\(appointment.source == .page ? "Page" : "Admin")"], conflict: conflict(),
            awaiting: awaiting(canChange), trust: trust(),
            history: reading.history.map(event),
            notes: canChange ? notes(notesFields ?? FormFields(visit, area: "adminAppointment")) : nil,
            staffNotes: appointment.staffNotes.isEmpty ? nil : appointment.staffNotes,
            moveAddress: canChange && isLive ? task("move") : nil, cancelAddress: canChange && isLive ? task("cancel") : nil,
            ownAddress: "/admin/appointments/\(appointment.id)", isInPanel: isInPanel, move: move, cancel: cancel, adding: adding,
            removing: removing)
    }

    /// This view's address with a task begun.
    func task(_ name: String) -> String { here.contains("?") ? "\(here)&do=\(name)" : "\(here)?do=\(name)" }

    private func price(_ price: Int?, _ currency: String) -> String? {
        price.map { $0 == 0 ? texts["admin.free"] : texts.money($0, currency: currency) }
    }

    private var filled: String? {
        guard appointment.group != nil else { return nil }
        let values = ["filled": texts.number(appointment.filledAttendeesCount), "places": texts.number(appointment.maximumAttendeesCount)]
        return texts("adminAppointment.filled", values)
    }

    private func attendant(_ attendee: Attendee, canChange: Bool) -> AppointmentDetail.Attendant {
        let theirs = visit.kalends.zones.zone(named: attendee.zone).flatMap { other in
            other.offset(at: appointment.span.start) == zone.offset(at: appointment.span.start)
                ? nil : texts("adminAppointment.theirTime", ["time": texts.when(appointment.span, in: other)])
        }
        return AppointmentDetail.Attendant(
            name: attendee.name.isEmpty ? texts["admin.erasedCustomer"] : attendee.name, address: "/admin/customers/\(attendee.customer)",
            email: attendee.email.isEmpty ? nil : attendee.email, phone: attendee.phone.isEmpty ? nil : attendee.phone,
            notes: attendee.notes.isEmpty ? nil : attendee.notes,
            answers: attendee.answers.map { AppointmentDetail.AnswerGiven(question: $0.text, said: $0.said) },
            hasAnswers: !attendee.answers.isEmpty,
            answersAddress: visit.user.role.canManageAppointments
                ? AppointmentAnswers.address(of: attendee, in: appointment, reading.service) : nil,
            theirTime: theirs,
            price: attendee.place.flatMap { price($0.price, $0.currency) },
            removeAddress: canChange && appointment.group != nil ? task("remove") + "&customer=\(attendee.customer)" : nil)
    }

    private var meetingText: String? {
        switch appointment.meeting {
        case .wanted: texts[reading.isMeetingHeldUp ? "adminAppointment.onlineHeldUp" : "adminAppointment.onlineWanted"]
        case .unavailable: texts["adminAppointment.onlineUnavailable"]
        case .ready, nil: nil
        }
    }

    private func held() -> String? {
        guard appointment.preBuffer > .zero || appointment.postBuffer > .zero else { return nil }
        return texts(
            "adminAppointment.held", ["before": texts.duration(appointment.preBuffer), "after": texts.duration(appointment.postBuffer)])
    }

    private func conflict() -> AppointmentDetail.Conflict? {
        reading.conflicts.first.map { conflict in
            let text =
                switch conflict.kind {
                case .movedOutside(let span): texts("adminConflict.movedShort", ["time": texts.when(span, in: zone)])
                case .deletedOutside: texts["adminConflict.deletedShort"]
                case .cancelledOutside: texts["adminConflict.cancelledShort"]
                case .overlapped: texts["adminConflict.overlappedShort"]
                case .editedTwice: texts["adminConflict.editedShort"]
                }
            return AppointmentDetail.Conflict(text: text, address: "/admin/conflicts")
        }
    }

    private func awaiting(_ canChange: Bool) -> AppointmentDetail.Awaiting? {
        guard appointment.awaitsConfirmation, appointment.span.end > visit.now else { return nil }
        let names = reading.people.map(\.name).joined(separator: ", ")
        return AppointmentDetail.Awaiting(
            text: texts("adminAppointment.awaitsText", ["name": names]),
            action: canChange ? "/admin/appointments/\(appointment.id)/confirm" : nil, back: here)
    }

    // MARK: Trust

    private func trust() -> [AppointmentDetail.Trust] { reading.places.compactMap(calendarTrust) + reading.mails.map(mailTrust) }

    private func calendarTrust(_ place: AppointmentReading.Place) -> AppointmentDetail.Trust? {
        let name = place.person.name
        guard let calendar = place.calendar else {
            guard appointment.status == .confirmed, appointment.span.end > visit.now else { return nil }
            return AppointmentDetail.Trust(
                state: "waiting", text: texts("adminAppointment.noCalendar", ["name": name]),
                address: visit.user.role.canManageSettings ? "/admin/calendars/connect?resource=\(place.person.resource)" : nil,
                action: texts["adminAppointment.connectCalendar"])
        }
        let values = ["name": name, "calendar": calendar.remote.name]
        if let (state, key) = resting(place) {
            return AppointmentDetail.Trust(state: state, text: texts("adminAppointment.\(key)", values), address: nil, action: nil)
        }
        if let failure = calendar.failure {
            return AppointmentDetail.Trust(
                state: "bad", text: texts("adminAppointment.calendarFailing", values.merging(["reason": failure.failure.sentence]) { $1 }),
                address: "/admin/calendars", action: texts["adminCalendar.seeCalendars"])
        }
        let (state, key) =
            switch place.link?.state {
            case .synced where appointment.status != .confirmed: ("waiting", "calendarLeaving")
            case .synced: ("good", "calendarInStep")
            case .pending: ("waiting", "calendarPending")
            case .inConflict: ("bad", "calendarConflict")
            case .closed: ("good", "calendarClosed")
            case nil: ("waiting", appointment.status == .confirmed ? "calendarNotWritten" : "calendarClosed")
            }
        return AppointmentDetail.Trust(state: state, text: texts("adminAppointment.\(key)", values), address: nil, action: nil)
    }

    /// Where the event does not go along, and why; `nil` where it does.
    private func resting(_ place: AppointmentReading.Place) -> (state: String, key: String)? {
        let isAhead = appointment.status == .confirmed && appointment.span.end > visit.now
        switch place.standing {
        case .left: return ("waiting", "calendarLeft")
        case .held where place.hasEvent: return ("waiting", "calendarHeld")
        case .held: return isAhead ? ("waiting", "calendarHeldUnwritten") : nil
        case .madeWhileOff: return isAhead ? ("waiting", "calendarMadeWhileOff") : nil
        case .notSent: return isAhead ? ("waiting", "calendarNotSent") : nil
        case .followed, .unwritten: return nil
        }
    }

    private func mailTrust(_ mail: QueuedMail) -> AppointmentDetail.Trust {
        let values = ["subject": mail.subject, "to": mail.to, "time": mail.sentAt.map { moment($0) } ?? "", "reply": mail.lastReply]
        let (state, key) =
            switch mail.state {
            case .sent: ("good", "mailSent")
            case .waiting where mail.waitsToBeSentAgain: ("waiting", "mailResending")
            case .waiting: ("waiting", mail.attempts > 0 ? "mailRetrying" : "mailWaiting")
            case .failed: ("bad", "mailFailed")
            }
        return AppointmentDetail.Trust(
            state: state, text: texts("adminAppointment.\(key)", values),
            address: visit.user.role.canManageSettings ? "/admin/mails/\(mail.id)" : nil, action: texts["adminAppointment.seeMail"])
    }

    private func moment(_ instant: Instant) -> String {
        let civil = zone.civil(at: instant)
        return "\(texts.date(civil.date, .day)) \(texts.time(civil.time))"
    }

    // MARK: History

    private func event(_ entry: HistoryEntry) -> AppointmentDetail.Event {
        var what = actionName(entry.action, texts)
        if entry.action == "moved", let before = appointment(in: entry.before), let after = appointment(in: entry.after),
            before.span != after.span
        {
            what = texts("adminHistory.movedFromTo", ["from": moment(before.span.start), "to": moment(after.span.start)])
        }
        return AppointmentDetail.Event(
            when: texts.when(entry.at, in: zone), who: actorName(entry.actor, users: reading.users, texts: texts), what: what,
            reason: entry.reason.isEmpty ? nil : entry.reason)
    }

    private func appointment(in json: String?) -> Appointment? {
        json.flatMap { try? JSONDecoder().decode(Appointment.self, from: Data($0.utf8)) }
    }

    // MARK: Forms

    private func notes(_ fields: FormFields) -> NotesForm {
        NotesForm(
            action: "/admin/appointments/\(appointment.id)/notes", back: here,
            staffNotes: fields.area("staffNotes", appointment.staffNotes),
            faults: fields.summary)
    }

    func cancelForm(_ fields: FormFields) -> CancelForm {
        CancelForm(
            action: "/admin/appointments/\(appointment.id)/cancel", back: here, keepAddress: here, consequences: consequences("cancel"),
            reason: fields.area("reason", rows: 2), faults: fields.summary)
    }

    /// What a change does besides: who is written to, and which calendar.
    func consequences(_ task: String, for attendees: [Attendee]? = nil) -> [String] {
        var lines: [String] = []
        let mails = visit.kalends.settings.isMailConfigured ? "adminAppointment.\(task)Mails" : "adminAppointment.mailWaits"
        for attendee in attendees ?? appointment.attendees {
            guard !attendee.name.isEmpty else {
                lines.append(texts["adminAppointment.tellsNoErased"])
                continue
            }
            lines.append(
                attendee.email.isEmpty
                    ? texts("adminAppointment.\(task)TellsNobody", ["name": attendee.name])
                    : texts(mails, ["name": attendee.name, "email": attendee.email]))
        }
        // With one of several the event stays.
        guard attendees == nil || appointment.attendees.count == 1 else { return lines }
        for place in reading.places {
            guard let calendar = place.calendar, let key = consequence(task, place) else { continue }
            lines.append(texts("adminAppointment.\(key)", ["name": place.person.name, "calendar": calendar.remote.name]))
        }
        return lines
    }
}

extension AppointmentComposer {
    /// What becomes of one person's event; `nil` where there is none.
    private func consequence(_ task: String, _ place: AppointmentReading.Place) -> String? {
        switch place.standing {
        case .left: "eventLeft"
        case .held: place.hasEvent || task == "move" ? "\(task)Held" : nil
        case .followed: place.hasEvent || task == "move" ? "\(task)Writes" : nil
        case .madeWhileOff, .notSent, .unwritten: nil
        }
    }
}

extension AppointmentReading.Place {
    /// Whether an event stands in the calendar, or is about to.
    fileprivate var hasEvent: Bool { link.map { $0.state != .closed } ?? false }
}

/// The names of an appointment's customers; of one that several share, how many come.
func customers(of appointment: Appointment, _ texts: Texts) -> String {
    if appointment.group != nil {
        let values = ["filled": texts.number(appointment.filledAttendeesCount), "places": texts.number(appointment.maximumAttendeesCount)]
        return texts("admin.attendees", values)
    }
    let names = appointment.attendees.map { $0.name.isEmpty ? texts["admin.erasedCustomer"] : $0.name }
    return names.isEmpty ? texts["admin.erasedCustomer"] : names.joined(separator: ", ")
}

/// Who did something, for the history.
func actorName(_ actor: String, users: [User.ID: String], texts: Texts) -> String {
    if actor.hasPrefix("user:") { return users[User.ID(String(actor.dropFirst(5)))] ?? texts["adminHistory.formerUser"] }
    let kind = String(actor.prefix { $0 != ":" })
    let key = "adminHistory.actor\(kind.prefix(1).uppercased())\(kind.dropFirst())"
    return texts.has(key) ? texts[key] : actor
}

/// `conflict-put-back` as a catalogue name: `conflictPutBack`.
func camelCased(_ text: String) -> String {
    let words = text.split { $0 == "-" || $0 == "_" || $0 == " " }
    return words.enumerated().map { $0 == 0 ? String($1) : $1.prefix(1).uppercased() + $1.dropFirst() }.joined()
}
