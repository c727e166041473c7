public import CivilTime

/// Looks for what must never be in a database: damage, claims that overlap or belong to nothing, bookings without their time, links without
/// appointment, and work that nobody will do.
public struct DatabaseCheck {
    /// One thing that is wrong, in a sentence with its remedy.
    public struct Finding: Hashable, Sendable {
        public enum Subject: String, Hashable, Sendable, CaseIterable {
            case engine, claims, appointments, links, channels, jobs, mails
        }

        public var subject: Subject
        public var sentence: String
    }

    /// Of one kind no more are listed; how many there are is always said.
    static let listed = 20

    private let database: Database

    public init(_ database: Database) { self.database = database }

    /// Reads one consistent state; nothing is changed. What cannot be read for damage is a finding, and the search goes on behind it.
    /// - Parameter now: what counts as overdue.
    /// - Throws: `StoreFailure` when the database cannot be read at all.
    public func findings(now: Instant) throws -> [Finding] {
        var steps: [(any SQLConnection) throws -> [Finding]] = try database.engine.examinations().map { examination in
            { connection in try examination(connection).map { Finding(subject: .engine, sentence: $0) } }
        }
        steps += Self.rules(now: now).map { rule in { try rule.findings(in: $0) } }
        var (findings, done): ([Finding], Int) = ([], 0)
        while done < steps.count {
            do {
                try database.engine.readNow { connection in
                    while done < steps.count {
                        findings += try steps[done](connection)
                        done += 1
                    }
                }
            } catch let failure as StoreFailure where failure.isDamage {
                let finding = Finding(subject: .engine, sentence: failure.sentence)
                if !findings.contains(finding) { findings.append(finding) }
                done += 1
            }
        }
        return findings
    }

    /// A statement whose rows are wrong, each named by its first column.
    private struct Rule {
        let subject: Finding.Subject
        let sentence: String
        let sql: String
        var arguments: [SQLValue] = []

        func findings(in connection: any SQLConnection) throws -> [Finding] {
            var names: [String] = []
            var count = 0
            try connection.query(sql, arguments) { row in
                count += 1
                if count <= DatabaseCheck.listed { names.append(try row.text(at: 0)) }
            }
            var findings = names.map { Finding(subject: subject, sentence: "\($0): \(sentence)") }
            if count > names.count {
                findings.append(Finding(subject: subject, sentence: "and \(count - names.count) more of which the same is true."))
            }
            return findings
        }
    }

    private static func rules(now: Instant) -> [Rule] {
        claims + appointments + [
            Rule(
                subject: .links, sentence: "the link has no appointment; remove it by disconnecting the calendar.",
                sql: """
                    SELECT l.appointment FROM links l
                    LEFT JOIN appointments a ON a.organization = l.organization AND a.id = l.appointment WHERE a.id IS NULL
                    """),
            Rule(
                subject: .links, sentence: "the booking waits to be written to its calendar, and no work is listed for it; use “Sync now”.",
                sql: """
                    SELECT l.appointment FROM links l
                    JOIN calendars c ON c.organization = l.organization AND c.id = l.calendar
                    WHERE l.state = 'pending' AND NOT EXISTS (
                        SELECT 1 FROM jobs j WHERE j.organization = l.organization
                            AND j.job_key = 'push:' || c.account || ':' || l.appointment || ':' || l.resource)
                    """),
            Rule(
                subject: .channels,
                sentence: "the channel is open though nobody reads its calendar; it falls silent by itself, or by connecting again.",
                sql: """
                    SELECT p.id FROM push_channels p
                    JOIN calendars c ON c.organization = p.organization AND c.id = p.calendar
                    JOIN accounts a ON a.organization = c.organization AND a.id = c.account
                    WHERE p.state = 'open' AND (a.sealed_secret = '' OR (c.is_linked = 0 AND c.closes_time = 0))
                    """),
            Rule(
                subject: .jobs, sentence: "the job runs without a lease; restart the server, which takes it back.",
                sql: "SELECT kind FROM jobs WHERE state = 'running' AND (lease_until IS NULL OR worker IS NULL)"),
            Rule(
                subject: .jobs, sentence: "the lease ran out long ago and nobody took the job over; is any server running?",
                sql: "SELECT kind FROM jobs WHERE state = 'running' AND lease_until < ?", arguments: [(now - .hours(1)).sqlValue]),
            Rule(
                subject: .mails, sentence: "the mail waits, and no work is listed for it; use “Send again”.",
                sql: """
                    SELECT m.id FROM mails m WHERE m.state = 'waiting' AND EXISTS (SELECT 1 FROM mails s WHERE s.state = 'sent')
                        AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.organization = m.organization AND j.job_key = 'mail:' || m.id)
                    """),
        ]
    }

    private static let claims = [
        Rule(
            subject: .claims, sentence: "its claimed time overlaps the next claim: this resource is booked twice.",
            sql: """
                SELECT resource || ' at ' || start_at FROM (
                    SELECT resource, start_at, end_at,
                        LEAD(start_at) OVER (PARTITION BY organization, resource ORDER BY start_at, end_at) AS next_start
                    FROM claims) AS neighbours
                WHERE next_start < end_at
                """),
        Rule(
            subject: .claims, sentence: "time is claimed for an appointment that is not there or was cancelled.",
            sql: """
                SELECT c.resource || ' at ' || c.start_at FROM claims c
                LEFT JOIN appointments a ON a.organization = c.organization AND a.id = c.appointment
                WHERE c.appointment IS NOT NULL AND (a.id IS NULL OR a.status <> 'confirmed')
                """),
        Rule(
            subject: .claims, sentence: "time is claimed of somebody who does not keep the appointment.",
            sql: """
                SELECT c.resource || ' at ' || c.start_at FROM claims c
                JOIN appointments a ON a.organization = c.organization AND a.id = c.appointment
                WHERE NOT EXISTS (
                    SELECT 1 FROM appointment_staff s JOIN staff m ON m.organization = s.organization AND m.id = s.staff
                    WHERE s.organization = a.organization AND s.appointment = a.id AND m.resource = c.resource)
                """),
        Rule(
            subject: .claims, sentence: "the claimed time is not that of its appointment.",
            sql: """
                SELECT c.resource || ' at ' || c.start_at FROM claims c
                JOIN appointments a ON a.organization = c.organization AND a.id = c.appointment
                WHERE c.start_at <> a.start_at - a.pre_buffer OR c.end_at <> a.end_at + a.post_buffer
                """),
    ]

    private static let appointments = [
        Rule(
            subject: .appointments, sentence: "the history says nothing of the appointment: somebody took that away.",
            sql: """
                SELECT a.id FROM appointments a WHERE NOT EXISTS (
                    SELECT 1 FROM history h WHERE h.organization = a.organization AND h.subject = 'appointment:' || a.id)
                """),
        Rule(
            subject: .appointments, sentence: "the appointment is confirmed, but the time of one of its people is not claimed.",
            sql: """
                SELECT DISTINCT a.id FROM appointments a
                JOIN appointment_staff s ON s.organization = a.organization AND s.appointment = a.id
                JOIN staff m ON m.organization = s.organization AND m.id = s.staff
                WHERE a.status = 'confirmed' AND NOT EXISTS (
                    SELECT 1 FROM claims c
                    WHERE c.organization = a.organization AND c.appointment = a.id AND c.resource = m.resource)
                """),
        Rule(
            subject: .appointments, sentence: "the appointment has nobody who keeps it.",
            sql: """
                SELECT a.id FROM appointments a WHERE NOT EXISTS (
                    SELECT 1 FROM appointment_staff s WHERE s.organization = a.organization AND s.appointment = a.id)
                """),
    ]
}
