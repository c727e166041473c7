public import Booking
public import CivilTime

extension AvailabilityStore {
    /// The appointments of a service that start in the span and that several customers may share, full ones too, by person and start. One about
    /// whose time or taking place a question is open is none of them: nobody is to be added to it before that is settled.
    public func groups(of service: Service.ID, startingIn span: Span) throws -> [StaffMember.ID: [OpenGroup]] {
        let sql = """
            SELECT s.staff, a.id, a.start_at, a.end_at, a.maximum_attendees, a.filled_attendees, CASE WHEN a.awaits_since IS NULL THEN 0 ELSE 1 END
            FROM appointments a JOIN appointment_staff s ON s.organization = a.organization AND s.appointment = a.id
            WHERE a.organization = ? AND a.service = ? AND a.maximum_attendees > 1 AND a.status = 'confirmed'
                AND a.start_at >= ? AND a.start_at < ? AND NOT EXISTS (
                    SELECT 1 FROM conflicts q WHERE q.organization = a.organization AND q.appointment = a.id AND q.settled_at IS NULL
                        AND q.topic <> 'texts')
            ORDER BY a.start_at, a.id
            """
        var groups: [StaffMember.ID: [OpenGroup]] = [:]
        let arguments = [transaction.organization.sqlValue, service.sqlValue, span.start.sqlValue, span.end.sqlValue]
        try transaction.connection.query(sql, arguments) { row in
            groups[StaffMember.ID(try row.text(at: 0)), default: []].append(
                OpenGroup(
                    appointment: Appointment.ID(try row.text(at: 1)), span: try row.span(at: 2),
                    maximumAttendeesCount: Int(try row.integer(at: 4)), filledAttendeesCount: Int(try row.integer(at: 5)),
                    awaitsConfirmation: try row.integer(at: 6) == 1))
        }
        return groups
    }
}
