import Booking
import CalendarSync
import CivilTime
import Testing

@testable import Persistence

/// What is kept of connections: diagnoses, test items, outages, alarms and the log.
@Suite(.everyEngine) struct DiagnosisStoreTests {
    private let database: Database

    init() throws { database = try Cast.database() }

    private static func diagnosis(_ at: Instant) -> Diagnosis {
        Diagnosis(
            at: at,
            results: [
                CheckResult(.network, .well(Statement("networkWell", ["time": .milliseconds(80)]))),
                CheckResult(
                    .authorization,
                    .finding(
                        Finding(
                            cause: "refused", sentence: Statement("refused", ["since": .moment(morning), "count": .count(2)]),
                            since: morning,
                            actor: .owner, remedy: .openAppointment(Appointment.ID("p-1")), message: Statement("m")))),
                CheckResult(.permissions, .blocked(by: .authorization)), CheckResult(.meetingLink, .notApplicable(Statement("none"))),
                CheckResult(.outbound, .notLooked(Statement("later", ["span": .span(span(0, 60)), "length": .length(.minutes(5))]))),
            ])
    }

    @Test func `a diagnosis is kept by its subject until the next one takes its place`() throws {
        let trip = RoundTrip(at: morning, calendar: Cast.work.id, outboundMilliseconds: 12, failedStep: .changeFeed, reason: "late")
        let first = StoredDiagnosis(
            subject: "account:a-ben", resource: Cast.benResource.id, diagnosis: Self.diagnosis(morning), roundTrip: trip)
        try database.writeNow { try $0.diagnoses.put(first) }
        #expect(try database.readNow { try $0.diagnoses.find("account:a-ben") } == first)
        let second = StoredDiagnosis(
            subject: "account:a-ben", resource: Cast.benResource.id, diagnosis: Self.diagnosis(morning + .hours(1)), roundTrip: nil)
        try database.writeNow { try $0.diagnoses.put(second) }
        #expect(try database.readNow { try $0.diagnoses.all(of: Cast.benResource.id) } == [second])
        #expect(try database.readNow { try $0.diagnoses.all() }.count == 1)
        try database.writeNow { try $0.diagnoses.delete("account:a-ben") }
        #expect(try database.readNow { try $0.diagnoses.find("account:a-ben") } == nil)
    }

    @Test func `test items are listed until they are gone, and go with their calendar`() throws {
        let (one, two) = (
            Probe(id: "one", calendar: Cast.work.id, madeAt: morning), Probe(id: "two", calendar: Cast.work.id, madeAt: morning - .hours(1))
        )
        try database.writeNow { transaction in
            for probe in [one, two] { try transaction.probes.put(probe) }
        }
        #expect(try database.readNow { try $0.probes.all(calendar: Cast.work.id) } == [two, one])
        var answered = one
        answered.item = "probe.ics"
        try database.writeNow { transaction in
            try transaction.probes.put(answered)
            try transaction.probes.delete("two")
        }
        #expect(try database.readNow { try $0.probes.all(calendar: Cast.work.id) } == [answered])
        try database.writeNow { try $0.calendars.delete(Cast.work.id) }
        #expect(try database.readNow { try $0.probes.all(calendar: Cast.work.id) } == [])
    }

    @Test func `an outage stands beside what takes time, and ends with its calendar`() throws {
        let window = span(0, 600)
        func causes() throws -> [TakenTime.Cause] {
            try database.readNow { try $0.availability.taken(of: [Cast.benResource.id], overlapping: window)[Cast.benResource.id] ?? [] }
                .map(\.cause)
        }
        let before = try causes()
        for age in [CalendarAge.ageing, .stale, .dead] {
            let outage = CalendarOutage(calendar: Cast.work.id, resource: Cast.benResource.id, age: age, since: morning)
            try database.writeNow { try $0.outages.set(outage, of: Cast.work.id) }
            #expect(try database.readNow { try $0.outages.all() } == [outage])
            #expect(try causes().filter { !before.contains($0) } == [.unread(age)])
            let taken = try database.readNow { try $0.availability.taken(of: [Cast.benResource.id, "r-ana"], overlapping: window) }
            #expect(taken[Cast.benResource.id]?.first { $0.cause == .unread(age) }?.span == window)
            #expect(taken["r-ana"]?.contains { $0.cause == .unread(age) } == false)
        }
        try database.writeNow { try $0.outages.set(nil, of: Cast.work.id) }
        #expect(try causes() == before)
        try database.writeNow { transaction in
            try transaction.outages.set(
                CalendarOutage(calendar: Cast.work.id, resource: Cast.benResource.id, age: .dead, since: morning), of: Cast.work.id)
            try transaction.calendars.delete(Cast.work.id)
        }
        #expect(try database.readNow { try $0.outages.all(of: [Cast.benResource.id]) } == [])
    }

    @Test func `only an outage that changes is news for whoever searches`() throws {
        func revision() throws -> Int64 { try database.readNow { try $0.availability.revision() } }
        let outage = CalendarOutage(calendar: Cast.work.id, resource: Cast.benResource.id, age: .stale, since: morning)
        let before = try revision()
        try database.writeNow { try $0.outages.set(nil, of: Cast.work.id) }
        #expect(try revision() == before)
        try database.writeNow { try $0.outages.set(outage, of: Cast.work.id) }
        #expect(try revision() == before + 1)
        try database.writeNow { try $0.outages.set(outage, of: Cast.work.id) }
        #expect(try revision() == before + 1)
    }

    @Test func `an alarm is remembered until it is over`() throws {
        try database.writeNow { try $0.outages.setAlarm(morning, of: Cast.account.id) }
        #expect(try database.readNow { try $0.outages.alarm(of: Cast.account.id) } == morning)
        try database.writeNow { try $0.outages.setAlarm(morning + .hours(1), of: Cast.account.id) }
        #expect(try database.readNow { try $0.outages.alarm(of: Cast.account.id) } == morning + .hours(1))
        try database.writeNow { try $0.outages.setAlarm(nil, of: Cast.account.id) }
        #expect(try database.readNow { try $0.outages.alarm(of: Cast.account.id) } == nil)
    }

    @Test func `the log is listed the latest first, filtered, counted and forgotten`() throws {
        let entries = [
            SyncLogEntry(
                at: morning, resource: Cast.benResource.id, calendar: Cast.work.id, action: .created, cause: .booking,
                appointment: Appointment.ID("p-1"), milliseconds: 80),
            SyncLogEntry(
                at: morning + .hours(1), resource: Cast.benResource.id, calendar: Cast.work.id, action: .read, cause: .calendar, count: 7,
                failure: "No answer."),
            SyncLogEntry(at: morning, resource: Cast.anaResource.id, calendar: "k-other", action: .read, cause: .calendar),
        ]
        try database.writeNow { transaction in
            for entry in entries { try transaction.syncLog.append(entry) }
        }
        func list(_ filter: SyncLogFilter = SyncLogFilter(), limit: Int = 10, offset: Int = 0) throws -> (rows: [SyncLogEntry], total: Int)
        {
            try database.readNow { try $0.syncLog.list(of: Cast.benResource.id, filter, limit: limit, offset: offset) }
        }
        let all = try list()
        #expect(all.total == 2 && all.rows.map(\.action) == [.read, .created])
        #expect(all.rows.map(\.count) == [7, 1] && all.rows.map(\.failure) == ["No answer.", nil])
        #expect(all.rows[1].appointment == Appointment.ID("p-1") && all.rows[1].milliseconds == 80)
        #expect(try list(SyncLogFilter(action: .created)).rows.map(\.action) == [.created])
        #expect(try list(SyncLogFilter(onlyFailures: true)).rows.map(\.action) == [.read])
        let page = try list(limit: 1, offset: 1)
        #expect(page.total == 2 && page.rows.map(\.action) == [.created])
        #expect(try database.writeNow { try $0.syncLog.deleteBefore(morning + .minutes(1)) } == 2)
        #expect(try list().rows.map(\.action) == [.read])
    }

    @Test func `bookings whose event stands twice in a calendar are counted`() throws {
        func count() throws -> Int { try database.readNow { try $0.remoteItems.duplicatedMarkers(calendar: Cast.work.id) } }
        func put(_ id: String, _ appointment: String?, isSeries: Bool = false) throws {
            let fields = EventFields(span: Span(morning, morning + .minutes(30)), title: "Haircut")
            let marker = appointment.map { EventMarker(appointment: $0, generation: 1) }
            let item = RemoteItem(id: id, version: nil, uid: id, marker: marker, fields: isSeries ? nil : fields, payload: "")
            try database.writeNow { try $0.remoteItems.put(item, calendar: Cast.work.id) }
        }
        try put("a", "p-1")
        try put("b", nil)
        try put("c", nil)
        // What somebody made a series of is theirs.
        try put("series", "p-1", isSeries: true)
        #expect(try count() == 0)
        try put("d", "p-1")
        try put("e", "p-1")
        #expect(try count() == 1)
        #expect(try database.readNow { try $0.remoteItems.anyID(calendar: Cast.work.id) } == "a")
        #expect(try database.readNow { try $0.remoteItems.anyID(calendar: "k-none") } == nil)
    }
}
