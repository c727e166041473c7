import Booking
import CalendarSync
import CivilTime
import Hummingbird
import Operations
import Persistence
import TestSupport
import Testing

@testable import AdminApp

/// The pages about one person's connection.
struct DiagnosisPageTests {
    private static let check = "/admin/calendars/people/rben/check"

    private static func connected(_ change: (Transaction) throws -> Void = { _ in }) throws -> AdminFixture {
        try AdminFixture { transaction in
            var account = Cast.benAccount
            account.refusedSince = Cast.morning - .hours(3)
            try transaction.accounts.insert(account)
            var calendar = Cast.benCalendar
            calendar.readAt = Cast.morning - .hours(3)
            calendar.failure = CalendarTrouble(since: Cast.morning - .hours(3), failure: ProviderFailure(.unauthorized, "<Refused>."))
            try transaction.calendars.insert(calendar)
            try change(transaction)
        }
    }

    @Test func `the first cause stands on top with its button, and all 27 checks below`() async throws {
        try await Self.connected().test { ana in
            let page = try await ana.get(Self.check)
            #expect(page.status == .ok)
            #expect(page.text.contains("has refused the password of “ben at cal.example.org” since Saturday 21 November 2026, 07:00"))
            #expect(page.text.contains("href=\"/admin/calendars/connect?account=kben\">Sign in again"))
            #expect(page.text.contains("All 27 checks"))
            for number in 1...27 { #expect(page.text.contains("no. \(number)<"), "\(number)") }
            #expect(!page.text.contains("{"))
        }
    }

    @Test func `what somebody may not do is not offered to them`() async throws {
        try await Self.connected().test(as: Cast.ben) { ben in
            let page = try await ben.get(Self.check)
            #expect(page.text.contains("has refused the password") && !page.text.contains("Sign in again</a>"))
        }
    }

    @Test func `checking asks the server, which cannot be reached here, and says so`() async throws {
        let fixture = try Self.connected()
        try await fixture.test { ana in
            let answer = try await ana.post(Self.check, ["version": "test"])
            #expect(answer.status == .seeOther)
            let page = try await ana.follow(answer)
            #expect(page.text.contains("The connection was checked just now."))
        }
        #expect(try await fixture.read { try $0.diagnoses.all().count } == 1)
    }

    @Test func `a page of an older program is told so`() async throws {
        try await Self.connected().test { ana in
            let page = try await ana.post(Self.check, ["version": "older"])
            #expect(page.status == .ok && page.text.contains("This page was made by version older"))
        }
    }

    @Test func `the report is a text file without markup`() async throws {
        try await Self.connected().test { ana in
            let report = try await ana.get("\(Self.check)/report")
            #expect(report.headers[.contentType]?.hasPrefix("text/plain") == true)
            #expect(
                report.text.contains("27. [") && report.text.contains("Ben · ben at cal.example.org") && !report.text.contains("sealed"))
        }
    }

    @Test func `an event is found by its title, picked and answered`() async throws {
        let fixture = try Self.connected { transaction in
            let block = OutsideBlock(
                block: BusyBlock(
                    resource: Cast.benResource.id, span: Span(start: AdminFixture.monday, duration: .hours(1)), source: "Work",
                    title: "Gym & <sauna>"), isBusy: false, reason: "The event is marked as free.", calendar: Cast.benCalendar.id,
                item: "gym.ics")
            try transaction.busyBlocks.replace(calendar: Cast.benCalendar.id, item: "gym.ics", with: [block])
        }
        try await fixture.test(as: Cast.ben) { ben in
            let list = try await ben.get("/admin/calendars/people/rben/event?text=sauna")
            #expect(list.text.contains("Gym &amp; &lt;sauna&gt;"))
            let start = AdminFixture.monday.secondsSinceEpoch
            let answer = try await ben.get("/admin/calendars/people/rben/event?text=sauna&calendar=dben&item=gym.ics&start=\(start)")
            #expect(answer.text.contains("is here, but leaves its time open: The event is marked as free."))
            let nothing = try await ben.get("/admin/calendars/people/rben/event?text=tennis")
            #expect(nothing.text.contains("Nothing like it was read.") && nothing.text.contains("missing=1"))
            let strange = try await ben.get("/admin/calendars/people/rben/event?calendar=dben&item=x&start=1")
            #expect(strange.status == .notFound)
        }
    }

    @Test func `a time that is closed is explained for one person`() async throws {
        let fixture = try AdminFixture()
        try await fixture.book(with: Cast.benMember)
        try await fixture.test(as: Cast.ben) { ben in
            let page = try await ben.get("/admin/calendars/people/rben/slot?service=vhaircut&date=2026-11-23&time=10%3A00")
            #expect(page.text.contains("Ben: taken by the booking “Haircut – Cleo”"))
            let free = try await ben.get("/admin/calendars/people/rben/slot?service=vhaircut&date=2026-11-23&time=11%3A00")
            #expect(free.text.contains("Ben: free, and offered."))
            let wrong = try await ben.get("/admin/calendars/people/rben/slot?service=vhaircut&date=soon&time=11%3A00")
            #expect(wrong.text.contains("id=\"date-fault\""))
        }
    }

    @Test func `the log says how many entries its filter hides`() async throws {
        let fixture = try Self.connected { transaction in
            for (action, failure) in [(SyncLogEntry.Action.created, nil), (.read, "<No> answer."), (.read, nil)] {
                try transaction.syncLog.append(
                    SyncLogEntry(
                        at: Cast.morning, resource: Cast.benResource.id, calendar: Cast.benCalendar.id, action: action, cause: .calendar,
                        count: 2, failure: failure, milliseconds: 1_234))
            }
            try transaction.syncLog.append(
                SyncLogEntry(
                    at: Cast.morning, resource: Cast.benResource.id, calendar: Cast.benCalendar.id, action: .read, cause: .calendar,
                    count: 0, failure: "Refused."))
        }
        try await fixture.test(as: Cast.ben) { ben in
            let all = try await ben.get("/admin/calendars/people/rben/log")
            #expect(all.text.contains("2 changes read") && all.text.contains("&lt;No&gt; answer.") && all.text.contains("1,234\u{A0}ms"))
            #expect(all.text.contains("Reading the calendar"))
            #expect(!all.text.contains("hidden by filters"))
            let failures = try await ben.get("/admin/calendars/people/rben/log?failures=1")
            #expect(failures.text.contains("2 hidden by filters") && !failures.text.contains("Event made</strong>"))
        }
    }

    @Test func `an entry shows the time that its booking had then, whatever became of it`() async throws {
        let fixture = try Self.connected { _ in }
        let booked = try await fixture.book(with: Cast.benMember)
        try await fixture.kalends.database.write { transaction in
            try transaction.syncLog.append(
                SyncLogEntry(
                    at: Cast.morning, resource: Cast.benResource.id, calendar: Cast.benCalendar.id, action: .created, cause: .booking,
                    appointment: booked.id))
        }
        fixture.clock.advance(by: .minutes(1))
        _ = try await MoveAppointment(fixture.kalends)(
            MoveAppointment.Request(appointment: booked.id, start: AdminFixture.monday + .hours(4), staff: nil, actor: .user(Cast.ana.id)))
        try await fixture.test { ana in
            let log = try await ana.get("/admin/calendars/people/rben/log")
            #expect(log.text.contains("Monday 23 November 2026, 10:00–10:30") && !log.text.contains("14:00–14:30"))
        }
    }

    @Test func `somebody who is not there has no page`() async throws {
        try await AdminFixture().test { ana in
            for page in ["check", "check/report", "event", "slot", "log"] {
                let answer = try await ana.get("/admin/calendars/people/nobody/\(page)")
                #expect(answer.status == .notFound, "\(page)")
            }
        }
    }

    @Test func `the settings say what is offered of people whose calendars are not known`() async throws {
        let fixture = try AdminFixture()
        try await fixture.test { ana in
            let page = try await ana.get("/admin/settings")
            #expect(page.text.contains("name=\"staleCalendars\"") && page.text.contains("name=\"deadCalendars\""))
            #expect(page.text.contains("Hide the person’s times"))
            #expect(page.text.contains("confirm each booking once the calendar could be read"))
        }
    }
}
