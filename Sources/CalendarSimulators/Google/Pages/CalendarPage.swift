import CivilTime

/// Two weeks of a calendar, with a form for all that its owner can do.
struct CalendarPage {
    let calendar: SimulatedCalendar
    let world: GoogleWorld
    let from: CivilDate
    let moment: Moment
    var notice: String?

    static let length = 14
    static let kinds = [
        (value: "busy", label: "Busy"), (value: "free", label: "Free"), (value: "private", label: "Private"),
        (value: "tentative", label: "Tentative"), (value: "outOfOffice", label: "Out of office"), (value: "focusTime", label: "Focus time"),
        (value: "workingLocation", label: "Working location"),
    ]
    static let repetitions = [
        (value: "", label: "Does not repeat"), (value: "DAILY", label: "Daily"), (value: "WEEKLY", label: "Weekly"),
        (value: "MONTHLY", label: "Monthly"),
    ]

    var html: String {
        let base = PeoplePage.address(of: calendar.id)
        let days = (0..<Self.length).map { from.adding(days: $0) }
        let events = shownEvents
        let list = days.map { day in
            let here = events.filter { $0.day == day }
            let items = here.isEmpty ? "<p>Nothing.</p>" : here.map { article($0.resource, base) }.joined(separator: "\n")
            return "<h2>\(day.weekday.name), \(day)</h2>\(items)"
        }
        return Markup.page(
            title: calendar.summary,
            body: """
                <p><a href="/">People and their calendars</a></p>
                <h1>\(Markup.escaped(calendar.summary))</h1>
                <p class="facts">\(Markup.escaped(calendar.id)) · \(Markup.escaped(calendar.timeZone))</p>
                \(PeoplePage.notice(notice))
                \(addForm(base))
                <p class="row"><a href="\(base)?from=\(from.adding(days: -Self.length))">Earlier</a>
                <a href="\(base)?from=\(from.adding(days: Self.length))">Later</a></p>
                \(list.joined(separator: "\n"))
                \(calendarForms(base))
                """)
    }

    private var clock: Zone { moment.zones.zone(named: calendar.timeZone) ?? .utc }

    private var shownEvents: [(day: CivilDate, resource: JSONValue)] {
        var window = ListingWindow.everything
        (window.start, window.end) = (clock.startOfDay(from), clock.startOfDay(from.adding(days: Self.length)))
        let resources = calendar.events.values.flatMap { event -> [JSONValue] in
            if event.isCancelled || event.master.flatMap({ calendar.events[$0] }) != nil { return [] }
            if event.isRecurring { return world.occurrences(of: event, in: calendar, window, moment) }
            return window.contains(event.resource, clock) ? [event.resource] : []
        }
        let placed = resources.filter { $0["status"]?.string != "cancelled" }.compactMap { resource in
            EventTime(stored: resource["start"]).map { (start: $0.instant(in: clock), resource: resource) }
        }
        return placed.sorted { ($0.start, $0.resource["id"]?.string ?? "") < ($1.start, $1.resource["id"]?.string ?? "") }
            .map { (max(clock.date(at: $0.start), from), $0.resource) }
    }

    private func article(_ resource: JSONValue, _ base: String) -> String {
        let id = resource["id"]?.string ?? ""
        let address = "\(base)/events/\(Percent.encoded(id))"
        let series = resource["recurringEventId"]?.string
        var buttons = """
            <form method="post" action="\(address)/move" class="row">
            \(Markup.field("New start", name: "start", type: "datetime-local", value: localStart(resource), id: "start-\(id)"))
            <button>Move</button>
            </form>
            <form method="post" action="\(address)/title" class="row">
            \(Markup.field("Title", name: "title", value: resource["summary"]?.string ?? "", id: "title-\(id)"))
            <button>Save the title</button>
            </form>
            <form method="post" action="\(address)/delete"><p><button>Delete</button></p></form>
            """
        if let series {
            buttons += """
                <form method="post" action="\(address)/split"><p><button>Make this and all following a series of its own</button></p></form>
                <form method="post" action="\(base)/events/\(Percent.encoded(series))/delete"><p><button>Delete the series</button></p></form>
                """
        }
        return """
            <article>
            <h3>\(Markup.escaped(resource["summary"]?.string ?? "(No title)"))</h3>
            <p class="facts">\(Markup.escaped(time(of: resource))) · \(Markup.escaped(facts(of: resource)))</p>
            <details><summary>Change</summary>
            \(buttons)
            </details>
            </article>
            """
    }

    private func time(of resource: JSONValue) -> String {
        switch (EventTime(stored: resource["start"]), EventTime(stored: resource["end"])) {
        case (.day(let first)?, .day(let last)?): "all day, \(first) to \(last.adding(days: -1))"
        case (.at(let first, _)?, .at(let last, _)?): "\(clock.civil(at: first).time)–\(clock.civil(at: last).time)"
        default: ""
        }
    }

    private func localStart(_ resource: JSONValue) -> String {
        let start = EventTime(stored: resource["start"])?.instant(in: clock) ?? moment.now
        return String(clock.civil(at: start).description.prefix(16))
    }

    private func facts(of resource: JSONValue) -> String {
        var facts: [String] = [resource["transparency"]?.string == "transparent" ? "free" : "busy"]
        if let type = resource["eventType"]?.string, type != "default" { facts.append(type) }
        if let visibility = resource["visibility"]?.string, visibility != "default" { facts.append(visibility) }
        if resource["status"]?.string == "tentative" { facts.append("tentative") }
        if resource["recurringEventId"] != nil { facts.append("repeats") }
        if let link = resource["hangoutLink"]?.string { facts.append(link) }
        return facts.joined(separator: ", ")
    }

    private func addForm(_ base: String) -> String {
        """
        <form method="post" action="\(base)/events">
        <fieldset><legend>Add an event</legend>
        <div class="row">
        \(Markup.field("Title", name: "title"))
        \(Markup.field("Date", name: "date", type: "date", value: from.description))
        \(Markup.field("From", name: "start", type: "time", value: "09:00"))
        \(Markup.field("To", name: "end", type: "time", value: "10:00"))
        \(Markup.choice("Kind", name: "kind", Self.kinds, chosen: "busy"))
        \(Markup.choice("Repeats", name: "repeats", Self.repetitions, chosen: ""))
        <p class="field"><label><input type="checkbox" name="allDay" value="yes"> All day</label></p>
        <button>Add</button>
        </div>
        </fieldset>
        </form>
        """
    }

    private func calendarForms(_ base: String) -> String {
        let roles = GoogleRole.allCases.map { (value: $0.rawValue, label: $0.rawValue) }
        let own = calendar.role(of: calendar.owner)
        return """
            <h2>The calendar itself</h2>
            <form method="post" action="\(base)/role" class="row">
            \(Markup.field("Who", name: "email", type: "email", value: calendar.owner))
            \(Markup.choice("May", name: "role", roles, chosen: own.rawValue))
            <button>Change the permission</button>
            </form>
            <form method="post" action="\(base)/recreate"><p><button>Delete the calendar and make it anew</button></p></form>
            <form method="post" action="\(base)/delete"><p><button>Delete the calendar</button></p></form>
            """
    }
}

extension Weekday {
    fileprivate var name: String {
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][rawValue - 1]
    }
}
