import Booking
import CivilTime
import Hummingbird
import Operations
import Persistence
import TestSupport
import Testing

/// The first run: led through once, by whoever has the server's code, and never again.
struct SetUpTests {
    private static let answers = [
        "administrator.name": "Ana", "administrator.email": "ana@example.org", "administrator.password": "a long calm sentence",
        "administrator.isBookable": "1", "business.name": "Ana’s Studio", "business.zone": "Europe/Berlin", "business.currency": "EUR",
        "hours.1.open": "1", "hours.1.from": "09:00", "hours.1.until": "17:00", "hours.6.open": "1", "hours.6.from": "22:00",
        "hours.6.until": "02:00",
        "hours.2.from": "nonsense", "service.name": "Haircut", "service.duration": "45", "service.preBuffer": "5",
        "service.postBuffer": "10",
        "service.price": "35,50",
    ]

    @Test func `an empty instance answers with the set-up`() async throws {
        try await BookingFixture(isEmpty: true).test { visitor in
            let page = try await visitor.get("/")
            #expect(page.status == .ok && page.text.contains("Set-up code") && page.text.contains("Load a sample business"))
            #expect(page.text.contains("name=\"business.language\"") && page.text.contains(">English</option>"))
            #expect(page.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
        }
    }

    @Test func `the answers make the business, its hours and its first service`() async throws {
        let fixture = try BookingFixture(isEmpty: true)
        let code = try await FirstRun(fixture.kalends).newCode()
        try await fixture.test { visitor in
            let answer = try await visitor.post("/set-up", Self.answers.merging(["code": code]) { $1 })
            #expect(answer.status == .seeOther && answer.location == "/set-up/done")
            let done = try await visitor.get("/set-up/done")
            #expect(done.attributes("href").contains("/b/ana-s-studio") && done.attributes("href").contains("/admin/sign-in"))
            #expect(try await visitor.get("/").location == "/b/ana-s-studio")
        }
        let (business, service) = try await fixture.kalends.database.read { transaction in
            let business = try transaction.businesses.all()[0]
            return (business, try transaction.services.all(in: business.id)[0])
        }
        #expect(business.hours[.monday] == [OpeningRange(start: 540, end: 1020)])
        #expect(business.hours[.saturday] == [OpeningRange(start: 1320, end: 1560)])
        #expect(business.hours[.tuesday].isEmpty)
        #expect(service.duration == .minutes(45) && service.preBuffer == .minutes(5) && service.postBuffer == .minutes(10))
        #expect(service.price == 3550 && service.staff.count == 1)
    }

    @Test func `a wrong code changes nothing and keeps every answer but the password`() async throws {
        let fixture = try BookingFixture(isEmpty: true)
        _ = try await FirstRun(fixture.kalends).newCode()
        try await fixture.test { visitor in
            let page = try await visitor.post("/set-up", Self.answers.merging(["code": "aaaa-bbbb-cccc"]) { $1 })
            #expect(page.status == .unprocessableContent && page.text.contains("This is not the set-up code"))
            #expect(
                page.text.contains("value=\"Ana’s Studio\"") && page.text.contains("value=\"35,50\"")
                    && page.text.contains("value=\"22:00\""))
            #expect(!page.text.contains("a long calm sentence"))
        }
        #expect(try await FirstRun(fixture.kalends).isNeeded())
    }

    @Test func `everything that is wrong is told at once, each at its field`() async throws {
        let fixture = try BookingFixture(isEmpty: true)
        let code = try await FirstRun(fixture.kalends).newCode()
        let wrong = [
            "code": code, "administrator.name": "", "service.duration": "half an hour", "hours.1.from": "9 o’clock",
            "service.price": "free", "administrator.email": "x@y", "administrator.password": "short", "business.zone": "Mars/Olympus",
            "hours.2.open": "1", "hours.2.from": "09:00", "hours.2.until": "09:00",
        ]
        try await fixture.test { visitor in
            let page = try await visitor.post("/set-up", Self.answers.merging(wrong) { $1 })
            #expect(page.status == .unprocessableContent)
            let fields = [
                "administrator.name", "service.duration", "hours.1.from", "service.price", "administrator.email", "administrator.password",
                "business.zone", "hours.2.from",
            ]
            for field in fields {
                #expect(page.text.contains("href=\"#\(field)\"") && page.text.contains("id=\"\(field)\""), "\(field)")
            }
        }
    }

    @Test func `the rules of the use case are told at their fields too`() async throws {
        let fixture = try BookingFixture(isEmpty: true)
        let code = try await FirstRun(fixture.kalends).newCode()
        let wrong = ["code": code, "administrator.password": "short", "business.zone": "Mars/Olympus", "service.duration": "0"]
        try await fixture.test { visitor in
            let page = try await visitor.post("/set-up", Self.answers.merging(wrong) { $1 })
            for field in ["administrator.password", "business.zone", "service.duration"] {
                #expect(page.text.contains("href=\"#\(field)\"") && page.text.contains("id=\"\(field)-fault\""), "\(field)")
            }
        }
    }

    @Test func `a sample business is loaded with the code alone and who administers it`() async throws {
        let fixture = try BookingFixture(isEmpty: true)
        let code = try await FirstRun(fixture.kalends).newCode()
        let administrator = Self.answers.filter { $0.key.hasPrefix("administrator.") || $0.key == "business.zone" }
        try await fixture.test { visitor async throws in
            #expect(try await visitor.post("/set-up/sample", administrator).status == .unprocessableContent)
            #expect(try await visitor.post("/set-up/sample", administrator.merging(["code": code]) { $1 }).location == "/set-up/done")
            #expect(try await visitor.get(try await visitor.get("/").location).text.contains("Corner Salon"))
        }
    }

    @Test func `nobody runs it twice`() async throws {
        let fixture = try BookingFixture()
        let code = try await FirstRun(fixture.kalends).newCode()
        try await fixture.test { visitor async throws in
            for path in ["/set-up", "/set-up/sample"] {
                let answer = try await visitor.post(path, Self.answers.merging(["code": code]) { $1 })
                #expect(answer.status == .seeOther)
                let page = try await visitor.get(answer.location)
                #expect(page.text.contains("Kalends is set up already") && page.attributes("href").contains("/admin/sign-in"))
            }
            #expect(try await visitor.get("/set-up").location == "/")
            #expect(try await visitor.get("/").location == "/b/studio")
        }
    }

    @Test func `guessing the code is slowed down`() async throws {
        let fixture = try BookingFixture(isEmpty: true)
        _ = try await FirstRun(fixture.kalends).newCode()
        let guess = Self.answers.filter { $0.key.hasPrefix("administrator.") }.merging(["code": "aaaa", "business.zone": "UTC"]) { $1 }
        try await fixture.test { visitor in
            for _ in 0..<5 { #expect(try await visitor.post("/set-up/sample", guess).status == .unprocessableContent) }
            let answer = try await visitor.post("/set-up/sample", guess)
            #expect(answer.status == .tooManyRequests && answer.text.contains("Too many wrong codes"))
        }
    }
}
