import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

struct CustomerTests {
    let world: World

    init() throws { world = try World() }

    @Test func `a correction is followed by the bookings ahead and not by those of the past`() async throws {
        let past = try await world.book(monday(10))
        let ahead = try await world.book(monday(10) + .days(7))
        world.clock.set(to: monday(12))
        let corrected = try await CorrectCustomer(world.kalends)(
            Cast.cleo.id, name: "Cleo Quist", email: "Quist@example.org", phone: "", notes: "Likes tea", actor: World.ben)
        let customer = try #require(try world.read { try $0.customers.find(Cast.cleo.id) })
        #expect(customer.name == "Cleo Quist" && customer.email == "quist@example.org" && customer.notes == "Likes tea")
        #expect(corrected.followed == 1)
        #expect(try world.appointment(past.id) == past)
        let attendee = try world.appointment(ahead.id).attendees[0]
        #expect(attendee.email == "quist@example.org" && attendee.name == "Cleo Quist" && attendee.notes == "Short, please.")
        #expect(try world.history("customer:ccleo").map(\.action) == ["changed"])
        #expect(try world.history("appointment:\(ahead.id)").map(\.action) == ["booked", "corrected"])
    }

    @Test func `the event follows a correction without a mail, and the next change is told to the new address`() async throws {
        try await world.connect()
        let booked = try await world.book(monday(10))
        try await world.run()
        let mails = try world.mails().count
        _ = try await CorrectCustomer(world.kalends)(
            Cast.cleo.id, name: "Cleo Quist", email: "quist@example.org", phone: "", notes: "", actor: World.ben)
        try await world.run()
        #expect(try world.mails().count == mails)
        let fields = try #require(world.server.items().first?.fields)
        #expect(fields.title == "Haircut – Cleo Quist" && fields.notes.contains("quist@example.org"))
        #expect(try world.conflicts().isEmpty && world.link(booked)?.state == .synced)
        _ = try await world.move(booked, to: monday(12))
        try await world.run()
        let told = try world.mails().dropFirst(mails).map(\.to)
        #expect(told.contains("quist@example.org") && !told.contains("cleo@example.org"))
        let export = String(decoding: try await ExportCustomer(world.kalends)(Cast.cleo.id, actor: World.ben), as: UTF8.self)
        #expect(export.contains("\"to\" : \"cleo@example.org\"") && export.contains("\"to\" : \"quist@example.org\""))
    }

    @Test func `two customers of a business do not share an address`() async throws {
        let other = try await world.book(monday(10), email: "dora@example.org").attendees[0].customer
        let invalid: Invalid? = try await failure {
            _ = try await CorrectCustomer(world.kalends)(
                other, name: "Dora", email: "cleo@example.org", phone: "", notes: "", actor: World.ben)
        }
        #expect(invalid == Invalid("email", "emailTaken"))
    }

    @Test func `an export holds the customer's bookings, mails and history, and nobody else's`() async throws {
        let booked = try await world.book(monday(10))
        try await world.book(monday(11), email: "dora@example.org")
        try await world.run()
        let text = String(decoding: try await ExportCustomer(world.kalends)(Cast.cleo.id, actor: World.ben), as: UTF8.self)
        #expect(
            text.contains(booked.id.rawValue) && text.contains("Short, please.") && text.contains("Booked for")
                && text.contains("\"booked\""))
        #expect(!text.contains("dora@example.org") && !text.contains("ben@example.org"))
    }

    /// Every text of the database that may name somebody.
    private func everything() throws -> String {
        try world.read { transaction in
            let history = try transaction.history.latest(limit: 1000).flatMap { [$0.reason, $0.before ?? "", $0.after ?? ""] }
            let mails = try transaction.mails.list(limit: 1000).rows.flatMap { mail in
                [mail.to, mail.toName, mail.subject, String(decoding: try transaction.mails.message(mail.id) ?? [], as: UTF8.self)]
            }
            let jobs = try transaction.jobs.list(limit: 1000).flatMap { [$0.payload, $0.lastError ?? ""] }
            let customers = try transaction.customers.find(Cast.cleo.id).map { "\($0)" } ?? ""
            let appointments = try transaction.appointments.all(of: Cast.cleo.id).map { "\($0)" }
            let links = try transaction.calendars.all().flatMap { try transaction.links.all(calendar: $0.id) }.map { "\($0)" }
            let items = world.server.items().map { "\($0)" }
            return (history + mails + jobs + [customers] + appointments + links + items).joined(separator: "\n")
        }
    }

    @Test func `erasing leaves nothing personal in bookings, mails, history, work and events, and the times stay`() async throws {
        try await world.connect()
        let booked = try await world.book(monday(10))
        try await world.run()
        let gone = try await world.book(monday(12))
        try await world.run()
        try await world.cancel(gone, reason: "Cleo is ill")
        try await world.run()
        try await world.book(monday(14))
        #expect(try everything().contains("Cleo") && world.server.items().count == 1)
        try await EraseCustomer(world.kalends)(Cast.cleo.id, actor: World.ana)
        #expect(try !world.jobs(.waiting).contains { $0.payload.contains("Cleo") })
        try await world.run()
        let left = try everything()
        for trace in ["Cleo", "cleo@", "5550199", "Short, please"] { #expect(!left.contains(trace), "\(trace)") }
        #expect(world.server.items().map(\.fields?.span.start) == [monday(10), monday(14)])
        #expect(try world.appointment(booked.id).span.start == monday(10))
        #expect(try await !world.isOffered(monday(10)))
        #expect(try world.history("customer:ccleo").last?.action == "erased")
    }

    @Test func `an erased event keeps where somebody moved it to until that is settled`() async throws {
        try await world.connect()
        try await world.book(monday(10))
        try await world.run()
        world.server.move(to: monday(15))
        try await EraseCustomer(world.kalends)(Cast.cleo.id, actor: World.ana)
        try await world.run()
        try await world.poll()
        #expect(try world.conflicts().map(\.kind) == [.movedOutside(to: Span(monday(15), monday(15, 30)))])
    }

    @Test func `mails of an erased customer are gone and not sent again, nor is the customer corrected`() async throws {
        try await world.book(monday(10))
        try await world.book(monday(11), email: "dora@example.org")
        try await world.run()
        let dora = try #require(try world.mails().first { $0.to == "dora@example.org" })
        let mails = try world.mails().filter { $0.appointment != dora.appointment }
        try await EraseCustomer(world.kalends)(Cast.cleo.id, actor: World.ana)
        #expect(try mails.count == 2 && Set(world.mails().map(\.appointment)) == [dora.appointment])
        for mail in mails {
            #expect(try await failure(of: NotFound.self) { try await ResendMail(world.kalends)(mail.id, actor: World.ana) } != nil)
        }
        #expect(
            try await failure(of: NotFound.self) {
                _ = try await CorrectCustomer(world.kalends)(Cast.cleo.id, name: "Cleo", email: "", phone: "", notes: "", actor: World.ana)
            } != nil)
    }

    @Test func `one who books again after being erased is somebody new`() async throws {
        try await world.book(monday(10))
        try await EraseCustomer(world.kalends)(Cast.cleo.id, actor: World.ana)
        #expect(try await world.book(monday(12)).attendees[0].customer != Cast.cleo.id)
    }

    @Test func `what staff read of an erased customer's booking has words where the name was`() async throws {
        let booked = try await world.book(monday(10))
        try await world.run()
        try await EraseCustomer(world.kalends)(Cast.cleo.id, actor: World.ana)
        let feed = String(
            decoding: try #require(try await BookingFeed(world.kalends).staff(token: Cast.benMember.feedToken)), as: UTF8.self)
        #expect(feed.contains("SUMMARY:Haircut\r\n"))
        try await world.cancel(booked)
        try await world.run()
        let mail = try #require(try world.mails().last)
        #expect(mail.to == Cast.benMember.email && mail.subject == "Cancelled for Mon 23 Nov: Haircut")
    }
}
