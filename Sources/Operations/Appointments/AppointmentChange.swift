import Booking
import CalendarSync
import CivilTime
import Persistence

/// What every change of an appointment leaves in the same transaction: claims, history, links, and the jobs for mails and calendars.
struct AppointmentChange {
    let kalends: Kalends
    let transaction: Transaction
    let now: Instant

    /// Takes the appointment's time of each of its people.
    /// - Throws: `StoreFailure.overlap` when somebody's time is taken.
    func claim(_ appointment: Appointment) throws {
        for resource in try resources(of: appointment) {
            try transaction.claims.insert(Claim(resource: resource, span: appointment.claimedSpan, cause: .appointment(appointment.id)))
        }
    }

    func resources(of appointment: Appointment) throws -> [Resource.ID] {
        try appointment.staff.map { id in
            guard let member = try transaction.staff.find(id) else { throw NotFound("staff member") }
            return member.resource
        }
    }

    func record(_ action: String, _ before: Appointment?, _ after: Appointment, actor: Actor, reason: String) throws {
        try transaction.history.append(
            HistoryEntry(
                id: 0, at: now, actor: actor.text, subject: "appointment:\(after.id)", action: action, reason: reason,
                before: try before.map { try payload($0) }, after: try payload(after)))
    }

    /// Leaves the work of bringing every calendar concerned up to date.
    func push(_ appointment: Appointment, alsoFrom former: [Resource.ID] = []) throws {
        let current = try resources(of: appointment)
        for resource in Set(current + former).sorted() {
            try push(appointment, resource: resource)
        }
    }

    func push(_ appointment: Appointment, resource: Resource.ID) throws {
        let link = try transaction.links.find(appointment: appointment.id, resource: resource)
        let linked = try transaction.calendars.linked(of: resource)
        if link == nil {
            guard let linked, appointment.status == .confirmed, appointment.span.end > now else { return }
            try transaction.links.put(Link(appointment: appointment.id, resource: resource, calendar: linked.id))
        }
        let target = try link.flatMap { try transaction.calendars.find($0.calendar) } ?? linked
        guard let target else { return }
        try transaction.jobs.enqueue(
            kind: JobKind.pushLink.rawValue, payload: try payload(PushLinkPayload(appointment: appointment.id, resource: resource)),
            lane: "account:\(target.account)", key: "push:\(appointment.id):\(resource)", due: now)
    }

    /// Leaves the work of telling everybody concerned.
    func mail(
        _ kind: ComposeMailsPayload.Kind, _ appointment: Appointment, previousSpan: Span? = nil, formerStaff: [StaffMember.ID] = [], reason: String = ""
    ) throws {
        let content = ComposeMailsPayload(
            kind: kind, appointment: appointment, previousSpan: previousSpan, formerStaff: formerStaff, reason: reason, stamp: now)
        try transaction.jobs.enqueue(
            kind: JobKind.composeMails.rawValue, payload: try payload(content), lane: "appointment:\(appointment.id)", key: nil, due: now)
    }

    /// Closes the questions about an appointment that a change of ours has answered.
    func overtakeConflicts(of appointment: Appointment, resources: [Resource.ID]) throws {
        for resource in resources {
            guard var conflict = try transaction.conflicts.open(of: appointment.id, resource: resource) else { continue }
            conflict.settledAt = now
            conflict.settlement = .overtaken
            try transaction.conflicts.update(conflict)
            try transaction.busyBlocks.release(conflict: conflict.id)
        }
    }
}
