import Booking
import CalendarSync
import CivilTime
import Hummingbird
import Persistence
import TestSupport
import Testing
import WebShell

/// Service, person, day and time, without scripts and without cookies.
struct ChooseTimeTests {
    private static let page = "/b/studio/haircut"

    @Test func `services are listed with their length and price`() async throws {
        try await BookingFixture().test { visitor in
            let page = try await visitor.get("/b/studio")
            #expect(page.status == .ok)
            #expect(page.text.contains("Haircut") && page.text.contains("30 min · €35.00"))
            #expect(page.text.contains("Colouring") && page.text.contains("1 h · €90.00"))
            #expect(page.attributes("href").contains("/b/studio/haircut"))
        }
    }

    @Test func `a single service goes straight on`() async throws {
        let fixture = try BookingFixture { transaction in
            var coloring = Cast.coloring
            coloring.isActive = false
            try transaction.services.update(coloring)
        }
        try await fixture.test { visitor async throws in
            #expect(try await visitor.get("/b/studio").location == "/b/studio/haircut")
        }
    }

    @Test func `a service that nobody offers is not listed`() async throws {
        let fixture = try BookingFixture { transaction in
            var ben = Cast.benMember
            ben.isBookable = false
            try transaction.staff.update(ben)
        }
        try await fixture.test { visitor in
            let page = try await visitor.get("/b/studio")
            #expect(!page.text.contains("Colouring") && page.text.contains("Haircut"))
        }
    }

    @Test func `the first open day is shown with its times in the business's zone`() async throws {
        try await BookingFixture().test { visitor in
            let page = try await visitor.get(Self.page)
            #expect(page.text.contains("Times on Monday 23 November 2026"))
            #expect(page.text.contains("Times in Europe/Berlin (GMT+1)"))
            #expect(page.offered.first == "2026-11-23T08:00:00Z")
            #expect(page.offered.last == "2026-11-23T15:30:00Z")
            #expect(page.offered.count == 16)
        }
    }

    @Test func `only days with openings are links`() async throws {
        try await BookingFixture().test { visitor in
            let page = try await visitor.get(Self.page)
            let dates = page.attributes("href").filter { $0.contains("?date=") }
            #expect(dates.count == 6)
            #expect(dates.first == "/b/studio/haircut?date=2026-11-23#times")
            #expect(page.attributes("aria-label").contains("Monday 23 November 2026, 16 times"))
        }
    }

    @Test func `the visitor's zone tells the same instants in its own words`() async throws {
        try await BookingFixture().test { visitor in
            let page = try await visitor.get("\(Self.page)?date=2026-11-23&zone=Asia/Kathmandu")
            #expect(page.text.contains("Times in Asia/Kathmandu (GMT+5:45)"))
            #expect(page.text.contains(">13:45</time>"))
            #expect(page.offered.first == "2026-11-23T08:00:00Z")
            #expect(page.attributes("href").contains("/b/studio/haircut/details?zone=Asia/Kathmandu&start=2026-11-23T08:00:00Z"))
        }
    }

    @Test func `far in the east the same opening stands under the next day`() async throws {
        try await BookingFixture().test { visitor in
            let page = try await visitor.get("\(Self.page)?zone=Pacific/Kiritimati")
            #expect(page.text.contains("Times on Monday 23 November 2026"))
            let next = try await visitor.get("\(Self.page)?zone=Pacific/Kiritimati&date=2026-11-24")
            #expect(next.offered.first == "2026-11-23T10:00:00Z")
        }
    }

    @Test func `a business that shows its own zone only is not talked out of it`() async throws {
        try await BookingFixture.studio { $0.page.showsBusinessZoneOnly = true }.test { visitor in
            let page = try await visitor.get("\(Self.page)?zone=Asia/Kathmandu&zones=1")
            #expect(page.text.contains("Europe/Berlin") && !page.text.contains("Kathmandu"))
            #expect(!page.text.contains("Change time zone") && !page.text.contains("zone.js"))
        }
    }

    @Test func `without scripts the zone is chosen from a list`() async throws {
        try await BookingFixture().test { visitor in
            let closed = try await visitor.get(Self.page)
            #expect(!closed.text.contains("<select"))
            let link = try #require(closed.attributes("href").first { $0.contains("zones=1") })
            let opened = try await visitor.get(String(link.prefix { $0 != "#" }))
            #expect(opened.text.contains("<option value=\"Asia/Kathmandu\">Asia/Kathmandu</option>"))
            #expect(opened.text.contains("<option value=\"Europe/Berlin\" selected>"))
        }
    }

    @Test func `a person can be chosen and every link remembers it`() async throws {
        try await BookingFixture().test { visitor in
            let page = try await visitor.get("\(Self.page)?staff=\(Cast.benMember.id)")
            #expect(page.text.contains("aria-current=\"true\">Ben</a>"))
            #expect(page.attributes("href").filter { $0.contains("start=") }.allSatisfy { $0.contains("staff=sben") })
        }
    }

    @Test func `where the policy names nobody nobody is named`() async throws {
        try await BookingFixture.studio { $0.policy.allowStaffSelection = false }.test { visitor in
            let page = try await visitor.get("\(Self.page)?staff=\(Cast.benMember.id)")
            #expect(!page.text.contains("With whom?") && !page.text.contains("staff="))
        }
    }

    @Test func `the only person who offers a service is named and not asked for`() async throws {
        try await BookingFixture().test { visitor in
            let page = try await visitor.get("/b/studio/coloring")
            #expect(!page.text.contains("With whom?") && page.text.contains("<dd>Ben</dd>"))
        }
    }

    @Test func `an empty month offers the next opening`() async throws {
        let closed = try BookingFixture { transaction in
            var business = Cast.studio
            business.hours = WeeklyHours()
            business.overrides = [DateOverride(date: CivilDate(iso8601: "2027-01-12")!, ranges: [OpeningRange(start: 600, end: 660)!])]
            try transaction.businesses.update(business)
        }
        try await closed.test { visitor in
            let page = try await visitor.get("\(Self.page)?month=2026-12")
            #expect(page.text.contains("No times in December 2026."))
            #expect(page.text.contains("Go to the next opening, Tuesday 12 January 2027"))
            #expect(page.attributes("href").contains("/b/studio/haircut?date=2027-01-12#times"))
            let arrived = try await visitor.get(Self.page)
            #expect(arrived.offered == ["2027-01-12T09:00:00Z", "2027-01-12T09:30:00Z"])
        }
    }

    @Test func `a month past the last day says until when can be booked and leads back`() async throws {
        try await BookingFixture().test { visitor in
            let page = try await visitor.get("\(Self.page)?month=2027-09")
            #expect(page.text.contains("No times in September 2027. You can book until "))
            #expect(page.text.contains("Go to the first opening, ") && !page.text.contains("Everything is booked"))
        }
    }

    @Test func `times that are hidden because calendars are not known are not said to be booked`() async throws {
        let fixture = try BookingFixture { transaction in
            var service = Cast.haircut
            service.staff = [Cast.benMember.id]
            try transaction.services.update(service)
            try transaction.accounts.insert(Cast.benAccount)
            try transaction.calendars.insert(Cast.benCalendar)
            try transaction.outages.set(
                CalendarOutage(calendar: Cast.benCalendar.id, resource: Cast.benResource.id, age: .dead, since: Cast.morning),
                of: Cast.benCalendar.id)
        }
        try await fixture.test { visitor in
            let page = try await visitor.get(Self.page)
            #expect(page.text.contains("Which times are free cannot be told at the moment.") && page.offered == [])
            #expect(!page.text.contains("Everything is booked"))
        }
    }

    @Test func `a business that is booked out says so`() async throws {
        try await BookingFixture.studio { $0.hours = WeeklyHours() }.test { visitor in
            let page = try await visitor.get(Self.page)
            #expect(page.status == .ok && page.text.contains("Everything is booked at the moment"))
            #expect(page.offered == [])
        }
    }

    @Test(arguments: [
        "date=2026-02-30", "date=yesterday", "date=99999-01-01", "date=", "zone=Mars/Olympus", "month=2026-13", "month=9999-12",
        "date=0001-01-01",
        "staff=nobody", "staff=%00", "zone=../../etc/passwd", "date=9000-12-31",
    ])
    func `an address that makes no sense is read as far as it does`(query: String) async throws {
        try await BookingFixture().test { visitor in
            let page = try await visitor.get("\(Self.page)?\(query)")
            #expect(page.status == .ok && page.text.contains("Haircut"))
        }
    }

    @Test(arguments: ["/b/nobody", "/b/studio/nothing", "/b/%00", "/b/studio/haircut/more", "/manage/guessed-guessed-guessed"])
    func `an address that leads nowhere says so`(path: String) async throws {
        try await BookingFixture().test { visitor in
            let page = try await visitor.get(path)
            #expect(page.status == .notFound && page.text.contains("<h1>"))
        }
    }

    @Test func `a page that is not published looks like none`() async throws {
        try await BookingFixture.studio { $0.page.isPublished = false }.test { visitor in
            for path in ["/b/studio", Self.page, "/b/studio/events"] { #expect(try await visitor.get(path).status == .notFound) }
            let page = try await visitor.get("/b/studio")
            #expect(!page.text.contains("Studio"))
        }
    }

    @Test func `search engines are let in or kept out`() async throws {
        try await BookingFixture().test { visitor async throws in
            #expect(try await visitor.get(Self.page).headers[.robotsTag] == nil)
            #expect(try await visitor.get("\(Self.page)?date=2026-11-23").headers[.robotsTag] == "noindex")
        }
        try await BookingFixture.studio { $0.page.isIndexed = false }.test { visitor in
            let page = try await visitor.get(Self.page)
            #expect(page.headers[.robotsTag] == "noindex" && page.text.contains("content=\"noindex\""))
        }
    }

    @Test func `only the sites that the business names may frame its page`() async throws {
        try await BookingFixture.studio { $0.page.allowedFrameOrigins = ["https://shop.example"] }.test { visitor in
            let policy = try await visitor.get(Self.page).headers[.contentSecurityPolicy] ?? ""
            #expect(policy.hasSuffix("frame-ancestors 'self' https://shop.example"))
        }
        try await BookingFixture.studio { $0.page.allowedFrameOrigins = [] }.test { visitor async throws in
            #expect(try await visitor.get(Self.page).headers[.contentSecurityPolicy]?.hasSuffix("frame-ancestors 'none'") == true)
        }
    }

    @Test func `a page asks for no cookie and loads nothing from elsewhere`() async throws {
        try await BookingFixture().test { visitor in
            let page = try await visitor.get(Self.page)
            #expect(page.headers[.setCookie] == nil)
            #expect((page.attributes("src") + page.attributes("href")).allSatisfy { $0.hasPrefix("/") || $0.hasPrefix("#") })
        }
    }

    @Test func `markup in the business's own words is text`() async throws {
        let fixture = try BookingFixture.studio {
            $0.name = "<b onclick='x'>Studio</b>"
            $0.introduction = "<script>alert(1)</script>"
        }
        try await fixture.test { visitor in
            let page = try await visitor.get("/b/studio")
            #expect(!page.text.contains("<b onclick") && !page.text.contains("<script>alert"))
        }
    }

    @Test func `the whole page weighs less than 60 KB`() async throws {
        try await BookingFixture().test { visitor in
            let page = try await visitor.get(Self.page)
            var weight = page.text.utf8.count
            for file in page.attributes("src") + page.attributes("href").filter({ $0.hasPrefix("/static/") || $0.hasPrefix("/theme/") }) {
                let answer = try await visitor.get(file)
                #expect(answer.status == .ok, "\(file)")
                weight += answer.text.utf8.count
            }
            #expect(weight < 60_000, "\(weight)")
        }
    }

    @Test func `a script asks for the picker alone`() async throws {
        try await BookingFixture().test { visitor in
            let part = try await visitor.get("\(Self.page)?date=2026-11-23&fragment=picker")
            #expect(!part.text.contains("<html") && part.offered.count == 16)
        }
    }
}
