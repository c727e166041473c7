import Booking
import CalendarSync
import CivilTime
import Hummingbird
import Operations
import Persistence
import TestSupport
import Testing
import WebShell

/// Times of somebody whose calendar cannot be looked at, on the pages of a business that confirms them later.
struct AwaitingTests {
    private static let page = "/b/studio/haircut"
    private static let start = "2026-11-23T08:00:00Z"
    private static let ben = "&staff=sben"

    private func fixture(_ rule: UnreadCalendars.Rule = .confirm) throws -> BookingFixture {
        try BookingFixture { transaction in
            var studio = Cast.studio
            studio.page.unreadCalendars = UnreadCalendars(stale: .offer, dead: rule)
            try transaction.businesses.update(studio)
            try transaction.accounts.insert(Cast.benAccount)
            try transaction.calendars.insert(Cast.benCalendar)
            try transaction.outages.set(
                CalendarOutage(calendar: Cast.benCalendar.id, resource: Cast.benResource.id, age: .dead, since: Cast.morning),
                of: Cast.benCalendar.id)
        }
    }

    @Test func `times that are all to be confirmed are marked, and said to be so in one sentence`() async throws {
        try await fixture().test { visitor in
            let page = try await visitor.get("\(Self.page)?staff=sben")
            #expect(page.offered.count == 16)
            #expect(page.text.contains("You can book these times now."))
            #expect(page.text.ranges(of: "time-awaits").count == 16)
            #expect(page.text.contains("<span class=\"visually-hidden\">to be confirmed</span>"))
        }
    }

    @Test func `times at which somebody else is surely free say nothing, and a mixture says which`() async throws {
        let fixture = try fixture()
        try await fixture.test { visitor in
            let sure = try await visitor.get(Self.page)
            #expect(sure.offered.count == 16 && !sure.text.contains("time-awaits") && !sure.text.contains("You can book"))
            _ = try await visitor.post(Visitor.details, visitor.form(Self.start, "&staff=sana"))
            let mixed = try await visitor.get(Self.page)
            #expect(mixed.text.ranges(of: "time-awaits").count == 1)
            #expect(mixed.text.contains("one with a dashed border is confirmed as soon as"))
        }
    }

    @Test func `the details say it before it is sent, and the button says what it does`() async throws {
        try await fixture().test { visitor in
            let page = try await visitor.get("\(Visitor.details)?start=\(Self.start)\(Self.ben)")
            #expect(page.text.contains("This time will be confirmed a little later"))
            #expect(page.text.contains("Request this appointment") && !page.text.contains("Book this appointment"))
            let sure = try await visitor.get("\(Visitor.details)?start=\(Self.start)&staff=sana")
            #expect(sure.text.contains("Book this appointment") && !sure.text.contains("confirmed a little later"))
            // A fault to mend does not make it certain.
            var form = try await visitor.form(Self.start, Self.ben, ["name": ""])
            form["awaits"] = page.values(of: "awaits").first
            let again = try await visitor.post(Visitor.details, form)
            #expect(again.status == .unprocessableContent && again.text.contains("Request this appointment"))
        }
    }

    @Test func `the confirmation, the file and the manage page tell that it is not confirmed yet`() async throws {
        let fixture = try fixture()
        try await fixture.test { visitor in
            let answer = try await visitor.post(Visitor.details, visitor.form(Self.start, Self.ben))
            let done = try await visitor.get(answer.location)
            #expect(done.text.contains("Your appointment is requested") && done.text.contains("It is not confirmed yet."))
            #expect(!done.text.contains("is booked") && !done.text.contains("notice-success"))
            let token = String(answer.location.split(separator: "/").last ?? "")
            let manage = try await visitor.get("/manage/\(token)")
            #expect(manage.text.contains("Not confirmed yet"))
            #expect(try await visitor.get("/manage/\(token)/appointment.ics").text.contains("STATUS:TENTATIVE"))
            let move = try await visitor.get("/manage/\(token)/move?start=2026-11-24T10:00:00Z")
            #expect(move.text.contains("This time will be confirmed a little later"))

            let appointment = try #require(try await fixture.appointments().first)
            try await fixture.kalends.database.write { transaction in
                var confirmed = appointment
                confirmed.awaitsConfirmationSince = nil
                try transaction.appointments.update(confirmed)
            }
            #expect(try await !visitor.get("/manage/\(token)").text.contains("Not confirmed yet"))
            #expect(try await visitor.get("/manage/\(token)/appointment.ics").text.contains("STATUS:CONFIRMED"))
        }
    }

    @Test func `the nearest times say which of them are to be confirmed`() async throws {
        try await fixture().test { visitor in
            let form = try await visitor.form(Self.start, Self.ben)
            _ = try await visitor.book(Self.start, ["staff": "sben"])
            let refused = try await visitor.post(Visitor.details, form)
            #expect(refused.status == .conflict && refused.text.contains("(to be confirmed)"))
        }
    }

    @Test func `under the other rules nothing of it is said`() async throws {
        for rule in [UnreadCalendars.Rule.offer, .hide] {
            try await fixture(rule).test { visitor in
                let page = try await visitor.get("\(Self.page)?staff=sben")
                #expect(page.offered.isEmpty == (rule == .hide) && !page.text.contains("time-awaits"))
            }
        }
    }
}
