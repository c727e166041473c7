import Booking
import CalendarSync
import CivilTime
import Hummingbird
import Operations
import Persistence
import TestSupport
import Testing

@testable import AdminApp

/// Booking, moving, cancelling and annotating by hand.
struct AppointmentTests {
    private static let new: KeyValuePairs = [
        "service": "vhaircut", "staff": "sana", "date": "2026-11-23", "slot": "2026-11-23T09:00:00Z", "customer": "new", "name": "Nora",
        "email": "nora@example.org", "formID": "f1",
    ]

    @Test func `the detail names time, people, customer and where it stands`() async throws {
        let fixture = try AdminFixture()
        let appointment = try await fixture.book()
        try await fixture.test { ana in
            let page = try await ana.get("/admin/appointments/\(appointment.id)")
            #expect(page.text.contains("Monday 23 November 2026, 10:00–10:30 (Europe/Berlin, GMT+1)"))
            #expect(page.text.contains("mailto:cleo@example.org"))
            #expect(page.text.contains("Ana has no calendar connected"))
            #expect(page.text.contains("<p>Booked</p>"))
            #expect(page.text.contains("The customer ·"))
        }
    }

    @Test func `a booking that waits to be confirmed says so wherever it stands, and is confirmed by hand`() async throws {
        let fixture = try AdminFixture()
        let appointment = try await fixture.book()
        try await fixture.kalends.database.write { transaction in
            var waiting = appointment
            waiting.awaitsConfirmationSince = Cast.morning
            try transaction.appointments.update(waiting)
        }
        let own = "/admin/appointments/\(appointment.id)"
        try await fixture.test(as: AdminFixture.vera) { vera in
            let page = try await vera.get(own)
            #expect(page.text.contains("To be confirmed</span>") && !page.text.contains("Confirm now"))
        }
        try await fixture.test(as: Cast.ben) { ben in
            #expect(try await ben.get("/admin?date=2026-11-23").text.contains("<span class=\"entry-flag\">to be confirmed</span>"))
            let customer = try #require(appointment.attendees.first?.customer)
            let list = try await ben.get("/admin/customers/\(customer)")
            #expect(list.text.contains("chip-warning\">to be confirmed"))
            let page = try await ben.get(own)
            #expect(page.text.contains("action=\"\(own)/confirm\"") && page.text.contains("Confirm now"))
            let confirmed = try await ben.follow(try await ben.post("\(own)/confirm"))
            #expect(confirmed.text.contains("The appointment is confirmed") && !confirmed.text.contains("To be confirmed</span>"))
            _ = try await CancelAppointment(fixture.kalends)(.init(appointment: appointment.id, actor: .user(Cast.ben.id)))
            let late = try await ben.follow(try await ben.post("\(own)/confirm"))
            #expect(late.text.contains("There is nothing to confirm any more"))
        }
    }

    @Test func `a booking made by hand stands in the calendar and says when it is`() async throws {
        let fixture = try AdminFixture()
        try await fixture.test(as: Cast.ben) { ben in
            let form = try await ben.get("/admin/appointments/new?date=2026-11-23")
            #expect(form.values(of: "slot").contains("2026-11-23T09:00:00Z"))
            let answer = try await ben.post("/admin/appointments", Self.new)
            #expect(answer.status == .seeOther)
            let page = try await ben.follow(answer)
            #expect(page.text.contains("Booked for Monday 23 November 2026, 10:00–10:30"))
            #expect(page.text.contains("id=\"panel-heading\" tabindex=\"-1\">Nora"))
            // The same rendered form books at most once.
            _ = try await ben.post("/admin/appointments", Self.new)
        }
        #expect(
            try await fixture.read { try $0.appointments.all(overlapping: Span(start: AdminFixture.monday, duration: .days(1))).count } == 1
        )
    }

    @Test func `a taken time is a conflict that keeps what was typed and offers the nearest times`() async throws {
        let fixture = try AdminFixture()
        try await fixture.book()
        try await fixture.test(as: Cast.ben) { ben in
            let answer = try await ben.post("/admin/appointments", Self.new, more: ["notes": "by the window"])
            #expect(answer.status == .conflict)
            #expect(answer.text.contains("with Ana is taken"))
            #expect(answer.text.contains("Take Mon 23 Nov 10:30"))
            #expect(answer.values(of: "name") == ["Nora"])
            #expect(answer.text.contains("by the window</textarea>"))
        }
    }

    @Test func `a known customer is found and booked with what is on file`() async throws {
        let fixture = try AdminFixture()
        try await fixture.test(as: Cast.ben) { ben in
            let page = try await ben.get("/admin/appointments/new?date=2026-11-23&search=cle")
            #expect(page.values(of: "customer") == ["ccleo", "new"])
            _ = try await ben.post(
                "/admin/appointments",
                ["service": "vhaircut", "staff": "sana", "date": "2026-11-23", "slot": "2026-11-23T09:00:00Z", "customer": "ccleo"])
        }
        let booked = try await fixture.read { try $0.appointments.all(of: Cast.cleo.id) }
        #expect(booked.map { $0.attendees.first?.email } == ["cleo@example.org"])
    }

    @Test func `every fault of the form is told at its field`() async throws {
        try await AdminFixture().test(as: Cast.ben) { ben in
            let answer = try await ben.post(
                "/admin/appointments",
                [
                    "service": "vhaircut", "staff": "", "date": "2026-11-23", "slot": "other", "time": "09:00", "name": "",
                    "email": "no address",
                ])
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("id=\"name-fault\"") && answer.text.contains("id=\"email-fault\""))
            #expect(answer.values(of: "email") == ["no address"])
            #expect(answer.text.contains("2 things need another look"))
            let timeless = try await ben.post(
                "/admin/appointments", ["service": "vhaircut", "date": "2026-11-23", "slot": "other", "time": ""])
            #expect(timeless.text.contains("id=\"time-fault\""))
        }
    }

    @Test func `outside the hours needs the box, and the box suffices`() async throws {
        let fixture = try AdminFixture()
        let form = [
            "service": "vhaircut", "staff": "sana", "date": "2026-11-22", "slot": "other", "time": "20:00", "name": "Nora", "email": "",
        ]
        try await fixture.test(as: Cast.ben) { ben in
            let refused = try await ben.post("/admin/appointments", more: form)
            #expect(refused.status == .conflict)
            #expect(refused.text.contains("is outside the hours of Ana"))
            let booked = try await ben.post("/admin/appointments", more: form.merging(["ignoresPolicy": "1"]) { $1 })
            #expect(booked.status == .seeOther)
        }
    }

    @Test func `the move form offers the day's times and moves`() async throws {
        let fixture = try AdminFixture()
        let appointment = try await fixture.book()
        try await fixture.test(as: Cast.ben) { ben in
            let form = try await ben.get("/admin/appointments/\(appointment.id)?do=move&moveDate=2026-11-24")
            #expect(form.values(of: "slot").contains("2026-11-24T13:00:00Z"))
            #expect(form.text.contains("Cleo is told by mail (cleo@example.org)."))
            let answer = try await ben.post(
                "/admin/appointments/\(appointment.id)/move",
                ["slot": "2026-11-24T13:00:00Z", "date": "2026-11-24", "staff": "sben", "revision": "1", "back": "/admin?date=2026-11-24"])
            #expect(answer.location == "/admin?date=2026-11-24")
            #expect(try await ben.follow(answer).text.contains("Moved to Tuesday 24 November 2026, 14:00–14:30"))
        }
        let moved = try #require(try await fixture.read { try $0.appointments.find(appointment.id) })
        #expect(moved.span.start.description == "2026-11-24T13:00:00Z" && moved.staff == [Cast.benMember.id])
    }

    @Test(arguments: [
        (true, "is taken out of “Work” of Ben", "“Work” of Ben moves with it", "and in step"),
        (false, "event stays in “Work” of Ben as it is", "event stays in “Work” of Ben as it is", "Stays in “Work” of Ben as it is"),
    ])
    func `what becomes of the event is promised as the account stands`(isConnected: Bool, cancel: String, move: String, after: String)
        async throws
    {
        let fixture = try AdminFixture()
        let appointment = try await fixture.book(with: Cast.benMember)
        try await fixture.writeEvent(of: appointment, isConnected: isConnected)
        try await fixture.test(as: Cast.ben) { ben in
            let page = "/admin/appointments/\(appointment.id)"
            let (cancelling, moving) = (try await ben.get("\(page)?do=cancel"), try await ben.get("\(page)?do=move"))
            #expect(cancelling.words.contains(cancel) && moving.words.contains(move))
            let shown = try await ben.get(page)
            #expect(shown.words.contains(after))
        }
    }

    @Test func `while the sync is off, the event is said to wait until it is switched on`() async throws {
        let fixture = try AdminFixture()
        let appointment = try await fixture.book(with: Cast.benMember)
        try await fixture.writeEvent(of: appointment, isConnected: true)
        fixture.clock.advance(by: .minutes(1))
        try await fixture.kalends.database.write { transaction in
            try transaction.syncSettings.append(
                SyncChoicesVersion(
                    number: 1, since: fixture.kalends.now, reachesExisting: false,
                    choices: SyncChoices(sendsBookings: false, readsEvents: false)),
                of: Cast.benResource.id)
        }
        try await fixture.test(as: Cast.ben) { ben in
            let page = "/admin/appointments/\(appointment.id)"
            let (cancelling, moving) = (try await ben.get("\(page)?do=cancel"), try await ben.get("\(page)?do=move"))
            #expect(cancelling.words.contains("until the sync is switched on, and is taken out then"))
            #expect(moving.words.contains("waits until the sync is switched on, and moves then"))
            _ = try await ben.post("\(page)/cancel", ["reason": ""])
            let cancelled = try await ben.get(page).words
            #expect(cancelled.contains("waits until the sync is switched on") && !cancelled.contains("in step"))
        }
    }

    @Test func `without a mail server nobody is said to be told by mail`() async throws {
        let fixture = try AdminFixture(isMailConfigured: false)
        let appointment = try await fixture.book()
        try await fixture.test(as: Cast.ben) { ben in
            for task in ["move", "cancel"] {
                let form = try await ben.get("/admin/appointments/\(appointment.id)?do=\(task)")
                #expect(form.words.contains("No mail server is set up, so the mail to Cleo (cleo@example.org) waits"))
                #expect(!form.words.contains("told by mail"))
            }
            #expect(try await !ben.get("/admin/appointments/new").words.contains("told by mail"))
        }
    }

    @Test func `what dragging asks for is filled in and not done`() async throws {
        let fixture = try AdminFixture()
        let appointment = try await fixture.book()
        try await fixture.test(as: Cast.ben) { ben in
            let page = try await ben.get(
                "/admin?date=2026-11-23&open=appointment:\(appointment.id)&do=move&moveDate=2026-11-24&time=14:00&staff=sben")
            #expect(page.text.contains("value=\"2026-11-24T13:00:00Z\" checked"))
            let odd = try await ben.get("/admin/appointments/\(appointment.id)?do=move&moveDate=2026-11-24&time=14:10&staff=sben")
            #expect(odd.text.contains("value=\"other\" checked"))
            #expect(odd.values(of: "time") == ["14:10"])
        }
        #expect(try await fixture.read { try $0.appointments.find(appointment.id)?.span.start } == AdminFixture.monday)
    }

    @Test func `moving to a taken time or from an old page is refused with the nearest times`() async throws {
        let fixture = try AdminFixture()
        let first = try await fixture.book()
        try await fixture.book(at: AdminFixture.monday + .hours(1))
        try await fixture.test(as: Cast.ben) { ben in
            let taken = try await ben.post(
                "/admin/appointments/\(first.id)/move",
                ["slot": "other", "date": "2026-11-23", "time": "11:00", "staff": "sana", "revision": "1"])
            #expect(taken.status == .conflict)
            #expect(taken.text.contains("is taken") && taken.text.contains("class=\"alternatives\"><li>"))
            #expect(taken.values(of: "time") == ["11:00"])
            let old = try await ben.post(
                "/admin/appointments/\(first.id)/move",
                ["slot": "2026-11-24T13:00:00Z", "date": "2026-11-24", "staff": "sana", "revision": "0"])
            #expect(old.status == .conflict && old.text.contains("Somebody changed this appointment"))
        }
    }

    @Test func `a time that the clocks skip is named as such`() async throws {
        let fixture = try AdminFixture()
        let appointment = try await fixture.book()
        try await fixture.test(as: Cast.ben) { ben in
            let answer = try await ben.post(
                "/admin/appointments/\(appointment.id)/move",
                ["slot": "other", "date": "2027-03-28", "time": "02:30", "ignoresPolicy": "1"])
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("This time does not exist on that day"))
        }
    }

    @Test func `cancelling says what will happen, takes a reason, and cannot be done twice`() async throws {
        let fixture = try AdminFixture()
        let appointment = try await fixture.book()
        try await fixture.test(as: Cast.ben) { ben in
            let form = try await ben.get("/admin/appointments/\(appointment.id)?do=cancel")
            #expect(form.text.contains("The time can be booked again at once."))
            let answer = try await ben.post("/admin/appointments/\(appointment.id)/cancel", ["reason": "The pipe burst."])
            #expect(try await ben.follow(answer).text.contains("The pipe burst."))
            let again = try await ben.post("/admin/appointments/\(appointment.id)/cancel", ["reason": ""])
            #expect(try await ben.follow(again).text.contains("had been cancelled already"))
        }
        #expect(try await fixture.read { try $0.appointments.find(appointment.id)?.status } == .cancelled)
    }

    @Test func `notes are kept, and notes that are too long are kept in the form`() async throws {
        let fixture = try AdminFixture()
        let appointment = try await fixture.book()
        try await fixture.test(as: Cast.ben) { ben in
            _ = try await ben.post("/admin/appointments/\(appointment.id)/notes", ["staffNotes": "Allergic to cats."])
            #expect(try await ben.get("/admin/appointments/\(appointment.id)").text.contains("Allergic to cats.</textarea>"))
            let long = try await ben.post(
                "/admin/appointments/\(appointment.id)/notes", ["staffNotes": String(repeating: "a", count: 4001)])
            #expect(long.status == .unprocessableContent && long.text.contains("aaaa</textarea>"))
        }
    }

    @Test func `an address to return to that is not ours is not followed`() async throws {
        let fixture = try AdminFixture()
        let appointment = try await fixture.book()
        try await fixture.test(as: Cast.ben) { ben in
            let answer = try await ben.post(
                "/admin/appointments/\(appointment.id)/notes", ["staffNotes": "", "back": "https://evil.example"])
            #expect(answer.location == "/admin/appointments/\(appointment.id)")
        }
    }
}

extension AdminFixture {
    /// Lets an appointment of Ben's stand in his calendar.
    fileprivate func writeEvent(of appointment: Appointment, isConnected: Bool) async throws {
        try await kalends.database.write { transaction in
            var (account, calendar) = (Cast.benAccount, Cast.benCalendar)
            if !isConnected { (account.sealedSecret, calendar.isLinked, calendar.closesTime) = ("", false, false) }
            try transaction.accounts.insert(account)
            try transaction.calendars.insert(calendar)
            var link = Link(appointment: appointment.id, resource: Cast.benResource.id, calendar: calendar.id, generation: 1)
            (link.state, link.remoteID) = (.synced, "e1.ics")
            try transaction.links.put(link)
        }
    }
}
