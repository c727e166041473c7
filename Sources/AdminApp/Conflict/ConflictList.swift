import Booking
import CalendarSync
import CivilTime
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// Changes made outside that wait for a person: each with what happened, both versions, and the two ways out.
enum ConflictList {
    struct Row: Sendable {
        var heading: String
        var happened: String
        var ours: String
        var theirs: String
        var isDeleted: Bool
        var canFollow: Bool
        var since: String
        var held: String
        var followEffect: String
        var putBackEffect: String
        var action: String
        var appointmentAddress: String
        var fault: String?
        var id: String
    }

    struct Settled: Sendable {
        var text: String
        var detail: String
        var address: String
    }

    struct View: Sendable {
        var open: [Row]
        var isEmpty: Bool
        var settled: [Settled]
        var hasSettled: Bool
    }

    static func get(_ visit: Visit) async throws -> Answer { .page(try await page(visit)) }

    static func settle(_ visit: Visit) async throws -> Answer {
        guard let decision = SettleConflict.Decision(rawValue: visit.form["decision"]) else { throw NotFound("decision") }
        let id: SyncConflict.ID = visit.id()
        do {
            try await SettleConflict(visit.kalends)(id, decision, actor: visit.actor)
            return .redirect("/admin/conflicts", Notice(decision == .follow ? "conflictFollowed" : "conflictPutBack"))
        } catch SettleConflict.Failure.alreadySettled {
            return .redirect("/admin/conflicts", Notice("conflictSettledAlready"))
        } catch SettleConflict.Failure.namesNoTime {
            return .page(try await page(visit, fault: (id, visit.texts["adminConflict.namesNoTime"]), status: .conflict))
        } catch SettleConflict.Failure.taken {
            return .page(try await page(visit, fault: (id, visit.texts["adminConflict.taken"]), status: .conflict))
        }
    }

    private struct Facts: Sendable {
        var conflict: SyncConflict
        var appointment: Appointment?
        var person: String
        var calendar: String
        var canFollow: Bool
    }

    private static func page(
        _ visit: Visit, fault: (id: SyncConflict.ID, sentence: String)? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> AdminPage {
        let (open, settled) = try await visit.read { transaction -> ([Facts], [Facts]) in
            let staff = try transaction.staff.all(in: visit.business.id, includingRemoved: true)
            let mine = Dictionary(staff.map { ($0.resource, $0.name) }, uniquingKeysWith: { first, _ in first })
            func facts(_ conflict: SyncConflict) throws -> Facts {
                Facts(
                    conflict: conflict, appointment: try transaction.appointments.find(conflict.appointment),
                    person: mine[conflict.resource] ?? "",
                    calendar: try transaction.calendars.find(conflict.calendar)?.remote.name ?? "",
                    canFollow: SettleConflict.canFollow(
                        conflict, in: try visit.kalends.zone(ofOwner: conflict.resource, transaction)))
            }
            let open = try transaction.conflicts.open().filter { mine[$0.resource] != nil }.map(facts)
            let settled = try Set(staff.map(\.resource)).flatMap { try transaction.conflicts.all(resource: $0, limit: 20) }
                .filter { $0.settledAt != nil }.sorted { ($0.settledAt?.secondsSinceEpoch ?? 0) > ($1.settledAt?.secondsSinceEpoch ?? 0) }
            return (open, try settled.prefix(20).map(facts))
        }
        let view = View(
            open: open.map { row($0, fault?.id == $0.conflict.id ? fault?.sentence : nil, visit) }, isEmpty: open.isEmpty,
            settled: settled.map { self.settled($0, visit) }, hasSettled: !settled.isEmpty)
        return AdminPage(
            "admin-conflict-list", title: visit.texts["adminMenu.conflicts"], menu: .conflicts, status: status,
            live: ["conflicts", "appointments"],
            view: view)
    }

    private static func row(_ facts: Facts, _ fault: String?, _ visit: Visit) -> Row {
        let texts = visit.texts
        let customer = facts.appointment.map { customers(of: $0, texts) } ?? texts["admin.erasedCustomer"]
        let service = facts.appointment?.serviceName ?? ""
        let ours = facts.appointment.map { texts.when($0.span, in: visit.zone) } ?? ""
        let values = ["name": facts.person, "calendar": facts.calendar, "customer": customer]
        let isTold = facts.appointment?.attendees.contains { !$0.email.isEmpty } ?? false
        let theirs: String
        let key: String
        switch facts.conflict.kind {
        case .movedOutside(let span):
            theirs = texts.when(span, in: visit.zone)
            key = "moved"
        case .deletedOutside:
            theirs = texts["adminConflict.noEvent"]
            key = "deleted"
        }
        return Row(
            heading: "\(customer) · \(service)",
            happened: texts("adminConflict.\(key)Happened", values),
            ours: ours, theirs: theirs, isDeleted: key == "deleted", canFollow: facts.canFollow,
            since: texts("adminConflict.since", ["ago": texts.relative(facts.conflict.openedAt, now: visit.now)]),
            held: texts["adminConflict.\(key)Held"], followEffect: texts("adminConflict.\(key)Follow\(isTold ? "" : "Silently")", values),
            putBackEffect: texts("adminConflict.\(key)PutBack", values), action: "/admin/conflicts/\(facts.conflict.id)",
            appointmentAddress: "/admin/appointments/\(facts.conflict.appointment)", fault: fault, id: facts.conflict.id.rawValue)
    }

    private static func settled(_ facts: Facts, _ visit: Visit) -> Settled {
        let texts = visit.texts
        let customer = facts.appointment.map { customers(of: $0, texts) } ?? texts["admin.erasedCustomer"]
        let how = facts.conflict.settlement.map { texts["adminConflict.\($0 == .putBack ? "putBackDone" : $0.rawValue)"] } ?? ""
        return Settled(
            text: "\(customer) · \(facts.appointment?.serviceName ?? "")",
            detail: texts(
                "adminConflict.settledDetail",
                ["how": how, "time": facts.conflict.settledAt.map { texts.when($0, in: visit.zone) } ?? ""]),
            address: "/admin/appointments/\(facts.conflict.appointment)")
    }
}
