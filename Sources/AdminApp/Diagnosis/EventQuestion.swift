import Booking
import CalendarSync
import CivilTime
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// “Why is this event not here?”: look for it by title or day, pick it, and read what became of it.
enum EventQuestion {
    struct Row: Sendable {
        var title: String
        var time: String
        var place: String
        var address: String
    }

    struct View: Sendable {
        var heading: String
        var tabs: [CalendarPage.Chip]
        var action: String
        var text: Field
        var day: Field
        var answers: [DiagnosisView]
        var rows: [Row]
        var hasRows: Bool
        var isAsked: Bool
        var isNothingFound: Bool
        var missingAddress: String?
        var version: String
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let resource: Resource.ID = visit.id()
        let person = try await CheckTabs.person(resource, visit)
        let (texts, query, path) = (visit.texts, visit.query, "/admin/calendars/people/\(resource)/event")
        let words = ConnectionCheck.words(visit)
        var answers: [DiagnosisView] = []
        if let question = question(query, visit) {
            let found = try await AskAboutEvent(visit.kalends)(question, of: resource, actor: visit.actor)
            answers = [DiagnosisView(found, number: 0, visit: visit, words: words)]
        }
        let text = String(query["text"].prefix(200)).replacing("\0", with: "").trimmingWhitespace
        let date = CivilDate(typed: query["day"])
        let isAsked = !text.isEmpty || date != nil
        let day = date.map { Span(visit.zone.startOfDay($0), visit.zone.startOfDay($0.adding(days: 1))) }
        let candidates = try await AskAboutEvent(visit.kalends).candidates(resource, text: text, day: day, actor: visit.actor)
        let rows = candidates.map { row($0, path, query, visit) }
        let fields = FormFields(visit, area: "adminCheck")
        var missing = query.setting("text", text.isEmpty ? nil : text)
        missing = missing.setting("calendar", nil).setting("item", nil).setting("start", nil).setting("booking", nil)
        return .page(
            AdminPage(
                "admin-event-question", title: texts("adminCheck.eventHeading", ["person": person]), menu: .calendars,
                view: View(
                    heading: texts("adminCheck.eventHeading", ["person": person]),
                    tabs: CheckTabs.chips(of: resource, at: .event, texts), action: path,
                    text: fields.text("text", text, type: "search"), day: fields.text("day", date?.description ?? "", type: "date"),
                    answers: answers, rows: rows, hasRows: !rows.isEmpty, isAsked: isAsked, isNothingFound: isAsked && rows.isEmpty,
                    missingAddress: isAsked ? missing.setting("missing", "1").address(path) : nil,
                    version: visit.kalends.settings.version)))
    }

    private static func question(_ query: Query, _ visit: Visit) -> AskAboutEvent.Question? {
        if !query["booking"].isEmpty { return .booking(Appointment.ID(String(query["booking"].prefix(100)).replacing("\0", with: ""))) }
        if !query["calendar"].isEmpty, let start = Int64(query["start"]) {
            return .event(
                ConnectedCalendar.ID(String(query["calendar"].prefix(100)).replacing("\0", with: "")),
                String(query["item"].prefix(2_000)).replacing("\0", with: ""), Instant(secondsSinceEpoch: start))
        }
        guard query["missing"] == "1" else { return nil }
        let day = CivilDate(typed: query["day"]).map { visit.texts.date($0) }
        let text = String(query["text"].prefix(200)).trimmingWhitespace
        return .missing([text.isEmpty ? nil : text, day].compactMap(\.self).joined(separator: ", "), byTitle: !text.isEmpty)
    }

    private static func row(_ candidate: AskAboutEvent.Candidate, _ path: String, _ query: Query, _ visit: Visit) -> Row {
        let base = query.setting("missing", nil).setting("calendar", nil).setting("item", nil).setting("start", nil).setting("booking", nil)
        switch candidate {
        case .event(let outside):
            let title = outside.block.title.map { $0.isEmpty ? visit.texts["adminCalendar.untitledEvent"] : $0 }
            let start = String(outside.block.span.start.secondsSinceEpoch)
            return Row(
                title: title ?? visit.texts["adminCalendar.privateEvent"], time: visit.when(outside.block.span),
                place: "“\(outside.block.source)”",
                address: base.setting("calendar", outside.calendar.rawValue).setting("item", outside.item).setting("start", start)
                    .address(path))
        case .booking(let appointment):
            return Row(
                title: "\(appointment.serviceName) – \(customers(of: appointment, visit.texts))", time: visit.when(appointment.span),
                place: visit.texts["adminCheck.booking"], address: base.setting("booking", appointment.id.rawValue).address(path))
        }
    }
}
