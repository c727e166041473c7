import Booking
import CalendarSync
import CivilTime
import Hummingbird
import Operations
import Persistence
import TestSupport
import Testing
import WebShell

/// The page behind the link of a question: opening it changes nothing, a button does, once.
struct QuestionTests {
    /// A booking of Ben's whose event was moved by three hours, and the token of the question about it.
    private func asked() async throws -> (BookingFixture, String) {
        let fixture = try BookingFixture {
            try $0.accounts.insert(Cast.benAccount)
            try $0.calendars.insert(Cast.benCalendar)
        }
        let start = Cast.morning + .days(2)
        let appointment = try await BookAppointment(fixture.kalends)(
            BookAppointment.Request(
                business: Cast.studio.id, service: Cast.haircut.id, staff: Cast.benMember.id, start: start,
                details: CustomerDetails(name: "Cleo", email: "cleo@example.org"), zone: "Europe/Berlin", language: "en", actor: .customer)
        ).appointment
        let conflict = SyncConflict(
            id: SyncConflict.ID("x1"), appointment: appointment.id, resource: Cast.benResource.id, calendar: Cast.benCalendar.id,
            kind: .movedOutside(to: appointment.span.shifted(by: .hours(3))), openedAt: Cast.morning)
        try await fixture.kalends.database.write { try $0.conflicts.insert(conflict) }
        let address = try await AskCustomer(fixture.kalends)(conflict.id, actor: .system)
        return (fixture, String(try #require(address.split(separator: "/").last)))
    }

    @Test func `opening the link shows every answer and changes nothing`() async throws {
        let (fixture, token) = try await asked()
        let before = try await fixture.appointments()
        try await fixture.test { visitor in
            let page = try await visitor.get("/question/\(token)")
            #expect(page.status == .ok && page.headers[.referrerPolicy] == "no-referrer")
            #expect(page.text.contains("Keep Monday 23 November 2026, 10:00–10:30"))
            #expect(page.text.contains("Take Monday 23 November 2026, 13:00–13:30") && page.text.contains("Cancel the booking"))
        }
        #expect(try await fixture.appointments() == before)
    }

    @Test func `an answer moves the booking, and the page says thanks from then on`() async throws {
        let (fixture, token) = try await asked()
        try await fixture.test { visitor in
            let page = try await visitor.get("/question/\(token)")
            let form = page.values(of: "token").first ?? ""
            let answer = try await visitor.post("/question/\(token)", ["token": form, "answer": page.values(of: "answer")[1]])
            #expect(answer.status == .seeOther)
            let thanks = try await visitor.get("/question/\(token)").text
            #expect(thanks.contains("your answer counts") && thanks.contains("13:00–13:30") && !thanks.contains("Cancel the booking"))
            _ = try await visitor.post("/question/\(token)", ["token": form, "answer": "as-booked"])
        }
        #expect(try await fixture.appointments().map(\.span.start) == [Cast.morning + .days(2) + .hours(3)])
    }

    @Test func `when the event was moved on, the link says that nothing is decided, and not that it is settled`() async throws {
        let (fixture, token) = try await asked()
        try await fixture.kalends.database.write { transaction in
            var conflict = try transaction.conflicts.open()[0]
            conflict.kind = .movedOutside(to: Span(Cast.morning + .days(3), Cast.morning + .days(3) + .minutes(30)))
            try transaction.conflicts.update(conflict)
        }
        try await fixture.test { visitor in
            let page = try await visitor.get("/question/\(token)")
            #expect(page.text.contains("This has changed since you were asked") && !page.text.contains("This has been settled"))
            #expect(page.text.contains("Your booking still says Monday 23 November 2026, 10:00–10:30"))
            #expect(page.values(of: "answer").isEmpty)
        }
    }

    @Test func `without the form's own token nothing happens, and a wrong link opens nothing`() async throws {
        let (fixture, token) = try await asked()
        try await fixture.test { visitor in
            let bare = try await visitor.post("/question/\(token)", ["token": "", "answer": "cancel"])
            let unknown = try await visitor.get("/question/\(token)x")
            #expect(bare.status == .unprocessableContent && unknown.status == .notFound)
        }
        #expect(try await fixture.appointments().map(\.span.start) == [Cast.morning + .days(2)])
    }

    @Test func `a time that was taken is told once and offered no more, at once and on a fresh opening`() async throws {
        let (fixture, token) = try await asked()
        try await fixture.test { visitor in
            let page = try await visitor.get("/question/\(token)")
            let taken = try #require(page.values(of: "answer").first { $0.hasPrefix("move ") })
            let start = try #require(Instant(rfc3339: taken.dropFirst(5)))
            _ = try await BookAppointment(fixture.kalends)(
                BookAppointment.Request(
                    business: Cast.studio.id, service: Cast.haircut.id, staff: Cast.benMember.id, start: start,
                    details: CustomerDetails(name: "Fritz", email: "fritz@example.org"), zone: "Europe/Berlin", language: "en",
                    actor: .customer))
            let form = page.values(of: "token").first ?? ""
            let refused = try await visitor.post("/question/\(token)", ["token": form, "answer": taken])
            #expect(refused.status == .conflict && refused.text.contains("was taken by somebody else meanwhile"))
            for shown in [refused, try await visitor.get("/question/\(token)")] {
                let answers = shown.values(of: "answer")
                #expect(!answers.contains(taken) && answers.first == "as-booked" && answers.last == "cancel")
            }
            for nonsense in ["", "1", "move soon", "in-calendar 2026-11-23T12:00:00Z", "cancel now"] {
                let odd = try await visitor.post("/question/\(token)", ["token": form, "answer": nonsense])
                #expect(odd.status == .unprocessableContent, "\(nonsense)")
            }
        }
    }
}
