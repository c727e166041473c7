import Booking
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// What each attendee of a group is told, and that nobody is told of the others (B-L1).
struct GroupMailsTests {
    let world: World
    private static let names = ["Dorothea", "Emilian", "Felicia", "Gustavo"]

    init() throws {
        world = try World()
        try world.offerYoga()
    }

    private func address(_ name: String) -> String { "\(name.lowercased())@example.org" }

    private func subjects(to name: String) throws -> [String] {
        try world.mails().filter { $0.to == address(name) }.map { String($0.subject.prefix { $0 != " " }) }
    }

    /// Sends what waits; mails of one moment have no order.
    private func send() async throws {
        try await world.run()
        world.clock.advance(by: .seconds(1))
    }

    /// No mail to a customer holds anything of another one, in its head, its words or its invitation.
    private func expectPrivacy() {
        for reader in Self.names {
            for mail in world.readable(to: address(reader)) {
                for other in Self.names where other != reader {
                    #expect(!mail.contains(other) && !mail.contains(address(other)), "\(reader) reads of \(other):\n\(mail)")
                }
                #expect(mail.contains("METHOD:") && mail.contains(address(reader)))
            }
        }
    }

    @Test func `coming, moving, leaving and the end are told to whom they concern, and nobody reads of anybody else`() async throws {
        let dora = try await world.join("Dorothea")
        let emil = try await world.join("Emilian")
        let fay = try await world.join("Felicia")
        try await send()
        try await world.leave(fay, reason: "A cold")
        try await send()
        try await world.movePlace(emil, to: monday(14))
        try await send()
        let gus = try await world.join("Gustavo")
        try await send()
        let moved = try await world.move(dora.appointment, to: monday(15))
        try await send()
        try await world.leave(gus, by: World.ana)
        try await send()
        try await world.cancel(moved, reason: "Ben is ill")
        try await send()
        #expect(try subjects(to: "Dorothea") == ["Booked", "Moved", "Cancelled"])
        #expect(try subjects(to: "Emilian") == ["Booked", "Moved"])
        #expect(try subjects(to: "Felicia") == ["Booked", "Cancelled"])
        #expect(try subjects(to: "Gustavo") == ["Booked", "Moved", "Cancelled"])
        expectPrivacy()
        #expect(!world.readable(to: "dorothea@example.org").joined().contains("A cold"))
    }

    @Test func `each has an invitation of their own, which goes on through a move and ends with the place`() async throws {
        try await world.join("Dorothea")
        let emil = try await world.join("Emilian")
        try await world.run()
        try await world.movePlace(emil, to: monday(14))
        try await world.run()
        let last = try await world.managed(emil).appointment.id
        try await LeaveAppointment(world.kalends)(
            LeaveAppointment.Request(appointment: last, customer: emil.attendee.customer, actor: .customer))
        try await world.run()
        let mails = world.readable(to: "emilian@example.org")
        #expect(mails.compactMap { $0.calendarValue("METHOD") } == ["REQUEST", "REQUEST", "CANCEL"])
        #expect(Set(mails.compactMap { $0.calendarValue("UID") }) == [emil.attendee.place?.uid])
        let sequences = mails.compactMap { $0.calendarValue("SEQUENCE") }.compactMap { Int($0) }
        #expect(sequences == sequences.sorted() && Set(sequences).count == 3)
        let dora = world.readable(to: "dorothea@example.org")
        #expect(dora.count == 1 && dora[0].calendarValue("UID") != mails[0].calendarValue("UID"))
    }

    @Test func `whoever takes the appointment is told who comes and goes, and how full it is`() async throws {
        try await world.join("Dorothea")
        let emil = try await world.join("Emilian")
        try await world.run()
        try await world.leave(emil, reason: "A cold")
        try await world.run()
        #expect(try subjects(to: "Ben") == ["Booked", "Booked", "One"])
        let told = world.readable(to: "ben@example.org")
        #expect(told[1].contains("Emilian booked Yoga with you.") && told[1].contains("2 of 3"))
        #expect(told[2].contains("Emilian gave up their place in Yoga.") && told[2].contains("1 of 3") && told[2].contains("A cold"))
        #expect(told[2].calendarValue("METHOD") == "REQUEST" && told[2].calendarValue("SUMMARY") == "Yoga – 1 of 3")
    }

    @Test func `whoever was erased meanwhile is not named to anybody`() async throws {
        let dora = try await world.join("Dorothea")
        let emil = try await world.join("Emilian")
        try await world.leave(emil)
        try await EraseCustomer(world.kalends)(emil.attendee.customer, actor: World.ana)
        try await world.run()
        #expect(world.mail.deliveries(to: "emilian@example.org").isEmpty)
        #expect(!world.readable(to: "ben@example.org").joined().contains("Emilian"))
        #expect(try subjects(to: "Dorothea") == ["Booked"])
        let stored = try world.appointment(dora.appointment.id)
        #expect(stored.group?.formerAttendees.map(\.name) == [""] && stored.attendees.map(\.name) == ["Dorothea"])
    }

    @Test func `an export holds one's own part alone, after leaving too`() async throws {
        try await world.join("Dorothea")
        let emil = try await world.join("Emilian")
        try await world.join("Felicia", by: World.ana)
        try await world.leave(emil)
        try await world.run()
        let text = String(
            decoding: try await ExportCustomer(world.kalends)(emil.attendee.customer, actor: World.ben), as: UTF8.self)
        #expect(text.contains("Said by Emilian") && text.contains("emilian@example.org"))
        for other in ["Dorothea", "dorothea@", "Felicia", "felicia@"] { #expect(!text.contains(other), "\(other)") }
    }

    @Test func `a correction is one attendee's own`() async throws {
        let dora = try await world.join("Dorothea")
        try await world.join("Emilian")
        let corrected = try await CorrectCustomer(world.kalends)(
            dora.attendee.customer, name: "Dorothea Quist", email: "quist@example.org", phone: "", notes: "", actor: World.ben)
        #expect(corrected.followed == 1)
        #expect(try world.appointment(dora.appointment.id).attendees.map(\.name) == ["Dorothea Quist", "Emilian"])
        #expect(try world.appointment(dora.appointment.id).attendees[0].place == dora.attendee.place)
    }
}
