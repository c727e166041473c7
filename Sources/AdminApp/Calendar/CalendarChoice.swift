import Booking
import CivilTime
import WebShell

/// What somebody chose to see of the calendar, as the page's address says it.
struct CalendarChoice: Hashable, Sendable {
    enum View: String, Sendable { case week, day }

    var view: View
    var date: CivilDate
    /// The people shown; empty means everybody.
    var people: Set<StaffMember.ID>
    var showsWholeDay: Bool
    /// What is open in the side panel: `appointment:…`, `event:…`, `timeoff:…`.
    var open: String
    /// What is being done in the panel: `move`, `cancel`; empty: looking.
    var task: String

    init(query: Query, today: CivilDate, isKnown: (StaffMember.ID) -> Bool) {
        view = View(rawValue: query["view"]) ?? .week
        date = CivilDate(typed: query["date"]) ?? today
        people = Set(query.all("person").map { StaffMember.ID($0) }.filter(isKnown))
        showsWholeDay = query["hours"] == "all"
        open = query["open"]
        task = query["do"]
    }

    /// The first and last day shown.
    var days: [CivilDate] {
        switch view {
        case .day: [date]
        case .week: (0..<7).map { monday.adding(days: $0) }
        }
    }

    var monday: CivilDate { date.adding(days: 1 - date.weekday.rawValue) }

    func window(in zone: Zone) -> Span {
        let days = days
        return Span(zone.startOfDay(days[0]), zone.startOfDay(days[days.count - 1].adding(days: 1)))
    }

    var next: CivilDate { date.adding(days: view == .week ? 7 : 1) }
    var previous: CivilDate { date.adding(days: view == .week ? -7 : -1) }

    func with(_ change: (inout CalendarChoice) -> Void) -> CalendarChoice {
        var choice = self
        change(&choice)
        return choice
    }

    /// The same view with nothing open.
    var closed: CalendarChoice {
        with {
            $0.open = ""
            $0.task = ""
        }
    }

    func opening(_ what: String, task: String = "") -> CalendarChoice {
        with {
            $0.open = what
            $0.task = task
        }
    }

    var address: String {
        var query = Query()
        if view == .day { query.append("view", view.rawValue) }
        query.append("date", date.description)
        for person in people.sorted() { query.append("person", person.rawValue) }
        if showsWholeDay { query.append("hours", "all") }
        if !open.isEmpty { query.append("open", open) }
        if !task.isEmpty { query.append("do", task) }
        return "/admin?\(query.text)"
    }
}
