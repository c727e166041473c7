import Booking
import CalendarSync
import CivilTime
import Operations
import Persistence
import Texts
import WebShell

/// “Why is this slot closed?” for one service, one day and one time; told by the search that makes the page.
enum SlotQuestion {
    struct Line: Sendable {
        var text: String
        var state: String
    }

    struct View: Sendable {
        var heading: String
        var tabs: [CalendarPage.Chip]
        var action: String
        var faults: FaultSummary?
        var service: Field
        var date: Field
        var time: Field
        var asked: String?
        var lines: [Line]
        var hasServices: Bool
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let resource: Resource.ID = visit.id()
        let person = try await CheckTabs.person(resource, visit)
        let (texts, query) = (visit.texts, visit.query)
        let (members, services) = try await visit.read { transaction in
            let members = try transaction.staff.all(of: resource).filter(\.isActive)
            let services = try members.flatMap { member in
                try transaction.services.all(in: member.business).filter { $0.staff.contains(member.id) }
            }
            return (members, services)
        }
        var lines: [Line] = []
        var asked: String?
        var faults: [FieldFault] = []
        if query.contains("date") {
            do {
                let start = try start(query, visit)
                let wanted = services.first { $0.id.rawValue == query["service"] } ?? services.first
                if let wanted {
                    let member = members.first { $0.business == wanted.business }?.id
                    lines = try await answer(wanted.id, member, start, visit)
                    asked = "\(wanted.name), \(texts.when(start, in: visit.zone))"
                }
            } catch let invalid as Invalid {
                faults = invalid.faults
            }
        }
        let fields = FormFields(visit, area: "adminCheck", sent: query.contains("date") ? query : nil, faults: faults)
        let view = View(
            heading: texts("adminCheck.slotHeading", ["person": person]), tabs: CheckTabs.chips(of: resource, at: .slot, texts),
            action: "/admin/calendars/people/\(resource)/slot", faults: fields.summary,
            service: fields.choice("service", services.first?.id.rawValue ?? "", services.map { ($0.id.rawValue, $0.name) }),
            date: fields.text("date", visit.zone.date(at: visit.now).description, type: "date", required: true),
            time: fields.text("time", "10:00", type: "time", required: true), asked: asked, lines: lines, hasServices: !services.isEmpty)
        return .page(AdminPage("admin-slot-question", title: view.heading, menu: .calendars, view: view))
    }

    private static func start(_ query: Query, _ visit: Visit) throws -> Instant {
        var reader = FormReader(query)
        let start = reader.instant(date: "date", time: "time", in: visit.zone)
        try reader.requireNoFaults()
        guard let start else { throw Invalid("date", "dateMalformed") }
        return start
    }

    private static func answer(_ service: Service.ID, _ staff: StaffMember.ID?, _ start: Instant, _ visit: Visit) async throws -> [Line] {
        let words = ConnectionCheck.words(visit)
        let answers = try await AskAboutSlot(visit.kalends)(service, staff: staff, at: start, actor: visit.actor)
        if answers.isEmpty { return [Line(text: visit.texts["diagnosis.slotNobody"], state: "bad")] }
        return answers.map { Line(text: words($0.statement), state: $0.isFree ? "good" : "bad") }
    }
}
