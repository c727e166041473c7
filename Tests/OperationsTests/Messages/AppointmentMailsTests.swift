import Booking
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// Which mails a change causes, and to whom.
struct AppointmentMailsTests {
    let world: World

    init() throws { world = try World() }

    /// The letters to each address since the last call.
    private func subjects(to address: String) throws -> [String] {
        try world.mails().filter { $0.to == address }.map { String($0.subject.prefix { $0 != " " }) }
    }

    private func message(_ mail: QueuedMail?) throws -> String {
        guard let mail, let bytes = try world.read({ try $0.mails.message(mail.id) }) else { throw NotFound("mail") }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `each change is told once to the customer and once to the person`() async throws {
        let booked = try await world.book(monday(10))
        try await world.run()
        _ = try await world.move(booked, to: monday(14))
        try await world.run()
        try await world.cancel(booked)
        try await world.run()
        #expect(try subjects(to: "cleo@example.org") == ["Booked", "Moved", "Cancelled"])
        #expect(try subjects(to: "ben@example.org") == ["Booked", "Moved", "Cancelled"])
        #expect(try world.mail.deliveries.count == 6 && Set(world.mails().map(\.messageID)).count == 6)
        #expect(try world.mails().allSatisfy { $0.state == .sent && $0.appointment == booked.id })
    }

    @Test func `changes within one second are stamped in their order`() async throws {
        let booked = try await world.book(monday(10))
        _ = try await world.move(booked, to: monday(14))
        try await world.cancel(booked)
        try await world.run()
        let dates = world.mail.deliveries(to: "cleo@example.org").compactMap {
            $0.message.split(separator: "\r\n").first { $0.hasPrefix("Date: ") }
        }
        #expect(Set(dates).count == 3)
    }

    @Test func `composing the same change twice gives one mail each`() async throws {
        let booked = try await world.book(monday(10))
        let content = ComposeMailsPayload(
            kind: .confirmation, appointment: booked, previousSpan: nil, formerStaff: [], newStaff: [], reason: "", stamp: booked.updatedAt)
        try await ComposeMails(kalends: world.kalends)(content)
        try await ComposeMails(kalends: world.kalends)(content)
        try await world.run()
        #expect(try world.mails().count == 2 && world.mail.deliveries.count == 2)
    }

    @Test func `a person with a linked calendar gets no invitation beside the event`() async throws {
        try await world.connect()
        try await world.book(monday(10), with: Cast.benMember)
        try await world.book(monday(10), with: Cast.anaMember)
        try await world.run()
        #expect(world.mail.deliveries(to: "ben@example.org").map { $0.message.contains("text/calendar") } == [false])
        #expect(world.mail.deliveries(to: "ana@example.org").map { $0.message.contains("text/calendar") } == [true])
        #expect(world.mail.deliveries(to: "cleo@example.org").allSatisfy { $0.message.contains("text/calendar") })
    }

    @Test func `when it changes hands, one is told of a booking and the other of its end`() async throws {
        let booked = try await world.book(monday(10))
        try await world.run()
        _ = try await world.move(booked, to: monday(14), with: Cast.anaMember)
        try await world.run()
        #expect(try subjects(to: "ana@example.org") == ["Booked"])
        #expect(try subjects(to: "ben@example.org") == ["Booked", "Cancelled"])
        #expect(try subjects(to: "cleo@example.org") == ["Booked", "Moved"])
        let lost = try message(try world.mails().last { $0.to == "ben@example.org" })
        #expect(lost.contains("10:00") && !lost.contains("14:00"))
    }

    @Test func `nobody without an address is written to`() async throws {
        try world.database.writeNow { transaction in
            var silent = Cast.benMember
            silent.email = ""
            try transaction.staff.update(silent)
        }
        try await world.book(monday(10), email: "", by: World.ana)
        try await world.run()
        #expect(try world.mails().isEmpty)
    }

    @Test func `the customer's mail leads to the manage page, and after a cancellation back to the booking page`() async throws {
        let confirmation = try await BookAppointment(world.kalends)(world.request(monday(10)))
        try await world.run()
        let link = "https://booking.example.org/manage/\(confirmation.manageToken)"
        #expect(try unfolded(message(try world.mails().first { $0.to == "cleo@example.org" })).contains(link))
        try await world.cancel(confirmation.appointment)
        try await world.run()
        #expect(
            try unfolded(message(try world.mails().last { $0.to == "cleo@example.org" })).contains("https://booking.example.org/b/studio"))
    }

    /// Without the soft line ends of quoted-printable.
    private func unfolded(_ message: String) -> String { message.replacing("=\r\n", with: "") }

    @Test func `somebody erased before the mails were composed is neither written to nor named`() async throws {
        try await world.book(monday(10))
        try await EraseCustomer(world.kalends)(Cast.cleo.id, actor: World.ana)
        try await world.run()
        #expect(try world.mails().map(\.to) == ["ben@example.org"])
        #expect(try !message(try world.mails().first).contains("Cleo"))
    }
}
