import CivilTime

extension GoogleWorld {
    /// A page on which a person sees and edits calendars, without a script; nil for any other address.
    mutating func page(_ request: SimulatedRequest, _ segments: [String], _ moment: Moment) -> SimulatedAnswer? {
        switch (request.method, segments.first, segments.count) {
        case ("GET", nil, 0): return .page(PeoplePage(world: self).html)
        case ("GET", "calendars", 2): return calendarPage(segments[1], request, moment)
        case ("POST", "people", 3): return personAction(segments[1], segments[2], request.form, moment)
        case ("POST", "calendars", 3...5): return calendarAction(Array(segments.dropFirst()), request, moment)
        default: return nil
        }
    }

    private func calendarPage(
        _ id: String, _ request: SimulatedRequest, _ moment: Moment, notice: String? = nil
    ) -> SimulatedAnswer? {
        guard let calendar = calendars[id], !calendar.isDeleted else { return nil }
        let clock = moment.zones.zone(named: calendar.timeZone) ?? .utc
        let from = request.parameters["from"].flatMap { CivilDate(iso8601: $0) } ?? clock.date(at: moment.now)
        let page = CalendarPage(calendar: calendar, world: self, from: from, moment: moment, notice: notice)
        return .page(page.html, status: notice == nil ? 200 : 422)
    }

    private mutating func personAction(_ subject: String, _ action: String, _ form: FormFields, _ moment: Moment) -> SimulatedAnswer? {
        guard let person = person(subject: subject) else { return nil }
        let edit: PersonEdit
        switch action {
        case "revoke": edit = .revokeAccess(subject: subject)
        case "calendars":
            let zone = calendars[person.email]?.timeZone ?? "UTC"
            let name = form["name"] ?? ""
            edit = .addCalendar(subject: subject, name: name.isEmpty ? "New calendar" : name, timeZone: zone)
        default: return nil
        }
        do throws(EditRefusal) {
            try self.edit(edit, moment)
            return .see("/")
        } catch {
            return .page(PeoplePage(world: self, notice: error.sentence).html, status: 422)
        }
    }

    private mutating func calendarAction(_ path: [String], _ request: SimulatedRequest, _ moment: Moment) -> SimulatedAnswer? {
        let id = path[0]
        guard let calendar = calendars[id], !calendar.isDeleted else { return nil }
        do throws(EditRefusal) {
            guard let edit = try Self.edit(path, request.form, calendar, moment) else { return nil }
            let made = try self.edit(edit, moment)
            switch edit {
            case .deleteCalendar: return .see("/")
            case .recreateCalendar: return .see(PeoplePage.address(of: made ?? ""))
            default:
                let day = request.form["date"].flatMap { CivilDate(iso8601: $0) }.map { "?from=\($0)" } ?? ""
                return .see(PeoplePage.address(of: id) + day)
            }
        } catch {
            return calendarPage(id, request, moment, notice: error.sentence)
        }
    }

    private static func edit(
        _ path: [String], _ form: FormFields, _ calendar: SimulatedCalendar, _ moment: Moment
    ) throws(EditRefusal) -> PersonEdit? {
        let clock = moment.zones.zone(named: calendar.timeZone) ?? .utc
        switch (path.dropFirst().first, path.count == 4 ? path[3] : nil) {
        case ("role", nil):
            guard let role = form["role"].flatMap(GoogleRole.init) else { throw EditRefusal(sentence: "Choose a permission.") }
            return .setRole(calendar: calendar.id, email: form["email"] ?? "", role: role)
        case ("recreate", nil): return .recreateCalendar(calendar.id)
        case ("delete", nil): return .deleteCalendar(calendar.id)
        case ("events", nil) where path.count == 2: return .addEvent(calendar: calendar.id, event: try event(form, calendar))
        case ("events", "delete"): return .deleteEvent(calendar: calendar.id, event: path[2])
        case ("events", "split"): return .splitSeries(calendar: calendar.id, occurrence: path[2], change: [:])
        case ("events", "title"):
            return .changeEvent(calendar: calendar.id, event: path[2], change: ["summary": .text(form["title"] ?? "")])
        case ("events", "move"):
            guard let civil = form["start"].flatMap({ CivilDateTime(iso8601: $0) }) else {
                throw EditRefusal(sentence: "Enter the new start as a date and a time.")
            }
            return .moveEvent(calendar: calendar.id, event: path[2], start: clock.instant(of: civil))
        default: return nil
        }
    }

    /// The event of the form.
    private static func event(_ form: FormFields, _ calendar: SimulatedCalendar) throws(EditRefusal) -> JSONValue {
        guard let day = form["date"].flatMap({ CivilDate(iso8601: $0) }) else { throw EditRefusal(sentence: "Enter the date.") }
        var event: JSONValue = [:]
        if let title = form["title"], !title.isEmpty { event["summary"] = .text(title) }
        let kind = form["kind"] ?? "busy"
        if form["allDay"] == "yes" {
            event["start"] = EventTime.day(day).stored
            event["end"] = EventTime.day(day.adding(days: 1)).stored
        } else {
            guard let start = form["start"].flatMap({ TimeOfDay(iso8601: $0) }), let end = form["end"].flatMap({ TimeOfDay(iso8601: $0) })
            else { throw EditRefusal(sentence: "Enter the times from and to.") }
            let last = end > start ? day : day.adding(days: 1)
            event["start"] = ["dateTime": .text(CivilDateTime(day, start).description), "timeZone": .text(calendar.timeZone)]
            event["end"] = ["dateTime": .text(CivilDateTime(last, end).description), "timeZone": .text(calendar.timeZone)]
        }
        switch kind {
        case "free": event["transparency"] = "transparent"
        case "private": event["visibility"] = "private"
        case "tentative": event["status"] = "tentative"
        case "outOfOffice", "focusTime": event["eventType"] = .text(kind)
        case "workingLocation":
            event["eventType"] = "workingLocation"
            event["workingLocationProperties"] = ["type": "homeOffice", "homeOffice": [:]]
            event["transparency"] = "transparent"
            event["visibility"] = "public"
        default: break
        }
        if let rule = form["repeats"], ["DAILY", "WEEKLY", "MONTHLY"].contains(rule) {
            event["recurrence"] = [.text("RRULE:FREQ=\(rule)")]
        }
        return event
    }
}
