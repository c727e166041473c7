import Booking
import CivilTime
import Hummingbird
import TestSupport
import Testing
import WebShell

/// The link that moves or cancels a booking; looking at it changes nothing.
struct ManageTests {
    private static let start = "2026-11-23T08:00:00Z"
    private static let later = "2026-11-24T10:00:00Z"

    private func move(_ visitor: Visitor, _ token: String, to start: String) async throws -> Answer {
        let page = try await visitor.get("/manage/\(token)/move?start=\(start)")
        var form = ["start": start]
        for field in ["token", "revision", "zone"] { form[field] = page.values(of: field).first }
        return try await visitor.post("/manage/\(token)/move", form)
    }

    private func cancel(_ visitor: Visitor, _ token: String, reason: String = "") async throws -> Answer {
        let form = try await visitor.get("/manage/\(token)").values(of: "token")
        return try await visitor.post("/manage/\(token)/cancel", ["token": form.first ?? "", "reason": reason])
    }

    @Test func `the page is private and stands in no frame`() async throws {
        try await BookingFixture().test { visitor in
            let page = try await visitor.get("/manage/\(try await visitor.book(Self.start))")
            #expect(page.headers[.contentSecurityPolicy]?.hasSuffix("frame-ancestors 'none'") == true)
            #expect(page.headers[.referrerPolicy] == "no-referrer")
            #expect(page.headers[.robotsTag] == "noindex" && page.headers[.cacheControl] == "no-store")
        }
    }

    @Test func `a booking moves to another time after one question`() async throws {
        let fixture = try BookingFixture()
        try await fixture.test { visitor in
            let token = try await visitor.book(Self.start)
            let picker = try await visitor.get("/manage/\(token)/move?date=2026-11-24")
            #expect(
                picker.offered.contains(Self.later)
                    && picker.attributes("href").contains("/manage/\(token)/move?zone=Europe/Berlin&start=\(Self.later)"))
            let question = try await visitor.get("/manage/\(token)/move?start=\(Self.later)")
            #expect(question.text.contains("Move the appointment?") && question.text.contains("Tuesday 24 November 2026, 11:00–11:30"))
            #expect(try await fixture.appointments().first?.span.start.description == Self.start)
            let answer = try await move(visitor, token, to: Self.later)
            #expect(answer.location == "/manage/\(token)?news=moved")
            #expect(try await visitor.get(answer.location).text.contains("The appointment was moved"))
        }
        #expect(try await fixture.appointments().map(\.span.start.description) == [Self.later])
    }

    @Test func `its own time is not offered when it moves, the one beside it is`() async throws {
        try await BookingFixture().test { visitor in
            let token = try await visitor.book(Self.start, ["staff": Cast.anaMember.id.rawValue])
            let picker = try await visitor.get("/manage/\(token)/move?date=2026-11-23")
            #expect(picker.offered.first == "2026-11-23T08:30:00Z")
        }
    }

    @Test func `a time that was taken meanwhile leaves the booking where it is`() async throws {
        let fixture = try BookingFixture()
        try await fixture.test { visitor in
            let token = try await visitor.book(Self.start, ["staff": Cast.anaMember.id.rawValue])
            _ = try await visitor.book(Self.later, ["staff": Cast.anaMember.id.rawValue, "email": "b@example.org"])
            let answer = try await move(visitor, token, to: Self.later)
            #expect(answer.status == .conflict && answer.text.contains("stays where it is"))
        }
        #expect(Set(try await fixture.appointments().map(\.span.start.description)) == [Self.start, Self.later])
    }

    @Test func `a booking is cancelled by a form and never by a link`() async throws {
        let fixture = try BookingFixture()
        try await fixture.test { visitor in
            let token = try await visitor.book(Self.start)
            for path in ["/manage/\(token)/cancel", "/manage/\(token)?cancel=1", "/manage/\(token)/move"] {
                _ = try await visitor.get(path)
            }
            #expect(try await fixture.appointments().first?.status == .confirmed)
            let answer = try await cancel(visitor, token, reason: "<b>ill</b>")
            #expect(try await visitor.get(answer.location).text.contains("This appointment is cancelled"))
            #expect(try await cancel(visitor, token).status != .seeOther)
            #expect(try await visitor.get("/b/studio/done/\(token)").location == "/manage/\(token)")
        }
        #expect(try await fixture.appointments().first?.status == .cancelled)
    }

    @Test func `a cancelled time can be booked again`() async throws {
        try await BookingFixture().test { visitor in
            let token = try await visitor.book(Self.start, ["staff": Cast.anaMember.id.rawValue])
            let taken = try await visitor.get("/b/studio/haircut?date=2026-11-23&staff=sana")
            #expect(!taken.offered.contains(Self.start))
            _ = try await cancel(visitor, token)
            let free = try await visitor.get("/b/studio/haircut?date=2026-11-23&staff=sana")
            #expect(free.offered.contains(Self.start))
        }
    }

    @Test func `without its token the cancel form does nothing and keeps the reason`() async throws {
        let fixture = try BookingFixture()
        try await fixture.test { visitor in
            let token = try await visitor.book(Self.start)
            let answer = try await visitor.post("/manage/\(token)/cancel", ["reason": "I am ill"])
            #expect(answer.status == .unprocessableContent && answer.text.contains("I am ill"))
        }
        #expect(try await fixture.appointments().first?.status == .confirmed)
    }

    @Test func `too late is said with its hour and the way to reach somebody`() async throws {
        let fixture = try BookingFixture()
        try await fixture.test { visitor in
            let token = try await visitor.book(Self.start)
            fixture.clock.set(to: Instant(rfc3339: "2026-11-23T06:00:00Z")!)
            let form = try await visitor.get("/manage/\(token)").values(of: "token").first ?? ""
            fixture.clock.set(to: Instant(rfc3339: "2026-11-23T06:00:01Z")!)
            let page = try await visitor.get("/manage/\(token)")
            #expect(page.text.contains("It could be moved or cancelled until Monday 23 November 2026, 07:00"))
            #expect(page.text.contains("+49 30 5550100") && !page.text.contains("Move to another time"))
            #expect(try await visitor.get("/manage/\(token)/move").location == "/manage/\(token)")
            let answer = try await visitor.post("/manage/\(token)/cancel", ["token": form])
            #expect(answer.status == .conflict && answer.text.contains("It could be moved or cancelled until"))
        }
        #expect(try await fixture.appointments().first?.status == .confirmed)
    }

    @Test func `a change by the staff meanwhile is shown before the booking moves`() async throws {
        let fixture = try BookingFixture()
        try await fixture.test { visitor in
            let token = try await visitor.book(Self.start)
            let page = try await visitor.get("/manage/\(token)/move?start=\(Self.later)")
            let form = ["start": Self.later, "token": page.values(of: "token").first ?? "", "revision": "0"]
            #expect(try await visitor.post("/manage/\(token)/move", form).location == "/manage/\(token)?news=changedMeanwhile")
        }
        #expect(try await fixture.appointments().first?.span.start.description == Self.start)
    }

    @Test func `a booking at short notice never could be changed, and neither page says that it can`() async throws {
        let fixture = try BookingFixture.studio { $0.policy.cancellationLeadTime = .days(30) }
        try await fixture.test { visitor in
            let token = try await visitor.book(Self.start)
            for path in ["/manage/\(token)", "/b/studio/done/\(token)"] {
                let page = try await visitor.get(path)
                #expect(page.text.contains("booked at short notice") && page.text.contains("+49 30 5550100"), "\(path)")
                #expect(!page.text.contains("could be moved") && !page.text.contains("Change or cancel"), "\(path)")
            }
        }
    }
}
