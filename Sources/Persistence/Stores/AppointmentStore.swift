public import Booking
public import CivilTime

public struct AppointmentStore {
    /// The schema refuses longer appointments, so that a window need not look further back than this.
    static let longest = Seconds.days(31)

    let transaction: Transaction

    public func insert(_ appointment: Appointment) throws {
        touch(appointment)
        try transaction.insert(appointment)
        try writeParticipants(of: appointment)
    }

    /// - Throws: `StoreFailure.other` for more attendees than there are places.
    public func update(_ appointment: Appointment) throws {
        touch(appointment)
        try transaction.update(appointment)
        for table in ["appointment_staff", "attendees"] {
            try transaction.execute(
                "DELETE FROM \(table) WHERE organization = ? AND appointment = ?", transaction.organization, appointment.id)
        }
        try writeParticipants(of: appointment)
    }

    public func find(_ id: Appointment.ID) throws -> Appointment? { try joined(transaction.all("AND id = ?", id)).first }

    public func find(uid: String) throws -> Appointment? { try joined(transaction.all("AND uid = ?", uid)).first }

    /// By start; of every business when none is named.
    public func all(in business: Business.ID? = nil, overlapping span: Span, includingCancelled: Bool = false) throws -> [Appointment] {
        let status = includingCancelled ? "" : " AND status = 'confirmed'"
        let window = "AND start_at > ? AND start_at < ? AND end_at > ?" + status
        let earliest = span.start - Self.longest
        guard let business else {
            return try joined(transaction.all(window + " ORDER BY start_at, id", earliest, span.end, span.start))
        }
        return try joined(
            transaction.all(window + " AND business = ? ORDER BY start_at, id", earliest, span.end, span.start, business))
    }

    /// Cancelled ones too, and those whose place they gave up; the latest first.
    public func all(of customer: Customer.ID) throws -> [Appointment] {
        let condition = """
            AND id IN (SELECT appointment FROM attendees WHERE organization = ? AND customer = ?) ORDER BY start_at DESC, id
            """
        return try joined(transaction.all(condition, transaction.organization, customer))
    }

    /// The confirmed appointments of a person that are not over, by start.
    public func upcoming(of staff: StaffMember.ID, from instant: Instant) throws -> [Appointment] {
        let condition = """
            AND status = 'confirmed' AND end_at > ? AND id IN (
                SELECT appointment FROM appointment_staff WHERE organization = ? AND staff = ?) ORDER BY start_at, id
            """
        return try joined(transaction.all(condition, instant, transaction.organization, staff))
    }

    /// The confirmed appointments of a service that are not over, by start.
    public func upcoming(ofService service: Service.ID, from instant: Instant) throws -> [Appointment] {
        try joined(transaction.all("AND status = 'confirmed' AND service = ? AND end_at > ? ORDER BY start_at, id", service, instant))
    }

    /// The confirmed appointments of a business that are not over, by start.
    public func upcoming(in business: Business.ID, from instant: Instant) throws -> [Appointment] {
        try joined(transaction.all("AND status = 'confirmed' AND business = ? AND end_at > ? ORDER BY start_at, id", business, instant))
    }

    /// The first confirmed appointment of a business that starts at or after an instant.
    public func next(in business: Business.ID, from instant: Instant) throws -> Appointment? {
        try joined(
            transaction.all("AND status = 'confirmed' AND business = ? AND start_at >= ? ORDER BY start_at, id LIMIT 1", business, instant)
        )
        .first
    }

    /// What awaits confirmation and starts after an instant, by start.
    public func awaitingConfirmation(startingAfter instant: Instant) throws -> [Appointment] {
        try joined(transaction.all("AND awaits_since IS NOT NULL AND start_at > ? ORDER BY start_at, id", instant))
    }

    /// How much each person is booked with confirmed appointments that start in the span; every person named has an entry.
    public func loads(of staff: [StaffMember.ID], in span: Span) throws -> [StaffMember.ID: StaffLoad] {
        var loads = Dictionary(staff.map { ($0, StaffLoad()) }, uniquingKeysWith: { first, _ in first })
        try Placeholders.chunks(loads.keys.sorted().map(\.sqlValue)) { list, values in
            let sql = """
                SELECT s.staff, COUNT(*), CAST(SUM(a.end_at - a.start_at) AS BIGINT), MAX(a.created_at)
                FROM appointments a JOIN appointment_staff s ON s.organization = a.organization AND s.appointment = a.id
                WHERE a.organization = ? AND a.status = 'confirmed' AND a.start_at >= ? AND a.start_at < ? AND s.staff IN (\(list))
                GROUP BY s.staff
                """
            let arguments = [transaction.organization.sqlValue, span.start.sqlValue, span.end.sqlValue] + values
            try transaction.connection.query(sql, arguments) { row in
                loads[StaffMember.ID(try row.text(at: 0))] = StaffLoad(
                    appointments: Int(try row.integer(at: 1)), booked: Seconds(try row.integer(at: 2)),
                    lastAssigned: Instant(secondsSinceEpoch: try row.integer(at: 3)))
            }
        }
        return loads
    }

    /// How many places are left is offered as well as time is.
    private func touch(_ appointment: Appointment) {
        transaction.touch(.appointments)
        if appointment.group != nil { transaction.touch(.availability) }
    }

    private func writeParticipants(of appointment: Appointment) throws {
        for (position, staff) in appointment.staff.enumerated() {
            try transaction.insert(["appointment": appointment.id, "position": position, "staff": staff], into: "appointment_staff")
        }
        let everybody = appointment.attendees.map { ($0, false) } + (appointment.group?.formerAttendees ?? []).map { ($0, true) }
        for (position, (attendee, isFormer)) in everybody.enumerated() {
            try transaction.insert(try attendee.columns(of: appointment.id, position: position, isFormer: isFormer), into: "attendees")
        }
    }

    /// The same appointments with their people and attendees.
    private func joined(_ appointments: [Appointment]) throws -> [Appointment] {
        var staff: [Appointment.ID: [StaffMember.ID]] = [:]
        var attendees: [Appointment.ID: [Attendee]] = [:]
        var former: [Appointment.ID: [Attendee]] = [:]
        try Placeholders.chunks(appointments.map(\.id.sqlValue)) { list, values in
            let condition = "WHERE organization = ? AND appointment IN (\(list)) ORDER BY appointment, position"
            let arguments = [transaction.organization.sqlValue] + values
            try transaction.connection.query("SELECT appointment, staff FROM appointment_staff \(condition)", arguments) { row in
                staff[Appointment.ID(try row.text(at: 0)), default: []].append(StaffMember.ID(try row.text(at: 1)))
            }
            try transaction.connection.query("SELECT * FROM attendees \(condition)", arguments) { row in
                let appointment: Appointment.ID = try row.id("appointment")
                if try row.flag("is_former") {
                    former[appointment, default: []].append(try Attendee(row: row))
                } else {
                    attendees[appointment, default: []].append(try Attendee(row: row))
                }
            }
        }
        return appointments.map { appointment in
            var appointment = appointment
            appointment.staff = staff[appointment.id] ?? []
            appointment.attendees = attendees[appointment.id] ?? []
            appointment.group?.formerAttendees = former[appointment.id] ?? []
            return appointment
        }
    }
}
