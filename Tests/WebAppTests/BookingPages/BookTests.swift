import Booking
import CivilTime
import Hummingbird
import Persistence
import TestSupport
import Testing
import WebShell

/// The details form: one rendered form books at most once, and nothing typed is ever lost.
struct BookTests {
    private static let start = "2026-11-23T08:00:00Z"

    @Test func `a booking leads to its confirmation, file and manage link`() async throws {
        let fixture = try BookingFixture()
        try await fixture.test { visitor in
            let answer = try await visitor.post(Visitor.details, visitor.form(Self.start))
            #expect(answer.status == .seeOther)
            let page = try await visitor.get(answer.location)
            #expect(page.text.contains("Your appointment is booked"))
            #expect(page.text.contains("Monday 23 November 2026, 09:00–09:30 (Europe/Berlin, GMT+1)"))
            #expect(page.text.contains("cleo@example.org") && page.text.contains("Lindenstraße 1, Berlin"))
            let manage = try #require(page.attributes("href").first { $0.hasPrefix("/manage/") && !$0.hasSuffix(".ics") })
            #expect(try await visitor.get(manage).status == .ok)
            let file = try await visitor.get("\(manage)/appointment.ics")
            #expect(file.headers[.contentType] == "text/calendar; charset=utf-8")
            #expect(file.text.hasPrefix("BEGIN:VCALENDAR") && file.text.contains("20261123T0"))
        }
        #expect(try await fixture.appointments().map(\.span.start.description) == [Self.start])
    }

    @Test func `the form sent twice gives the same confirmation and one booking`() async throws {
        let fixture = try BookingFixture()
        try await fixture.test { visitor in
            let form = try await visitor.form(Self.start)
            let first = try await visitor.post(Visitor.details, form)
            let second = try await visitor.post(Visitor.details, form)
            #expect(first.status == .seeOther && first.location == second.location)
        }
        #expect(try await fixture.appointments().count == 1)
    }

    @Test func `who comes late keeps what was typed and is offered the nearest times`() async throws {
        let fixture = try BookingFixture()
        try await fixture.test { visitor in
            let staff = "&staff=\(Cast.anaMember.id)"
            let late = try await visitor.form(Self.start, staff, ["name": "Late \"Larry\" <b>", "notes": "line one\nline <two>"])
            _ = try await visitor.post(Visitor.details, visitor.form(Self.start, staff))
            let answer = try await visitor.post(Visitor.details, late)
            #expect(answer.status == .conflict)
            #expect(answer.text.contains("This time has just been taken"))
            #expect(
                answer.text.contains("Late &quot;Larry&quot; &lt;b&gt;") && answer.text.contains("line one\nline &lt;two&gt;</textarea>"))
            let nearest = answer.values(of: "start")
            #expect(nearest.first == "2026-11-23T08:30:00Z" && nearest.count == 4)

            var again = late
            again["token"] = answer.values(of: "token").first
            again["start"] = nearest[0]
            #expect(try await visitor.post(Visitor.details, again).status == .seeOther)
        }
        #expect(try await fixture.appointments().count == 2)
    }

    @Test(
        arguments: [
            (["name": ""], "The name is empty"), (["email": ""], "The email address is empty"), (["email": "nobody"], "cannot be right"),
            (["phone": "call me"], "phone number cannot be right"), (["name": String(repeating: "N", count: 100_000)], "longer than 200"),
            (["email": "a@b\r\nBcc: all@example.org"], "cannot be right"),
        ] as [([String: String], String)])
    func `a wrong field is named with its remedy, and the others stay`(wrong: [String: String], sentence: String) async throws {
        let fixture = try BookingFixture()
        try await fixture.test { visitor in
            let answer = try await visitor.post(Visitor.details, visitor.form(Self.start, "", ["notes": "keep this"].merging(wrong) { $1 }))
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("role=\"alert\"") && answer.text.contains(sentence))
            #expect(answer.text.contains("aria-invalid=\"true\"") && answer.text.contains("keep this"))
            #expect(answer.values(of: "start") == [Self.start])
        }
        #expect(try await fixture.appointments().isEmpty)
    }

    @Test func `only what the service asks is asked, and what is hidden is not taken`() async throws {
        let fixture = try BookingFixture { transaction in
            var haircut = Cast.haircut
            haircut.fields = CustomerFields(email: .optional, phone: .hidden, notes: .required)
            try transaction.services.update(haircut)
        }
        try await fixture.test { visitor in
            let page = try await visitor.get("\(Visitor.details)?start=\(Self.start)")
            #expect(!page.text.contains("name=\"phone\"") && page.text.contains("Email address <span class=\"optional\">"))
            let answer = try await visitor.post(
                Visitor.details, visitor.form(Self.start, "", ["email": "", "notes": "n", "phone": "+49 30 1234567"]))
            #expect(answer.status == .seeOther)
        }
        #expect(try await fixture.appointments().first?.attendees.first?.phone == "")
    }

    @Test(arguments: ["2026-02-30T09:00:00Z", "soon", "", "9999-12-31T23:59:59Z", "2026-01-01T00:00:00+99:99", "0001-01-01T00:00:00Z"])
    func `a start that is no instant of ours books nothing`(start: String) async throws {
        let fixture = try BookingFixture()
        try await fixture.test { visitor in
            let answer = try await visitor.post(Visitor.details, visitor.form(Self.start, "", ["start": start]))
            #expect(answer.status == .unprocessableContent && answer.text.contains("role=\"alert\""))
            #expect(try await visitor.get("\(Visitor.details)?start=\(Query.encode(start))").location == "/b/studio/haircut")
        }
        #expect(try await fixture.appointments().isEmpty)
    }

    @Test(arguments: [
        ("2026-11-21T09:30:00Z", "too soon"), ("2027-11-22T09:00:00Z", "too far ahead"), ("2026-11-23T08:07:00Z", "cannot be booked"),
        ("2020-01-01T09:00:00Z", "has passed"),
    ])
    func `a start outside of the rules is refused in words`(start: String, words: String) async throws {
        let fixture = try BookingFixture()
        try await fixture.test { visitor in
            let answer = try await visitor.post(Visitor.details, visitor.form(Self.start, "", ["start": start]))
            #expect(answer.status == .conflict && answer.text.contains(words))
            #expect(answer.text.contains("value=\"Cleo\""))
        }
        #expect(try await fixture.appointments().isEmpty)
    }

    @Test func `a changed token books nothing and loses nothing`() async throws {
        let fixture = try BookingFixture()
        try await fixture.test { visitor in
            var form = try await visitor.form(Self.start)
            form["token"] = String(form["token", default: ""].dropLast(4)) + "AAAA"
            let answer = try await visitor.post(Visitor.details, form)
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("did not come from this page") && answer.text.contains("value=\"Cleo\""))
        }
        #expect(try await fixture.appointments().isEmpty)
    }

    @Test func `whoever chose a person is given no other unasked, and the next sending takes anyone`() async throws {
        let fixture = try BookingFixture()
        try await fixture.test { visitor in
            var form = try await visitor.form(Self.start)
            form["staff"] = "somebody who has left"
            let refused = try await visitor.post(Visitor.details, form)
            #expect(refused.status == .conflict)
            #expect(refused.text.contains("The person you chose cannot be booked any more."))
            #expect(refused.values(of: "email") == ["cleo@example.org"])
            #expect(refused.values(of: "staff").allSatisfy { $0.isEmpty })
            form["staff"] = ""
            let booked = try await visitor.post(Visitor.details, form)
            #expect(booked.location.hasPrefix("/b/studio/done/"))
        }
    }

    @Test func `a token of another service books nothing`() async throws {
        let fixture = try BookingFixture()
        try await fixture.test { visitor in
            var form = try await visitor.form(Self.start)
            form["token"] = try await visitor.get("/b/studio/coloring/details?start=\(Self.start)").values(of: "token").first
            #expect(try await visitor.post(Visitor.details, form).status == .unprocessableContent)
        }
        #expect(try await fixture.appointments().isEmpty)
    }

    @Test func `a form that was left open for two days is kept and sent again`() async throws {
        let fixture = try BookingFixture()
        try await fixture.test { visitor in
            var form = try await visitor.form("2026-11-26T08:00:00Z")
            fixture.clock.advance(by: .days(2))
            let answer = try await visitor.post(Visitor.details, form)
            #expect(answer.status == .unprocessableContent && answer.text.contains("open for more than a day"))
            form["token"] = answer.values(of: "token").first
            #expect(try await visitor.post(Visitor.details, form).status == .seeOther)
        }
    }

    @Test func `the zone in which the time was seen is the booking's`() async throws {
        let fixture = try BookingFixture()
        try await fixture.test { visitor in
            let answer = try await visitor.post(Visitor.details, visitor.form(Self.start, "&zone=Asia/Kathmandu"))
            #expect(try await visitor.get(answer.location).text.contains("13:45–14:15 (Asia/Kathmandu, GMT+5:45)"))
        }
        #expect(try await fixture.appointments().first?.attendees.first?.zone == "Asia/Kathmandu")
    }

    @Test func `whoever follows the link of a taken time is told before typing`() async throws {
        try await BookingFixture().test { visitor in
            let staff = "&staff=\(Cast.anaMember.id)"
            _ = try await visitor.post(Visitor.details, visitor.form(Self.start, staff))
            let page = try await visitor.get("\(Visitor.details)?start=\(Self.start)\(staff)")
            #expect(page.text.contains("This time is no longer free") && page.text.contains("your confirmation is in your mail"))
            #expect(page.values(of: "start").first == "2026-11-23T08:30:00Z" && page.text.contains("Book the chosen time"))
            let state = try await visitor.get("\(Visitor.details)?start=\(Self.start)\(staff)&fragment=state")
            #expect(state.text.contains("just been taken") && !state.text.contains("<html"))
            let free = try await visitor.get("\(Visitor.details)?start=2026-11-23T09:00:00Z&fragment=state")
            #expect(!free.text.contains("taken"))
        }
    }

    @Test func `the confirmation of one business is not shown under another's name`() async throws {
        try await BookingFixture().test { visitor in
            let token = try await visitor.book(Self.start)
            #expect(try await visitor.get("/b/dario/done/\(token)").status == .notFound)
        }
    }

    @Test func `whoever comes back to the form that booked is led to the confirmation`() async throws {
        try await BookingFixture().test { visitor in
            let form = try await visitor.form(Self.start, "&staff=\(Cast.anaMember.id)")
            let done = try await visitor.post(Visitor.details, form).location
            let address = "\(Visitor.details)?start=\(Self.start)&staff=\(Cast.anaMember.id)&fragment=state&token="
            let own = try await visitor.get(address + (form["token"] ?? ""))
            #expect(own.text.contains("You have booked this time") && own.attributes("href") == [done])
            let strange = try await visitor.get(address + "1.2.3")
            #expect(strange.text.contains("just been taken") && !strange.text.contains(done))
        }
    }

    @Test(arguments: [
        ("2026-11-16T09:00:00Z", "This time has passed"), ("2026-11-23T08:07:00Z", "This time cannot be booked"),
        ("2027-11-23T09:00:00Z", "This time is too far ahead"),
    ])
    func `a start that cannot be booked is named as what it is, with times that can`(start: String, heading: String) async throws {
        try await BookingFixture().test { visitor in
            let page = try await visitor.get("\(Visitor.details)?start=\(start)")
            #expect(page.text.contains(heading) && !page.text.contains("just booked it"))
            #expect(page.text.contains("Book the chosen time") == !page.values(of: "start").isEmpty)
        }
    }

    @Test func `without a time that can be booked there is no form`() async throws {
        let fixture = try BookingFixture.studio { $0.hours = WeeklyHours() }
        try await fixture.test { visitor in
            let page = try await visitor.get("\(Visitor.details)?start=\(Self.start)")
            #expect(page.text.contains("Choose another time") && !page.text.contains("<form") && !page.text.contains("name=\"email\""))
        }
    }

    @Test func `where nobody's calendar makes links, the pages say before and after that the business tells how to join`() async throws {
        let fixture = try BookingFixture { transaction in
            var online = Cast.haircut
            online.isOnline = true
            try transaction.services.update(online)
        }
        try await fixture.test { visitor in
            let before = try await visitor.get("\(Visitor.details)?start=\(Self.start)")
            #expect(before.text.contains("This is a video meeting. \(Cast.studio.name) will tell you how to join."))
            #expect(!before.text.contains("The confirmation says how to join"))
            let answer = try await visitor.post(Visitor.details, visitor.form(Self.start))
            #expect(try await visitor.get(answer.location).text.contains("\(Cast.studio.name) will tell you how to join."))
        }
    }
}
