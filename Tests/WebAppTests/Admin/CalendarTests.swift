import Booking
import CalendarSync
import CivilTime
import Hummingbird
import Persistence
import TestSupport
import Testing

@testable import AdminApp

/// The week and the day: bookings, outside events, time off, filters, the panel.
struct CalendarTests {
    private static let week = "/admin?date=2026-11-23"

    @Test func `a booking stands on its day with time, customer and service`() async throws {
        let fixture = try AdminFixture()
        let appointment = try await fixture.book()
        try await fixture.test { ana in
            let page = try await ana.get(Self.week)
            #expect(page.words.contains("aria-label=\"10:00–10:30, Cleo, Haircut, with Ana\""))
            #expect(page.text.contains("open=appointment:\(appointment.id)"))
            #expect(page.text.contains("23 – 29 November 2026"))
            #expect(page.text.contains("Europe/Berlin (GMT+1)"))
            #expect(!(try await ana.get("/admin?date=2026-11-30")).text.contains("Cleo"))
        }
    }

    @Test func `an outside event is named external with its source, and a private one keeps its title`() async throws {
        let fixture = try AdminFixture { transaction in
            try transaction.accounts.insert(Cast.benAccount)
            try transaction.calendars.insert(Cast.benCalendar)
            for (item, title, hour) in [("open.ics", "Dentist" as String?, 2), ("closed.ics", nil, 5)] {
                let block = BusyBlock(
                    resource: Cast.benResource.id, span: Span(start: AdminFixture.monday + .hours(hour), duration: .hours(1)),
                    source: "Work", title: title)
                _ = try transaction.busyBlocks.replace(
                    calendar: Cast.benCalendar.id, item: item,
                    with: [OutsideBlock(block: block, isBusy: true, reason: "marked as busy", calendar: Cast.benCalendar.id, item: item)])
            }
        }
        try await fixture.test { ana in
            let page = try await ana.get(Self.week)
            #expect(page.text.contains("External event, 12:00–13:00, Dentist, Ben, Work"))
            #expect(page.text.contains("External event, 15:00–16:00, Private, Ben, Work"))
            let address = try #require(page.attributes("href").first { $0.contains("open=event") })
            let panel = try await ana.get(address)
            #expect(panel.text.contains("chip-external\">External event"))
            #expect(panel.text.contains("<dd>Work</dd>"))
            #expect(panel.text.contains("Closes its time for bookings"))
        }
    }

    @Test func `a filter shows only its people and says how many it hides`() async throws {
        let fixture = try AdminFixture()
        try await fixture.book(with: Cast.anaMember)
        try await fixture.book(at: AdminFixture.monday + .hours(1), with: Cast.benMember)
        try await fixture.test { ana in
            let page = try await ana.get("\(Self.week)&person=sben")
            #expect(page.text.contains("with Ben"))
            #expect(!page.text.contains("with Ana"))
            #expect(page.text.contains("1 hidden by filters"))
            #expect(!(try await ana.get(Self.week)).text.contains("hidden by filters"))
        }
    }

    @Test func `the day has a column for each person`() async throws {
        try await AdminFixture().test { ana in
            let page = try await ana.get("\(Self.week)&view=day")
            #expect(page.attributes("data-person") == ["sana", "sben"])
            #expect(page.attributes("data-date") == ["2026-11-23", "2026-11-23"])
        }
    }

    @Test func `an empty week leads to the next booking`() async throws {
        let fixture = try AdminFixture()
        try await fixture.book(at: AdminFixture.monday + .days(14))
        try await fixture.test { ana in
            let page = try await ana.get(Self.week)
            #expect(page.text.contains("Next booking: Mon 7 Dec") && page.attributes("href").contains("/admin?date=2026-12-07"))
            #expect(!(try await ana.get("/admin?date=2026-12-14")).text.contains("Next booking"))
        }
    }

    @Test func `the calendar opens at working hours, even where an event at night makes it longer`() async throws {
        let fixture = try AdminFixture { transaction in
            try transaction.timeOff.insert(
                TimeOff(
                    id: TimeOff.ID("night"), resource: Cast.benResource.id,
                    span: Span(start: AdminFixture.monday - .hours(8), duration: .hours(1))))
        }
        try await fixture.test { ana in
            let page = try await ana.get(Self.week)
            #expect(page.attributes("data-first-minute") == ["60"] && page.attributes("data-scroll-minute") == ["510"])
        }
    }

    @Test func `an empty week says so and offers to book`() async throws {
        try await AdminFixture().test { ana in
            let page = try await ana.get(Self.week)
            #expect(page.text.contains("Nothing is booked in this week yet."))
            #expect(page.text.contains("/admin/appointments/new?date=2026-11-23"))
        }
    }

    @Test func `a viewer sees the panel without anything to change`() async throws {
        let fixture = try AdminFixture()
        let appointment = try await fixture.book()
        try await fixture.test(as: AdminFixture.vera) { vera in
            let page = try await vera.get("\(Self.week)&open=appointment:\(appointment.id)&do=move")
            #expect(page.text.contains("id=\"panel-heading\""))
            #expect(!page.text.contains("/move\"") && !page.text.contains("/cancel\"") && !page.text.contains("data-drag"))
            #expect(!page.text.contains("/admin/appointments/new"))
        }
    }

    @Test(arguments: [
        "date=nonsense", "date=9999-12-31", "date=0001-01-01", "view=year", "open=appointment:gone", "open=event:x.y", "person=nobody",
        "hours=all",
    ])
    func `an address that makes no sense still shows a calendar`(query: String) async throws {
        try await AdminFixture().test { ana in
            let page = try await ana.get("/admin?\(query)")
            #expect(page.status == .ok)
            #expect(page.text.contains("class=\"grid "))
        }
    }

    @Test func `markup in a name is shown as typed`() async throws {
        let fixture = try AdminFixture { transaction in
            var cleo = Cast.cleo
            cleo.name = "<b>Cleo</b>"
            try transaction.customers.update(cleo)
        }
        try await fixture.test { ana in
            let page = try await ana.get("/admin/customers")
            #expect(page.text.contains("&lt;b&gt;Cleo&lt;/b&gt;"))
            #expect(!page.text.contains("<b>Cleo"))
        }
    }

    @Test func `pages carry no inline style and no inline script`() async throws {
        let fixture = try AdminFixture()
        let appointment = try await fixture.book()
        try await fixture.test { ana in
            let paths = [
                Self.week, "\(Self.week)&open=appointment:\(appointment.id)&do=move", "/admin/settings", "/admin/calendars", "/admin/mails",
                "/admin/hours",
            ]
            for path in paths {
                let page = try await ana.get(path)
                #expect(!page.text.contains(" style=") && !page.text.contains("<style"), "\(path)")
                #expect(!page.text.contains("<script>") && !page.text.contains(" onclick="), "\(path)")
            }
        }
    }
}

/// Items that overlap stand side by side.
struct LaneLayoutTests {
    @Test func `items that only touch keep the whole width`() {
        #expect(LaneLayout.places(of: [0..<30, 30..<60]).map(\.lanes) == [1, 1])
    }

    @Test func `items that overlap share it, through others too`() {
        let places = LaneLayout.places(of: [0..<60, 30..<90, 60..<120, 200..<210])
        #expect(places.map(\.lane) == [0, 1, 0, 0])
        #expect(places.map(\.lanes) == [2, 2, 2, 1])
    }

    @Test(arguments: 0..<20)
    func `no two items of a lane overlap`(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let items = (0..<60).map { _ in
            let start = Int.random(in: 0..<1380, using: &random)
            return start..<start + Int.random(in: 0...240, using: &random)
        }
        let places = LaneLayout.places(of: items)
        for (left, first) in items.enumerated() {
            for (right, second) in items.enumerated() where left < right && first.overlaps(second) {
                #expect(places[left].lane != places[right].lane, "seed \(seed)")
                #expect(places[left].lanes == places[right].lanes, "seed \(seed)")
            }
        }
    }
}

/// Rows of five minutes.
struct CalendarGridTests {
    @Test func `the hours hold everything shown with some air, eight at least`() {
        let grid = CalendarGrid(showing: [9 * 60..<17 * 60, 19 * 60..<20 * 60])
        #expect(grid.firstHour == 8 && grid.lastHour == 21)
        #expect(CalendarGrid(showing: [600..<630]).hourCount == 8)
        #expect(CalendarGrid(showing: [0..<1440]).hourCount == 24)
        #expect(CalendarGrid(showing: [1380..<1440]).lastHour == 24)
    }

    @Test func `a range is placed by row and length and cut to what is shown`() {
        let grid = CalendarGrid(showing: [9 * 60..<17 * 60])
        #expect(grid.placement(of: 540..<570) == "at-12 for-6")
        #expect(grid.placement(of: 0..<490) == "at-0 for-2")
        #expect(grid.placement(of: 100..<200) == nil)
    }

    @Test func `every class that a placement can name stands in the style sheet`() {
        for name in [".at-0{", ".at-287{", ".for-1{", ".for-288{", ".lanes-8.lane-7{", ".hours-24{"] {
            #expect(CalendarStylesheet.grid.contains(name), "\(name)")
        }
    }

    @Test func `a colour's style sheet holds colours and nothing that was slipped in`() {
        #expect(
            CalendarStylesheet.colors(query: "1f5fbf.}body{x:y.FFF.00aa00")
                == ".color-1f5fbf{--item:#1f5fbf}\n.color-00aa00{--item:#00aa00}\n")
        #expect(CalendarStylesheet.className(of: "url(x)") == "color-6b7280")
    }

    @Test func `a day on which the clocks change is drawn by the wall clock`() throws {
        let zone = TestZones.named("Europe/Berlin")
        let day = try #require(CivilDate(iso8601: "2026-10-25"))
        let column = CalendarColumn(date: day, person: nil, zone: zone)
        let nine = zone.instant(of: CivilDateTime(day, try #require(TimeOfDay(iso8601: "09:00"))))
        #expect(column.minutes(of: Span(start: nine, duration: .hours(1))) == 540..<600)
        #expect(column.minutes(of: column.span) == 0..<1440)
        #expect(column.minutes(of: Span(start: nine + .days(2), duration: .hours(1))) == nil)
    }
}
