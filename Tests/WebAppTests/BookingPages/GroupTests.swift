import Booking
import CivilTime
import Hummingbird
import Operations
import Persistence
import TestSupport
import Testing
import WebShell

/// Booking a place beside others on the page, and giving it up or moving it by one's own link.
struct GroupTests {
    private static let start = "2026-11-23T08:00:00Z"
    private static let later = "2026-11-24T10:00:00Z"
    private static let ben = Cast.benMember.id.rawValue

    private static func fixture(_ places: Int = 3) throws -> BookingFixture {
        try BookingFixture { transaction in
            var yoga = Cast.haircut
            (yoga.name, yoga.maximumAttendeesCount, yoga.staff) = ("Yoga", places, [Cast.benMember.id])
            try transaction.services.update(yoga)
        }
    }

    private func book(_ visitor: Visitor, _ name: String, _ start: String = start) async throws -> String {
        try await visitor.book(start, ["name": name, "email": "\(name.lowercased())@example.org"])
    }

    private func move(_ visitor: Visitor, _ token: String, to start: String) async throws -> Answer {
        let page = try await visitor.get("/manage/\(token)/move?start=\(start)")
        var form = ["start": start]
        for field in ["token", "revision", "zone"] { form[field] = page.values(of: field).first }
        return try await visitor.post("/manage/\(token)/move", form)
    }

    @Test func `a time says how many places are left, and is gone with the last`() async throws {
        try await Self.fixture().test { visitor in
            func page() async throws -> Answer { try await visitor.get("/b/studio/haircut?date=2026-11-23") }
            #expect(try await page().text.contains("up to 3 people"))
            _ = try await book(visitor, "Dora")
            _ = try await book(visitor, "Emil")
            let one = try await page()
            #expect(
                one.offered.first == Self.start && one.text.contains("1 place left</span>") && one.text.contains("3 places left</span>"))
            _ = try await book(visitor, "Fay")
            #expect(try await page().offered.first == "2026-11-23T08:30:00Z")
            let late = try await visitor.post(
                Visitor.details, visitor.form(Self.later, "", ["start": Self.start, "email": "g@example.org"]))
            #expect(late.status == .conflict && late.text.contains("This time has just been taken"))
        }
    }

    @Test func `a service of one customer says nothing of places`() async throws {
        try await BookingFixture().test { visitor in
            let page = try await visitor.get("/b/studio/haircut?date=2026-11-23")
            #expect(!page.text.contains("places") && !page.text.contains(" people"))
        }
    }

    @Test func `whoever has a place is told so, and nothing is booked`() async throws {
        let fixture = try Self.fixture()
        try await fixture.test { visitor in
            _ = try await book(visitor, "Dora")
            let form = try await visitor.form(Self.start, "", ["name": "Dora", "email": "dora@example.org"])
            let again = try await visitor.post(Visitor.details, form)
            #expect(again.status == .conflict && again.text.contains("You have a place at this time already"))
            #expect(again.text.contains("Nothing was booked again"))
        }
        #expect(try await fixture.appointments().map(\.attendees.count) == [1])
    }

    @Test func `each link shows and cancels one's own place alone`() async throws {
        let fixture = try Self.fixture()
        try await fixture.test { visitor in
            let (dora, emil) = (try await book(visitor, "Dora"), try await book(visitor, "Emil"))
            let page = try await visitor.get("/manage/\(dora)")
            #expect(!page.text.contains("Emil") && page.text.contains("Your place becomes free"))
            #expect(try await !visitor.get("/manage/\(dora)/appointment.ics").text.contains("Emil"))
            let answer = try await visitor.post("/manage/\(dora)/cancel", ["token": page.values(of: "token").first ?? "", "reason": ""])
            #expect(try await visitor.get(answer.location).text.contains("Your place is cancelled"))
            #expect(try await visitor.get("/manage/\(dora)/appointment.ics").text.contains("STATUS:CANCELLED"))
            #expect(try await visitor.get("/manage/\(emil)").text.contains("<h1>Your appointment</h1>"))
        }
        let left = try await fixture.appointments()
        #expect(left.map(\.status) == [.confirmed] && left.first?.attendees.map(\.name) == ["Emil"])
    }

    @Test func `a place moves by the link, which goes on leading to it`() async throws {
        let fixture = try Self.fixture()
        try await fixture.test { visitor in
            let (dora, emil) = (try await book(visitor, "Dora"), try await book(visitor, "Emil"))
            let picker = try await visitor.get("/manage/\(dora)/move?date=2026-11-23")
            #expect(!picker.offered.contains(Self.start) && picker.offered.contains("2026-11-23T08:30:00Z"))
            let answer = try await move(visitor, dora, to: Self.later)
            #expect(answer.location == "/manage/\(dora)?news=moved")
            #expect(try await visitor.get(answer.location).text.contains("Tuesday 24 November 2026"))
            #expect(try await visitor.get("/manage/\(emil)").text.contains("Monday 23 November 2026"))
        }
        #expect(try await fixture.appointments().map(\.attendees.count) == [1, 1])
    }

    @Test func `a form that has booked leads to its own confirmation, not to another's`() async throws {
        try await Self.fixture().test { visitor in
            _ = try await book(visitor, "Dora")
            let form = try await visitor.form(Self.start, "", ["name": "Emil", "email": "emil@example.org"])
            let first = try await visitor.post(Visitor.details, form)
            let again = try await visitor.post(Visitor.details, form)
            #expect(first.status == .seeOther && first.location == again.location)
            let token = form["token"] ?? ""
            let state = try await visitor.get("\(Visitor.details)?start=\(Self.start)&fragment=state&token=\(Query.encode(token))")
            #expect(state.text.contains("You have booked this time") && state.text.contains(first.location))
        }
    }
}
