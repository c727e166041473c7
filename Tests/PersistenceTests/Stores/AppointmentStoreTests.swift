import Booking
import CivilTime
import Persistence
import Testing

@Suite(.everyEngine) struct AppointmentStoreTests {
    private let database: Database

    init() throws {
        database = try Cast.database()
        try database.writeNow { transaction in
            try transaction.appointments.insert(Cast.appointment("p-2", span(60, 105), staff: [Cast.anaMember.id, Cast.ben.id]))
            try transaction.appointments.insert(Cast.appointment("p-3", span(120, 165), status: .cancelled))
            try transaction.appointments.insert(
                Cast.appointment("p-4", span(60 * 24 * 40, 60 * 24 * 40 + 45), createdAt: morning + .hours(3)))
        }
    }

    private func ids(_ body: (Transaction) throws -> [Appointment]) throws -> [String] { try database.readNow(body).map(\.id.rawValue) }

    @Test func `an appointment comes back as stored, people and attendees in order`() throws {
        var group = Cast.appointment("p-2", span(60, 105), staff: [Cast.anaMember.id, Cast.ben.id])
        #expect(try database.readNow { try $0.appointments.find("p-2") } == group)
        #expect(try database.readNow { try $0.appointments.find(uid: "uid-p-2") } == group)
        (group.span, group.staff, group.attendees) = (span(61, 106), [Cast.ben.id], [])
        (group.sequence, group.revision, group.status, group.price) = (1, 2, .cancelled, nil)
        try database.writeNow { try $0.appointments.update(group) }
        #expect(try database.readNow { try $0.appointments.find("p-2") } == group)
        #expect(try database.readNow { try $0.appointments.find("p-none") } == nil)
    }

    @Test func `what awaits confirmation comes back as stored, and is listed until it begins`() throws {
        var waiting = Cast.appointment("p-2", span(60, 105), staff: [Cast.anaMember.id, Cast.ben.id])
        waiting.awaitsConfirmationSince = morning
        try database.writeNow { try $0.appointments.update(waiting) }
        #expect(try database.readNow { try $0.appointments.find("p-2") } == waiting)
        #expect(try ids { try $0.appointments.awaitingConfirmation(startingAfter: morning + .minutes(59)) } == ["p-2"])
        #expect(try ids { try $0.appointments.awaitingConfirmation(startingAfter: morning + .minutes(60)) }.isEmpty)
    }

    @Test func `what is cancelled awaits nothing, whoever writes it`() throws {
        var cancelled = Cast.appointment("p-3", span(120, 165), status: .cancelled)
        cancelled.awaitsConfirmationSince = morning
        #expect(throws: StoreFailure.self) { try database.writeNow { try $0.appointments.update(cancelled) } }
        #expect(try database.readNow { try $0.appointments.find("p-3")?.awaitsConfirmation } == false)
    }

    @Test func `an unknown appointment is not updated, and leaves no people behind`() throws {
        #expect(throws: StoreFailure.missing(table: "appointments", key: "p-9")) {
            try database.writeNow { try $0.appointments.update(Cast.appointment("p-9")) }
        }
    }

    @Test func `a window holds what overlaps it`() throws {
        #expect(try ids { try $0.appointments.all(in: Cast.studio.id, overlapping: span(44, 61)) } == ["p-1", "p-2"])
        #expect(try ids { try $0.appointments.all(overlapping: span(45, 60)) }.isEmpty)
        #expect(try ids { try $0.appointments.all(overlapping: span(0, 200), includingCancelled: true) } == ["p-1", "p-2", "p-3"])
        #expect(try ids { try $0.appointments.all(in: "b-other", overlapping: span(0, 200)) }.isEmpty)
    }

    @Test func `the longest appointment that the schema allows is found by its last minute`() throws {
        let length = 60 * 24 * 31
        try database.writeNow { try $0.appointments.insert(Cast.appointment("p-long", span(-length - 100, -100))) }
        #expect(try ids { try $0.appointments.all(overlapping: span(-101, -100)) } == ["p-long"])
        #expect(try ids { try $0.appointments.all(overlapping: span(-100, -99)) }.isEmpty)
    }

    @Test func `a customer's appointments are listed, cancelled ones too, the latest first`() throws {
        #expect(try ids { try $0.appointments.all(of: Cast.cleo.id) } == ["p-4", "p-3", "p-2", "p-1"])
    }

    @Test func `what lies ahead is confirmed and not over`() throws {
        #expect(try ids { try $0.appointments.upcoming(of: Cast.ben.id, from: morning + .minutes(44)) } == ["p-1", "p-2", "p-4"])
        #expect(try ids { try $0.appointments.upcoming(of: Cast.anaMember.id, from: morning) } == ["p-2"])
        #expect(try ids { try $0.appointments.upcoming(ofService: Cast.cut.id, from: morning + .minutes(45)) } == ["p-2", "p-4"])
        #expect(try ids { try $0.appointments.upcoming(in: Cast.studio.id, from: morning + .minutes(105)) } == ["p-4"])
    }

    @Test func `loads count the confirmed appointments that start in the span`() throws {
        let loads = try database.readNow {
            try $0.appointments.loads(of: [Cast.ben.id, Cast.anaMember.id, "s-idle"], in: span(0, 60 * 24))
        }
        #expect(loads[Cast.ben.id] == StaffLoad(appointments: 2, booked: .minutes(90), lastAssigned: morning))
        #expect(loads[Cast.anaMember.id] == StaffLoad(appointments: 1, booked: .minutes(45), lastAssigned: morning))
        #expect(loads["s-idle"] == StaffLoad())
    }

    @Test func `more appointments than one list holds come back whole`() throws {
        try database.writeNow { transaction in
            for number in 0..<1_100 {
                try transaction.appointments.insert(Cast.appointment("m-\(number)", span(5_000 + number, 5_045 + number)))
            }
        }
        let many = try database.readNow { try $0.appointments.all(overlapping: span(5_000, 9_000)) }
        #expect(many.count == 1_100)
        #expect(many.allSatisfy { $0.staff == [Cast.ben.id] && $0.attendees.count == 1 })
    }

    @Test func `a manage link leads to its attendee and can be repeated`() throws {
        try database.writeNow { transaction in
            try transaction.manageLinks.insert(tokenHash: "h", sealedToken: "sealed", appointment: "p-1", customer: Cast.cleo.id)
            let found = try transaction.manageLinks.find(tokenHash: "h")
            #expect(found?.appointment == "p-1" && found?.customer == Cast.cleo.id)
            #expect(try transaction.manageLinks.find(tokenHash: "other") == nil)
            #expect(try transaction.manageLinks.sealedToken(of: "p-1", customer: Cast.cleo.id) == "sealed")
            #expect(try transaction.manageLinks.sealedToken(of: "p-2", customer: Cast.cleo.id) == nil)
            try transaction.manageLinks.delete(of: "p-1", customer: Cast.cleo.id)
            #expect(try transaction.manageLinks.find(tokenHash: "h") == nil)
        }
    }

    @Test func `one form books once`() throws {
        try database.writeNow { try $0.submissions.insert(formID: "f", appointment: "p-1", at: morning) }
        #expect(throws: StoreFailure.unique(constraint: "submissions.form_id")) {
            try database.writeNow { try $0.submissions.insert(formID: "f", appointment: "p-2", at: morning) }
        }
        #expect(try database.readNow { try $0.submissions.appointment(for: "f") } == "p-1")
        #expect(try database.writeNow { try $0.submissions.deleteBefore(morning) } == 0)
        #expect(try database.writeNow { try $0.submissions.deleteBefore(morning + .seconds(1)) } == 1)
        #expect(try database.readNow { try $0.submissions.appointment(for: "f") } == nil)
    }
}
