import Booking
import CalendarSync
import CivilTime
import Testing

@testable import Persistence

/// Appointments that several customers share, as the database keeps and guards them.
@Suite(.everyEngine) struct GroupStoreTests {
    private let nodes: [Database]

    init() throws {
        let place = try TestPlace.kept(.borrowed)
        nodes = [try place.open(), try place.open(), try place.open()]
        try nodes[0].writeNow { transaction in
            try Cast.install(transaction)
            for number in 0..<40 { try transaction.customers.insert(Self.customer(number)) }
        }
    }

    private static func customer(_ number: Int) -> Customer {
        Customer(
            id: Customer.ID("c-\(number)"), business: Cast.studio.id, name: "Number \(number)", email: "n\(number)@example.org", phone: "",
            createdAt: morning)
    }

    private static func attendee(_ number: Int) -> Attendee {
        Attendee(
            customer: customer(number).id, name: "Number \(number)", zone: "UTC",
            place: AttendeePlace(uid: "u-\(number)", sequence: 1, price: 700, currency: "EUR", source: .page, since: morning))
    }

    private static func shared(_ id: String = "p-g", _ span: Span = span(600, 660), places: Int = 5, _ numbers: [Int] = [0])
        -> Appointment
    {
        var shared = Cast.appointment(id, span)
        shared.attendees = numbers.map(attendee)
        shared.group = AppointmentGroup(maximumAttendeesCount: places)
        return shared
    }

    @Test func `a shared appointment comes back as stored, with those who left`() throws {
        var shared = Self.shared("p-g", span(600, 660), places: 5, [3, 0, 2])
        try nodes[0].writeNow { try $0.appointments.insert(shared) }
        #expect(try nodes[1].readNow { try $0.appointments.find("p-g") } == shared)
        shared.group?.formerAttendees = [shared.attendees.remove(at: 1)]
        try nodes[0].writeNow { try $0.appointments.update(shared) }
        #expect(try nodes[1].readNow { try $0.appointments.find("p-g") } == shared)
        #expect(try nodes[1].readNow { try $0.appointments.all(of: "c-0").map(\.id) } == ["p-g"])
    }

    @Test func `the database itself refuses more attendees than places`() throws {
        #expect(throws: StoreFailure.self) {
            try nodes[0].writeNow { try $0.appointments.insert(Self.shared("p-g", span(600, 660), places: 2, [0, 1, 2])) }
        }
        var single = Cast.appointment("p-s", span(600, 660))
        single.attendees.append(Self.attendee(1))
        #expect(throws: StoreFailure.self) { try nodes[0].writeNow { try $0.appointments.insert(single) } }
        #expect(try nodes[0].readNow { try $0.appointments.find("p-g") } == nil)
    }

    @Test func `groups are found by service, person and start, without those in question`() throws {
        var waiting = Self.shared("p-w", span(700, 760), places: 3, [1, 2])
        waiting.awaitsConfirmationSince = morning
        var cancelled = Self.shared("p-c", span(800, 860))
        cancelled.status = .cancelled
        let asked = Self.shared("p-q", span(900, 960))
        let all = [Self.shared(), waiting, cancelled, asked, Cast.appointment("p-s", span(1_000, 1_060))]
        try nodes[0].writeNow { transaction in
            for appointment in all { try transaction.appointments.insert(appointment) }
            var conflict = Cast.conflict()
            conflict.appointment = asked.id
            try transaction.conflicts.insert(conflict)
        }
        let found = try nodes[0].readNow { try $0.availability.groups(of: Cast.cut.id, startingIn: span(0, 2_000)) }
        #expect(
            found == [
                Cast.ben.id: [
                    OpenGroup(appointment: "p-g", span: span(600, 660), maximumAttendeesCount: 5, filledAttendeesCount: 1),
                    OpenGroup(
                        appointment: "p-w", span: span(700, 760), maximumAttendeesCount: 3, filledAttendeesCount: 2,
                        awaitsConfirmation: true),
                ]
            ])
        #expect(try nodes[0].readNow { try $0.availability.groups(of: Cast.cut.id, startingIn: span(601, 700)) }.isEmpty)
        #expect(try nodes[0].readNow { try $0.availability.groups(of: "v-other", startingIn: span(0, 2_000)) }.isEmpty)
    }

    @Test func `whoever comes in changes what is offered`() throws {
        try nodes[0].writeNow { try $0.appointments.insert(Self.shared()) }
        let before = try nodes[0].readNow { try $0.availability.revision() }
        try nodes[0].writeNow { try $0.appointments.update(Self.shared("p-g", span(600, 660), places: 5, [0, 1])) }
        #expect(try nodes[0].readNow { try $0.availability.revision() } > before)
    }

    @Test func `of 39 who want 5 places at once over three nodes 5 get one, guarded as bookings are`() async throws {
        let nodes = nodes
        try await nodes[0].write { try $0.appointments.insert(Self.shared("p-g", span(600, 660), places: 5, [])) }
        let won = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<39 {
                group.addTask {
                    try await nodes[number % 3].write(guarded: true) { transaction in
                        guard var shared = try transaction.appointments.find("p-g"), shared.freePlaces > 0 else { return false }
                        shared.attendees.append(Self.attendee(number))
                        shared.revision += 1
                        try transaction.appointments.update(shared)
                        return true
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        let stored = try #require(try await nodes[1].read { try $0.appointments.find("p-g") })
        #expect(won == 5 && stored.attendees.count == 5 && Set(stored.attendees.map(\.customer)).count == 5 && stored.revision == 6)
    }

    @Test func `a link and the form that made it lead on to another appointment`() throws {
        try nodes[0].writeNow { transaction in
            try transaction.appointments.insert(Self.shared("p-g", span(600, 660), places: 5, [0, 1]))
            try transaction.appointments.insert(Self.shared("p-h", span(700, 760), places: 5, [0]))
            try transaction.manageLinks.insert(tokenHash: "h0", sealedToken: "s0", appointment: "p-g", customer: "c-0")
            try transaction.manageLinks.insert(tokenHash: "h1", sealedToken: "s1", appointment: "p-g", customer: "c-1")
            try transaction.manageLinks.insert(tokenHash: "old", sealedToken: "s", appointment: "p-h", customer: "c-0")
            try transaction.submissions.insert(formID: "f0", appointment: "p-g", customer: "c-0", at: morning)
            try transaction.submissions.insert(formID: "f1", appointment: "p-g", customer: "c-1", at: morning)
            try transaction.manageLinks.move(of: "c-0", from: "p-g", to: "p-h", sealedToken: "t0")
            try transaction.submissions.move(of: "c-0", from: "p-g", to: "p-h")
        }
        try nodes[1].readNow { (transaction: Transaction) throws -> Void in
            #expect(try transaction.manageLinks.find(tokenHash: "h0")?.appointment == "p-h")
            #expect(try transaction.manageLinks.sealedToken(of: "p-h", customer: "c-0") == "t0")
            #expect(try transaction.manageLinks.find(tokenHash: "old") == nil)
            #expect(try transaction.manageLinks.find(tokenHash: "h1")?.appointment == "p-g")
            #expect(try transaction.submissions.booking(for: "f0")?.appointment == "p-h")
            #expect(try transaction.submissions.booking(for: "f1")?.appointment == "p-g")
            #expect(try transaction.submissions.booking(for: "f1")?.customer == "c-1")
        }
    }
}
