import Booking
import CivilTime
import Hummingbird
import Operations
import Persistence
import TestSupport
import Testing

@testable import AdminApp

/// Services, people, hours, time off and the business: forms that keep what was typed, and changes that show whom they touch.
struct SettingsTests {
    private static let service: [String: String] = [
        "name": "Shave", "slug": "", "summary": "", "duration": "20", "preBuffer": "5", "postBuffer": "", "price": "18,50", "location": "",
        "color": "#aa3300", "staff": "sana", "emailRule": "optional", "phoneRule": "hidden", "notesRule": "required",
    ]

    // MARK: Services

    @Test func `a service is added with everything its form says`() async throws {
        let fixture = try AdminFixture()
        try await fixture.test { ana in
            let answer = try await ana.post("/admin/services", more: Self.service)
            #expect(try await ana.follow(answer).text.contains("Shave is added"))
        }
        let saved = try #require(try await fixture.read { try $0.services.find(slug: "shave", in: Cast.studio.id) })
        #expect(saved.duration == .minutes(20) && saved.preBuffer == .minutes(5) && saved.postBuffer == .zero)
        #expect(saved.price == 1850 && saved.staff == [Cast.anaMember.id] && saved.policy == nil)
        #expect(saved.fields == CustomerFields(email: .optional, phone: .hidden, notes: .required))
    }

    @Test func `every fault of a service is told at once and what was typed stays`() async throws {
        try await AdminFixture().test { ana in
            let answer = try await ana.post(
                "/admin/services", more: Self.service.merging(["name": "Shave & <b>", "duration": "half an hour", "price": "cheap"]) { $1 })
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("id=\"duration-fault\"") && answer.text.contains("id=\"price-fault\""))
            #expect(answer.values(of: "duration") == ["half an hour"] && answer.values(of: "price") == ["cheap"])
            #expect(answer.values(of: "name") == ["Shave &amp; &lt;b&gt;"])
            #expect(answer.text.contains("href=\"#duration\""))
        }
    }

    @Test func `a maximum less than a day past the minimum is refused`() async throws {
        try await AdminFixture().test { ana in
            let answer = try await ana.post(
                "/admin/services",
                more: Self.service.merging([
                    "hasOwnPolicy": "1", "policy.timeSlotInterval": "30", "policy.minimumLeadTime": "24", "policy.maximumAdvance": "1",
                    "policy.cancellationLeadTime": "",
                ]) { $1 })
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("less than 24 hours longer"))
            #expect(answer.text.contains("id=\"policy.maximumAdvance-fault\""))
        }
    }

    @Test func `removing a service asks, lists the bookings, and only then removes`() async throws {
        let fixture = try AdminFixture()
        try await fixture.book()
        try await fixture.test { ana in
            #expect(try await ana.get("/admin/services/vhaircut/remove").text.contains("Remove Haircut?"))
            let listed = try await ana.post("/admin/services/vhaircut/remove", ["confirmed": "1"])
            #expect(listed.status == .conflict)
            #expect(listed.text.contains("Monday 23 November 2026, 10:00–10:30") && listed.text.contains("the service is removed"))
            #expect(try await fixture.read { try $0.services.find(Cast.haircut.id)?.isActive } == true)
            let done = try await ana.post(
                "/admin/services/vhaircut/remove", ["confirmed": try #require(listed.values(of: "confirmed").first)])
            #expect(done.status == .seeOther)
        }
        #expect(try await fixture.read { try $0.services.find(Cast.haircut.id)?.isActive } == false)
    }

    @Test func `taking somebody off a service shows their bookings and carries the whole form through the question`() async throws {
        let fixture = try AdminFixture()
        try await fixture.book()
        let form = Self.service.merging(["name": "Haircut", "slug": "haircut", "staff": "sben", "summary": "Short & sweet"]) { $1 }
        try await fixture.test { ana in
            let asked = try await ana.post("/admin/services/vhaircut", more: form)
            #expect(asked.status == .conflict && asked.text.contains("no longer offers the service"))
            #expect(asked.values(of: "summary") == ["Short &amp; sweet"] && asked.values(of: "staff") == ["sben"])
            _ = try await ana.post("/admin/services/vhaircut", more: form.merging(["confirmed": "1"]) { $1 })
        }
        #expect(try await fixture.read { try $0.services.find(Cast.haircut.id)?.staff } == [Cast.benMember.id])
    }

    // MARK: People

    @Test func `a person is added, and the page then gives the feed's address`() async throws {
        try await AdminFixture().test { ana in
            let answer = try await ana.post(
                "/admin/staff", ["name": "Nils", "email": "", "color": "#00aa00", "isBookable": "1", "zone": "", "user": ""])
            let page = try await ana.follow(answer)
            #expect(page.text.contains("Nils is added"))
            #expect(page.text.contains("http://localhost:8080/feeds/staff/"))
        }
    }

    @Test func `an unknown zone is told at its field`() async throws {
        try await AdminFixture().test { ana in
            let answer = try await ana.post(
                "/admin/staff/sben", ["name": "Ben", "color": "#00aa00", "zone": "Europe/Atlantis", "user": "uben"])
            #expect(answer.status == .unprocessableContent && answer.text.contains("id=\"zone-fault\""))
            #expect(answer.values(of: "zone") == ["Europe/Atlantis"])
        }
    }

    @Test func `a new feed address replaces the old one`() async throws {
        let fixture = try AdminFixture()
        try await fixture.test { ana in _ = try await ana.post("/admin/staff/sana/feed") }
        let token = try await fixture.read { try $0.staff.find(Cast.anaMember.id)?.feedToken }
        #expect(token != nil && token != "feed-ana")
    }

    // MARK: Hours

    private static func hours(_ ranges: [String: String]) -> [String: String] {
        var form: [String: String] = [:]
        for day in 1...7 { for index in 0..<2 { for end in ["from", "to"] { form["hours-\(day)-\(index)-\(end)"] = "" } } }
        return form.merging(ranges) { $1 }
    }

    @Test func `hours may have breaks and cross midnight`() async throws {
        let fixture = try AdminFixture()
        try await fixture.test { ana in
            let answer = try await ana.post(
                "/admin/hours",
                more: Self.hours([
                    "hours-1-0-from": "09:00", "hours-1-0-to": "12:00", "hours-1-1-from": "13:00", "hours-1-1-to": "17:00",
                    "hours-5-0-from": "20:00",
                    "hours-5-0-to": "02:00",
                ]))
            #expect(answer.status == .seeOther)
            #expect(try await ana.get("/admin/hours").text.contains("into the next day"))
        }
        let hours = try #require(try await fixture.read { try $0.businesses.find(Cast.studio.id)?.hours })
        #expect(hours[.monday].map(\.start) == [540, 780] && hours[.friday].map(\.end) == [1560] && hours[.sunday].isEmpty)
    }

    @Test func `hours that overlap or are half typed stand in their day with what was typed`() async throws {
        try await AdminFixture().test { ana in
            let answer = try await ana.post(
                "/admin/hours",
                more: Self.hours([
                    "hours-1-0-from": "09:00", "hours-1-0-to": "12:00", "hours-1-1-from": "11:00", "hours-1-1-to": "17:00",
                    "hours-2-0-from": "09:00",
                ]))
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("These hours overlap") && answer.text.contains("These hours cannot be read"))
            #expect(answer.values(of: "hours-1-1-from") == ["11:00"] && answer.values(of: "hours-2-0-from") == ["09:00"])
        }
    }

    @Test func `shorter hours list the bookings outside before they are saved`() async throws {
        let fixture = try AdminFixture()
        try await fixture.book()
        let form = Self.hours(["hours-1-0-from": "13:00", "hours-1-0-to": "17:00"])
        try await fixture.test { ana in
            let asked = try await ana.post("/admin/hours", more: form)
            #expect(asked.status == .conflict && asked.text.contains("outside the new hours"))
            #expect(asked.values(of: "hours-1-0-from") == ["13:00"])
            #expect(try await fixture.read { try $0.businesses.find(Cast.studio.id)?.hours } == Cast.workingWeek)
            #expect(try await ana.post("/admin/hours", more: form.merging(["confirmed": "1"]) { $1 }).status == .seeOther)
        }
        #expect(try await fixture.read { try $0.businesses.find(Cast.studio.id)?.hours[.monday].map(\.start) } == [780])
    }

    @Test func `a person has the business's hours until the box is ticked`() async throws {
        let fixture = try AdminFixture()
        let form = Self.hours(["hours-3-0-from": "10:00", "hours-3-0-to": "12:00"])
        try await fixture.test { ana in
            _ = try await ana.post("/admin/staff/sben/hours", more: form)
            #expect(try await fixture.read { try $0.staff.find(Cast.benMember.id)?.hours } == nil)
            _ = try await ana.post("/admin/staff/sben/hours", more: form.merging(["hasOwnHours": "1"]) { $1 })
        }
        #expect(try await fixture.read { try $0.staff.find(Cast.benMember.id)?.hours?[.wednesday].map(\.start) } == [600])
    }

    @Test func `a date of its own is added, replaced and removed`() async throws {
        let fixture = try AdminFixture()
        try await fixture.test { ana in
            _ = try await ana.post(
                "/admin/hours/dates", ["date": "2026-12-24", "note": "Christmas Eve", "range-0-from": "09:00", "range-0-to": "12:00"])
            #expect(try await ana.get("/admin/hours").text.contains("Christmas Eve"))
            _ = try await ana.post("/admin/hours/dates", ["date": "2026-12-24", "note": ""])
            #expect(try await fixture.read { try $0.businesses.find(Cast.studio.id)?.overrides.map(\.ranges.count) } == [0])
            _ = try await ana.post("/admin/hours/dates/remove", ["remove": "2026-12-24"])
            #expect(try await fixture.read { try $0.businesses.find(Cast.studio.id)?.overrides.isEmpty } == true)
            let nonsense = try await ana.post("/admin/hours/dates", ["date": "24.12."])
            #expect(nonsense.status == .unprocessableContent && nonsense.text.contains("id=\"date-fault\""))
        }
    }

    // MARK: Time off

    private static let holiday: [String: String] = [
        "person": "sana", "isAllDay": "1", "startDate": "2026-11-23", "startTime": "", "endDate": "2026-11-24", "endTime": "",
        "reason": "Holiday",
    ]

    @Test func `time off lists the bookings in it, and is entered once confirmed`() async throws {
        let fixture = try AdminFixture()
        try await fixture.book()
        try await fixture.test(as: Cast.ben) { ben in
            let asked = try await ben.post("/admin/time-off", more: Self.holiday)
            #expect(asked.status == .conflict && asked.text.contains("during the time off"))
            #expect(asked.values(of: "reason") == ["Holiday"])
            _ = try await ben.post("/admin/time-off", more: Self.holiday.merging(["confirmed": "1"]) { $1 })
            #expect(try await ben.get("/admin/time-off").text.contains("Holiday"))
        }
        let stored = try await fixture.read { try $0.timeOff.all(of: Cast.anaResource.id) }
        #expect(
            stored.map(\.span.start.description) == ["2026-11-22T23:00:00Z"]
                && stored.map(\.span.end.description) == ["2026-11-24T23:00:00Z"])
    }

    @Test func `time off that ends before it starts is told at the end`() async throws {
        try await AdminFixture().test(as: Cast.ben) { ben in
            for end in ["2026-11-20", "2026-11-22"] {
                let answer = try await ben.post("/admin/time-off", more: Self.holiday.merging(["endDate": end]) { $1 })
                #expect(answer.status == .unprocessableContent && answer.text.contains("id=\"endDate-fault\""))
                #expect(answer.text.contains("The end comes before the start.") && answer.values(of: "endDate") == [end])
            }
        }
    }

    // MARK: The business

    @Test func `the settings page holds what it would save`() async throws {
        let fixture = try AdminFixture()
        try await fixture.test { ana in
            let page = try await ana.get("/admin/settings")
            var form: [String: String] = [:]
            for name in [
                "name", "slug", "zone", "accent", "timeSlotInterval", "minimumLeadTime", "maximumAdvance", "cancellationLeadTime", "phone",
                "website", "senderName", "replyTo",
            ] {
                let value: String = try #require(page.values(of: name).first, "\(name)")
                form[name] = value
            }
            form["currency"] = "EUR"
            form["language"] = "en"
            form["address"] = Cast.studio.contact.address
            form["introduction"] = Cast.studio.introduction
            form["allowedFrameOrigins"] = "*"
            form["isPublished"] = "1"
            form["isIndexed"] = "1"
            form["allowStaffSelection"] = "1"
            form["name"] = Cast.studio.name
            #expect(try await ana.post("/admin/settings", more: form).status == .seeOther)
        }
        #expect(try await fixture.read { try $0.businesses.find(Cast.studio.id) } == Cast.studio)
    }

    @Test func `the embed code and the preview lead to the page`() async throws {
        try await AdminFixture().test { ana in
            let page = try await ana.get("/admin/settings")
            #expect(page.words.contains("<iframe src=\"http://localhost:8080/b/studio?embed=1\""))
            #expect(page.attributes("href").contains("http://localhost:8080/b/studio"))
        }
    }

    @Test func `another business comes into view and back`() async throws {
        try await AdminFixture().test { ana in
            let made = try await ana.post(
                "/admin/businesses", ["name": "Second Shop", "zone": "Europe/Helsinki", "currency": "EUR", "language": "en"])
            let page = try await ana.follow(made)
            #expect(page.text.contains("Settings · Second Shop"))
            #expect(page.text.contains("/admin/businesses/bstudio/view"))
            #expect(page.text.contains("The page is not published"))
        }
    }
}
