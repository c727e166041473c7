import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// Entering, changing and removing time off; bookings that lie in it are shown before it is stored.
enum TimeOffEdit {
    struct View: Sendable {
        var isNew: Bool
        var heading: String
        var faults: FaultSummary?
        var action: String
        var person: Field
        var startDate: Field
        var startTime: Field
        var endDate: Field
        var endTime: Field
        var isAllDay: Field
        var reason: Field
        var zone: String
        var removeAction: String?
        var hasStaff: Bool
    }

    static func new(_ visit: Visit) async throws -> Answer {
        let today = visit.zone.date(at: visit.now)
        let date = CivilDate(typed: visit.query["date"]) ?? today
        let span = Span(visit.zone.startOfDay(date), visit.zone.startOfDay(date.adding(days: 1)))
        return .page(
            try await page(visit, TimeOff(id: SaveTimeOff(visit.kalends).newID(), resource: Resource.ID(""), span: span), isNew: true))
    }

    static func create(_ visit: Visit) async throws -> Answer {
        let empty = TimeOff(id: SaveTimeOff(visit.kalends).newID(), resource: Resource.ID(""), span: Span(visit.now, visit.now))
        return try await save(visit, empty, isNew: true)
    }

    static func get(_ visit: Visit) async throws -> Answer { .page(try await page(visit, try await find(visit), isNew: false)) }

    static func post(_ visit: Visit) async throws -> Answer { try await save(visit, try await find(visit), isNew: false) }

    static func remove(_ visit: Visit) async throws -> Answer {
        try await SaveTimeOff(visit.kalends).remove(visit.id(), actor: visit.actor)
        return .redirect("/admin/time-off", Notice("timeOffRemoved"))
    }

    private static func find(_ visit: Visit) async throws -> TimeOff {
        let id: TimeOff.ID = visit.id()
        guard let timeOff = try await visit.read({ try $0.timeOff.find(id) }) else { throw NotFound("time off") }
        return timeOff
    }

    private static func save(_ visit: Visit, _ stored: TimeOff, isNew: Bool) async throws -> Answer {
        do {
            let timeOff = try await read(visit, stored)
            try await SaveTimeOff(visit.kalends)(timeOff, actor: visit.actor, confirmed: visit.isConfirmed)
            return .redirect("/admin/time-off", Notice("timeOffSaved", ["time": visit.when(timeOff.span)]))
        } catch let invalid as Invalid {
            return .page(
                try await page(visit, stored, isNew: isNew, sent: visit.form, faults: placed(invalid.faults), status: .unprocessableContent)
            )
        } catch let needed as NeedsConfirmation {
            return visit.confirm(
                needed, title: visit.texts["adminConfirm.timeOffHeading"], label: visit.texts["adminConfirm.timeOffLabel"],
                cancel: isNew ? "/admin/time-off" : "/admin/time-off/\(stored.id)", menu: .timeOff)
        }
    }

    /// The use case speaks of the end; the form has a date for it.
    private static func placed(_ faults: [FieldFault]) -> [FieldFault] {
        faults.map { $0.field == "end" ? FieldFault(field: "endDate", key: $0.key, values: $0.values) : $0 }
    }

    private static func read(_ visit: Visit, _ stored: TimeOff) async throws -> TimeOff {
        var reader = FormReader(visit.form)
        let person = StaffMember.ID(visit.form["person"])
        let member = try await visit.read { try $0.staff.find(person) }
        if member == nil { reader.fault("person", "staffUnknown") }
        let zone = visit.zone
        var start: Instant?
        var end: Instant?
        if reader.flag("isAllDay") {
            // From the first midnight to the one after the last day.
            start = reader.day("startDate").map(zone.startOfDay)
            end = reader.day("endDate").map { zone.startOfDay($0.adding(days: 1)) }
        } else {
            start = reader.instant(date: "startDate", time: "startTime", in: zone)
            end = reader.instant(date: "endDate", time: "endTime", in: zone)
        }
        if let start, let end, end <= start {
            // Of whole days the end counts to its midnight: where both are the same, the last day lies before the first.
            reader.fault("endDate", end == start && !reader.flag("isAllDay") ? "spanEmpty" : "endBeforeStart")
        }
        try reader.requireNoFaults()
        guard let member, let start, let end else { throw Invalid("person", "staffUnknown") }
        return TimeOff(id: stored.id, resource: member.resource, span: Span(start, end), reason: reader.typed("reason"))
    }

    private static func page(
        _ visit: Visit, _ timeOff: TimeOff, isNew: Bool, sent: Query? = nil, faults: [FieldFault] = [], status: HTTPResponse.Status = .ok
    ) async throws -> AdminPage {
        let texts = visit.texts
        let staff = try await visit.read { try $0.staff.all(in: visit.business.id) }
        let fields = FormFields(visit, area: "adminTimeOff", sent: sent, faults: faults)
        let start = visit.zone.civil(at: timeOff.span.start)
        let end = visit.zone.civil(at: timeOff.span.end)
        let isAllDay = start.time == .midnight && end.time == .midnight
        let person =
            staff.first { $0.resource == timeOff.resource } ?? staff.first { $0.id.rawValue == visit.query["person"] } ?? staff.first
        let heading = texts[isNew ? "adminTimeOff.newHeading" : "adminTimeOff.editHeading"]
        let view = View(
            isNew: isNew, heading: heading, faults: fields.summary, action: isNew ? "/admin/time-off" : "/admin/time-off/\(timeOff.id)",
            person: fields.choice("person", person?.id.rawValue ?? "", staff.map { ($0.id.rawValue, $0.name) }),
            startDate: fields.text("startDate", start.date.description, type: "date", required: true),
            startTime: fields.text("startTime", isAllDay ? "" : texts.time(start.time), type: "time"),
            endDate: fields.text("endDate", (isAllDay ? end.date.adding(days: -1) : end.date).description, type: "date", required: true),
            endTime: fields.text("endTime", isAllDay ? "" : texts.time(end.time), type: "time"),
            isAllDay: fields.check("isAllDay", isAllDay),
            reason: fields.text("reason", timeOff.reason, wide: true), zone: texts.zone(visit.zone, at: visit.now),
            removeAction: isNew ? nil : "/admin/time-off/\(timeOff.id)/remove", hasStaff: !staff.isEmpty)
        return AdminPage("admin-time-off-edit", title: heading, menu: .timeOff, status: status, view: view)
    }
}
