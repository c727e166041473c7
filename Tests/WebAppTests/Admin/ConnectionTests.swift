import Booking
import CalendarSync
import CivilTime
import Hummingbird
import Operations
import Persistence
import TestSupport
import Testing

@testable import AdminApp

/// Calendars, conflicts, mail and jobs.
struct ConnectionTests {
    private static let account: [String: String] = [
        "resource": "rana", "kind": "caldav", "address": "https://cal.example.org", "user": "ana", "password": "right",
    ]

    @Test func `a refused sign-in says so at once, keeps all but the password, and shows no markup`() async throws {
        try await AdminFixture().test { ana in
            let answer = try await ana.post("/admin/calendars/connect", more: Self.account.merging(["password": "wrong"]) { $1 })
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("The server refused &lt;user&gt; and password.") && answer.text.contains("id=\"password-fault\""))
            #expect(answer.values(of: "address") == ["https://cal.example.org"] && answer.values(of: "user") == ["ana"])
            #expect(answer.values(of: "password") == [""])
        }
    }

    @Test func `an empty address is told at its field`() async throws {
        try await AdminFixture().test { ana in
            let answer = try await ana.post("/admin/calendars/connect", more: Self.account.merging(["address": " "]) { $1 })
            #expect(answer.status == .unprocessableContent && answer.text.contains("id=\"address-fault\""))
        }
    }

    @Test func `the choice disables a calendar that cannot be written, with the reason, and never shows the password`() async throws {
        try await AdminFixture().test { ana in
            let page = try await ana.post("/admin/calendars/connect", more: Self.account)
            #expect(page.status == .ok)
            #expect(page.text.contains("value=\"/team/\" disabled") && page.text.contains("You may only read this calendar."))
            #expect(page.text.contains("id=\"linked-0\" name=\"linked\" value=\"/office/\">"))
            #expect(!page.text.contains("name=\"linked\" value=\"\" checked"))
            let ticket = try #require(page.values(of: "ticket").first)
            let open = try await ana.post("/admin/calendars/connect/choose", ["ticket": ticket, "conflicts": "/office/"])
            #expect(open.status == .unprocessableContent && open.text.contains("It is not said where bookings are written."))
            #expect(!page.text.contains("right\""))
        }
    }

    @Test(
        arguments: [
            (["Work"], "Work"), (["Work", "Home"], nil), (["Work", "Default calendar"], "Default calendar"), ([], nil),
        ] as [([String], String?)])
    func `a calendar is proposed to be written only where there is no doubt`(names: [String], proposed: String?) {
        let calendars = names.map { RemoteCalendar(id: $0, name: $0, access: .readWrite) }
        let choice = ChosenCalendars(proposedFor: calendars + [RemoteCalendar(id: "Team", name: "Team", access: .readOnly)])
        #expect(choice.linked == proposed && choice.conflicts == Set(names.isEmpty ? ["Team"] : names))
    }

    @Test func `connecting stores the choice, and the list shows each calendar's trust`() async throws {
        let fixture = try AdminFixture()
        try await fixture.test { ana in
            let page = try await ana.post("/admin/calendars/connect", more: Self.account)
            let ticket = try #require(page.values(of: "ticket").first)
            let plan = try await ana.post(
                "/admin/calendars/connect/choose", ["ticket": ticket, "linked": "/office/", "conflicts": "/office/", "conflicts": "/team/"])
            #expect(plan.text.contains("No event in any calendar changes.") && plan.text.contains("Bookings are written into “Work”."))
            #expect(plan.text.contains("The events of 2 calendars close time: “Team”, “Work”."))
            #expect(try await fixture.read { try $0.accounts.all() }.isEmpty)
            let digest = try #require(plan.values(of: "agreed").first)
            let answer = try await ana.post(
                "/admin/calendars/connect/choose",
                ["ticket": ticket, "linked": "/office/", "conflicts": "/office/", "conflicts": "/team/", "agreed": digest])
            let list = try await ana.follow(answer)
            #expect(list.text.contains("ana at cal.example.org is connected"))
            #expect(list.text.contains("Being read for the first time"))
            #expect(list.text.contains("bookings are written here · its events close time"))
        }
        let calendars = try await fixture.read { try $0.calendars.all(of: Cast.anaResource.id) }
        #expect(calendars.filter(\.isLinked).map(\.remote.id) == ["/office/"])
        #expect(Set(calendars.filter(\.closesTime).map(\.remote.id)) == ["/office/", "/team/"])
    }

    @Test func `a second account that takes no bookings says where they go on being written, before and in the plan`() async throws {
        let fixture = try AdminFixture()
        try await fixture.test { ana in
            let first = try #require(try await ana.post("/admin/calendars/connect", more: Self.account).values(of: "ticket").first)
            _ = try await ana.connect(["ticket": first, "linked": "/office/", "conflicts": "/office/"])
            try await fixture.kalends.database.write { transaction in
                var calendar = try #require(try transaction.calendars.all(of: Cast.anaResource.id).first(where: \.isLinked))
                calendar.remote.id = "/elsewhere/"
                try transaction.calendars.update(calendar)
            }
            let other = Self.account.merging(["user": "anna"]) { $1 }
            let form = try await ana.post("/admin/calendars/connect", more: other)
            #expect(form.text.contains("Bookings go on being written into “Work” of another account."))
            #expect(!form.text.contains("Bookings then stand here only."))
            let ticket = try #require(form.values(of: "ticket").first)
            let plan = try await ana.post(
                "/admin/calendars/connect/choose", more: ["ticket": ticket, "linked": "", "conflicts": "/team/"])
            #expect(plan.text.contains("Bookings go on being written into “Work” of another account."))
            #expect(plan.text.contains("The events of one calendar close time: “Team”."))
        }
        #expect(try await fixture.read { try $0.accounts.all() }.count == 1)
    }

    @Test func `a calendar that cannot be written is not linked, whatever is sent`() async throws {
        let fixture = try AdminFixture()
        try await fixture.test { ana in
            let ticket = try #require(try await ana.post("/admin/calendars/connect", more: Self.account).values(of: "ticket").first)
            let answer = try await ana.post("/admin/calendars/connect/choose", ["ticket": ticket, "linked": "/team/"])
            #expect(answer.status == .unprocessableContent && answer.text.contains("Nothing can be written to the calendar “Team”"))
        }
        #expect(try await fixture.read { try $0.accounts.all() }.isEmpty)
    }

    @Test func `a ticket is good for half an hour and for nobody else`() async throws {
        let fixture = try AdminFixture()
        try await fixture.test { ana in
            let ticket = try #require(try await ana.post("/admin/calendars/connect", more: Self.account).values(of: "ticket").first)
            fixture.clock.advance(by: .minutes(31))
            let late = try await ana.post("/admin/calendars/connect/choose", ["ticket": ticket, "linked": "/office/"])
            #expect(late.status == .unprocessableContent && late.text.contains("Too much time has passed"))
            let forged = try await ana.post("/admin/calendars/connect/choose", ["ticket": "forged", "linked": "/office/"])
            #expect(forged.status == .unprocessableContent)
        }
        #expect(try await fixture.read { try $0.accounts.all() }.isEmpty)
    }

    private static func connected(_ change: @escaping (inout ConnectedCalendar, inout CalendarAccount) -> Void) throws -> AdminFixture {
        try AdminFixture { transaction in
            var (account, calendar) = (Cast.benAccount, Cast.benCalendar)
            change(&calendar, &account)
            try transaction.accounts.insert(account)
            try transaction.calendars.insert(calendar)
        }
    }

    @Test func `a fresh calendar says when it was checked`() async throws {
        try await Self.connected { calendar, _ in calendar.readAt = Cast.morning - .seconds(40) }.test(as: Cast.ben) { ben in
            let page = try await ben.get("/admin/calendars")
            #expect(page.text.contains("Checked 40 seconds ago"))
        }
    }

    @Test func `a failing calendar says since when and why, and the calendar page warns`() async throws {
        let fixture = try Self.connected { calendar, _ in
            calendar.failure = CalendarTrouble(
                since: Cast.morning - .hours(1), failure: ProviderFailure(.unreachable, "cal.example.org is silent."))
        }
        try await fixture.test { ana in
            let page = try await ana.get("/admin/calendars")
            #expect(
                page.text.contains("Not answering as it should since Saturday 21 November 2026, 09:00")
                    && page.text.contains("cal.example.org is silent."))
            #expect(try await ana.get("/admin").text.contains("Calendars of Ben cannot be read just now"))
        }
    }

    @Test(arguments: [
        (Seconds.minutes(6), "What is known is still fresh."), (.minutes(20), "What is known is ageing."),
        (.hours(3), "What is known is stale."),
        (.days(4), "What is known is not relied on any more."),
    ])
    func `a calendar that does not answer says since when and as of when it is known, on both pages`(age: Seconds, word: String)
        async throws
    {
        let fixture = try Self.connected { calendar, _ in
            calendar.readAt = Cast.morning - age
            calendar.failure = CalendarTrouble(
                since: Cast.morning - .minutes(5), failure: ProviderFailure(.unreachable, "cal.example.org is silent."))
        }
        try await fixture.test { ana in
            for path in ["/admin/calendars", "/admin/connections"] {
                let page = try await ana.get(path)
                #expect(page.text.contains("Not answering as it should since Saturday 21 November 2026, 09:55") && page.text.contains(word))
                #expect(page.text.contains("known as of ") && !page.text.contains("Fail"))
            }
            let counts = try await ana.get("/admin/connections")
            #expect(counts.text.contains("The calendar of one person does not answer as it should just now."))
        }
    }

    @Test func `what somebody must mend has failed at once`() async throws {
        let fixture = try Self.connected { calendar, _ in
            calendar.readAt = Cast.morning - .minutes(6)
            calendar.failure = CalendarTrouble(
                since: Cast.morning - .minutes(5), failure: ProviderFailure(.calendarMissing, "It is not there any more."))
        }
        try await fixture.test { ana in
            let page = try await ana.get("/admin/connections")
            #expect(page.text.contains("Failed, since ") && page.text.contains("The connection of one person failed."))
            #expect(try await ana.get("/admin/calendars").text.contains("Failing since Saturday 21 November 2026, 09:55"))
        }
    }

    @Test func `a link that was never mailed is sent, and not sent again`() async throws {
        let fixture = try AdminFixture()
        try await fixture.test { ana in
            _ = try await ana.post("/admin/connections/\(Cast.benMember.id)/link")
            let page = try await ana.get("/admin/connections")
            #expect(page.text.contains("Send the link by mail") && !page.text.contains("Send the mail again"))
            _ = try await ana.post("/admin/connections/\(Cast.benMember.id)/again")
            let mailed = try await ana.get("/admin/connections")
            #expect(mailed.text.contains("Send the mail again") && !mailed.text.contains("Send the link by mail"))
        }
    }

    @Test func `connecting again proposes what the calendars were for before`() async throws {
        let fixture = try AdminFixture()
        try await fixture.test { ana in
            let ticket = try #require(try await ana.post("/admin/calendars/connect", more: Self.account).values(of: "ticket").first)
            let answer = try await ana.connect(["ticket": ticket, "linked": "/home/", "conflicts": "/team/"])
            #expect(answer.status == .seeOther)
            let again = try await ana.post("/admin/calendars/connect", more: Self.account)
            #expect(again.text.contains("name=\"linked\" value=\"/home/\" checked"))
            let account = try #require(try await fixture.read { try $0.accounts.all().first })
            _ = try await ana.post("/admin/calendars/accounts/\(account.id)/disconnect", ["confirmed": "1"])
            let page = try await ana.post("/admin/calendars/connect", more: Self.account)
            #expect(page.text.contains("name=\"linked\" value=\"/home/\" checked"))
            #expect(page.text.contains("name=\"conflicts\" value=\"/team/\" checked"))
            #expect(!page.text.contains("name=\"conflicts\" value=\"/office/\" checked"))
        }
    }

    @Test func `of a former choice only what is still there is proposed`() {
        let calendars = [
            RemoteCalendar(id: "a", name: "A", access: .readWrite), RemoteCalendar(id: "b", name: "B", access: .readWrite),
        ]
        let gone = ProposedCalendars(calendars, former: FormerChoice(linked: "c", conflicts: ["b", "c"]))
        #expect(gone.linked == nil && gone.conflicts == ["b"] && !gone.isClear)
        let nowhere = ProposedCalendars(calendars, former: FormerChoice(linked: nil, conflicts: ["a"]))
        #expect(nowhere.linked == nil && nowhere.conflicts == ["a"] && nowhere.isClear)
        #expect(ProposedCalendars(calendars, former: FormerChoice(linked: "c", conflicts: [])) == ProposedCalendars(calendars))
    }

    @Test func `a refused password asks for a new one and fills in the rest`() async throws {
        try await Self.connected { _, account in account.refusedSince = Cast.morning }.test { ana in
            let page = try await ana.get("/admin/calendars")
            #expect(page.text.contains("This connection needs you."))
            let form = try await ana.get("/admin/calendars/connect?account=kben")
            #expect(form.values(of: "user") == ["ben"] && form.values(of: "resource") == ["rben"])
        }
    }

    @Test func `the accounts say what the settings make of a calendar, and nothing is well that is switched off`() async throws {
        let fixture = try Self.connected { calendar, _ in calendar.readAt = Cast.morning - .seconds(40) }
        func save(_ choices: SyncChoices) async throws {
            let save = SaveSyncSettings(fixture.kalends)
            let change = SaveSyncSettings.Change(resource: Cast.benResource.id, choices: choices, reachesExisting: false)
            let plan = try await save.preview(change, actor: .user(Cast.ana.id))
            try await save(change, agreed: plan.digest, actor: .user(Cast.ana.id))
        }
        try await fixture.test { ana in
            let page = try await ana.get("/admin/calendars")
            #expect(page.text.contains("bookings are written here · its events close time"))
        }
        try await save(SyncChoices(sendsBookings: false))
        try await fixture.test { ana in
            let page = try await ana.get("/admin/calendars")
            #expect(!page.text.contains("bookings are written here") && page.text.contains("new bookings are not written"))
        }
        try await save(SyncChoices(sendsBookings: false, readsEvents: false))
        try await fixture.test { ana in
            let page = try await ana.get("/admin/calendars")
            #expect(page.text.contains("Switched off: nothing is read or written") && !page.text.contains("its events close time"))
            #expect(!page.text.contains("/admin/calendars/\(Cast.benCalendar.id)/sync"))
        }
    }

    @Test func `the menu counts what the inbox shows, and no connection that heals by itself`() async throws {
        func badges(_ kind: ProviderFailure.Kind) async throws -> [String] {
            let fixture = try Self.connected { calendar, _ in
                calendar.failure = CalendarTrouble(since: Cast.morning - .minutes(5), failure: ProviderFailure(kind, "No."))
            }
            return try await fixture.test { ana in
                let page = try await ana.get("/admin/conflicts").text
                return ["/admin/connections", "/admin/conflicts"].filter { address in
                    page.split(separator: "<a ").contains { $0.contains("href=\"\(address)\"") && $0.contains("badge") }
                }
            }
        }
        #expect(try await badges(.throttled) == [])
        #expect(try await badges(.unreachable) == [])
        #expect(try await badges(.calendarMissing) == ["/admin/connections", "/admin/conflicts"])
    }

    @Test func `disconnecting says what will happen and happens only when confirmed`() async throws {
        let fixture = try Self.connected { _, _ in }
        try await fixture.test { ana in
            let asked = try await ana.post("/admin/calendars/accounts/kben/disconnect")
            #expect(asked.text.contains("Time that its events closed can be booked again at once."))
            #expect(try await fixture.read { try $0.accounts.find(Cast.benAccount.id)?.sealedSecret } == "sealed")
            _ = try await ana.post("/admin/calendars/accounts/kben/disconnect", ["confirmed": "1"])
        }
        #expect(try await fixture.read { try $0.accounts.find(Cast.benAccount.id)?.sealedSecret } == "")
    }

    @Test func `an account that somebody else uses too keeps its access at the provider, and disconnecting says so`() async throws {
        let fixture = try AdminFixture(hasGoogle: true) { transaction in
            for (id, resource) in [("g1", Cast.benResource), ("g2", Cast.anaResource)] {
                try transaction.accounts.insert(
                    CalendarAccount(
                        id: CalendarAccount.ID(id), resource: resource.id, provider: .google, name: "shared@gmail.example",
                        address: "google:shared", user: "subject", sealedSecret: "sealed", ownAddresses: [], createdAt: Cast.morning))
            }
        }
        try await fixture.test { ana in
            let path = "/admin/calendars/accounts/g1/disconnect"
            let shared = try await ana.get(path)
            #expect(shared.text.contains("the same account is connected for Ana, too") && !shared.text.contains("is given back at its"))
            _ = try await ana.post("/admin/calendars/accounts/g2/disconnect", ["confirmed": "1"])
            #expect(try await ana.get(path).text.contains("The access to the account is given back at its provider."))
        }
    }

    @Test func `a calendar that is gone is not said to tell of changes`() async throws {
        let fixture = try AdminFixture { transaction in
            try transaction.accounts.insert(Cast.benAccount)
            try transaction.calendars.insert(Cast.benCalendar)
            try transaction.channels.insert(
                KeptChannel(
                    id: "c1", calendar: Cast.benCalendar.id, state: .open, address: "https://here", tokenHash: "hash", resource: "w",
                    openedAt: Cast.morning - .days(1), expires: Cast.morning + .days(5), heardAt: Cast.morning - .hours(1)))
        }
        try await fixture.test { ana in
            #expect(try await ana.get("/admin/calendars").text.contains("Its service tells of changes as they happen."))
            try await fixture.kalends.database.write { transaction in
                var calendar = Cast.benCalendar
                calendar.failure = CalendarTrouble(
                    since: Cast.morning, failure: ProviderFailure(.calendarMissing, "It is not there any more."))
                try transaction.calendars.update(calendar)
            }
            let list = try await ana.get("/admin/calendars")
            #expect(list.text.contains("Failing since") && !list.text.contains("Its service tells of changes"))
        }
    }

    @Test func `a linked calendar that its own account does not list any more is told as gone, and not as another account's`() async throws
    {
        let fixture = try AdminFixture()
        try await fixture.test { ana in
            let ticket = try #require(try await ana.post("/admin/calendars/connect", more: Self.account).values(of: "ticket").first)
            _ = try await ana.connect(["ticket": ticket, "linked": "/office/", "conflicts": "/office/"])
            try await fixture.kalends.database.write { transaction in
                var calendar = try #require(try transaction.calendars.all(of: Cast.anaResource.id).first(where: \.isLinked))
                calendar.remote.id = "/gone/"
                try transaction.calendars.update(calendar)
            }
            let account = try #require(try await fixture.read { try $0.accounts.all().first })
            let page = try await ana.get("/admin/calendars/accounts/\(account.id)")
            #expect(page.text.contains("“Work” was linked and is not in this account any more"))
            #expect(!page.text.contains("of another account"))
        }
    }

    @Test func `sync now leaves work for the calendar`() async throws {
        let fixture = try Self.connected { _, _ in }
        try await fixture.test(as: Cast.ben) { ben in
            let (known, unknown) = (try await ben.post("/admin/calendars/dben/sync"), try await ben.post("/admin/calendars/nothing/sync"))
            #expect(known.status == .seeOther && unknown.status == .notFound)
        }
        #expect(try await fixture.read { try $0.jobs.list(limit: 10).map(\.kind) } == ["read-calendar"])
    }

    // MARK: Conflicts

    private static func conflict(_ kind: @escaping @Sendable (Appointment) -> SyncConflict.Kind) async throws -> (AdminFixture, Appointment)
    {
        let fixture = try connected { _, _ in }
        let appointment = try await fixture.book(with: Cast.benMember)
        try await fixture.kalends.database.write { transaction in
            try transaction.conflicts.insert(
                SyncConflict(
                    id: SyncConflict.ID("x1"), appointment: appointment.id, resource: Cast.benResource.id, calendar: Cast.benCalendar.id,
                    kind: kind(appointment), openedAt: Cast.morning))
        }
        return (fixture, appointment)
    }

    @Test func `a conflict shows both versions and what each way out does`() async throws {
        let (fixture, _) = try await Self.conflict { .movedOutside(to: $0.span.shifted(by: .hours(3))) }
        try await fixture.test(as: Cast.ben) { ben in
            let page = try await ben.get("/admin/conflicts")
            #expect(
                page.text.contains("Monday 23 November 2026, 10:00–10:30") && page.text.contains("Monday 23 November 2026, 13:00–13:30"))
            #expect(page.text.contains("Follow the calendar") && page.text.contains("Put it back"))
            #expect(try await ben.get("/admin?date=2026-11-23").text.contains("moved outside"))
        }
    }

    @Test func `following the calendar moves the booking, and only once`() async throws {
        let (fixture, appointment) = try await Self.conflict { .movedOutside(to: $0.span.shifted(by: .hours(3))) }
        try await fixture.test(as: Cast.ben) { ben in
            #expect(try await ben.post("/admin/conflicts/x1", ["decision": "follow"]).status == .seeOther)
            let again = try await ben.post("/admin/conflicts/x1", ["decision": "putBack"])
            #expect(try await ben.follow(again).text.contains("Somebody settled this already."))
            #expect(try await ben.get("/admin/conflicts").text.contains("the calendar was followed"))
        }
        #expect(try await fixture.read { try $0.appointments.find(appointment.id)?.span.start } == AdminFixture.monday + .hours(3))
    }

    @Test func `free times are proposed, and the booking moves to the chosen one`() async throws {
        let (fixture, appointment) = try await Self.conflict { .movedOutside(to: $0.span.shifted(by: .hours(3))) }
        try await fixture.test(as: Cast.ben) { ben in
            let starts = try await ben.get("/admin/conflicts").values(of: "start")
            #expect(starts.count == 3)
            let answer = try await ben.post("/admin/conflicts/x1", ["decision": "move", "start": starts[0]])
            #expect(try await ben.follow(answer).text.contains("The booking moves, and the event goes along."))
            let moved = try await fixture.read { try $0.appointments.find(appointment.id)?.span.start.description }
            #expect(moved == starts[0])
            #expect(try await ben.post("/admin/conflicts/x1", ["decision": "move", "start": "soon"]).status == .notFound)
        }
    }

    @Test func `an event over a booking says why it cannot be followed, without its title where it is private`() async throws {
        let (fixture, _) = try await Self.conflict { .overlapped(by: Clash(item: "e", span: $0.span, title: nil)) }
        try await fixture.test(as: Cast.ben) { ben in
            let page = try await ben.get("/admin/conflicts").text
            #expect(page.contains("A private event") && page.contains("there is nothing to follow"))
            #expect(page.contains("<button class=\"button\" type=\"button\" disabled>Follow the calendar"))
            let kept = try await ben.post("/admin/conflicts/x1", ["decision": "keep"])
            #expect(try await ben.follow(kept).text.contains("Both stay as they are."))
        }
    }

    @Test func `without a mail server the question waits, the inbox says so, and its link can be handed over`() async throws {
        let fixture = try AdminFixture(isMailConfigured: false) { transaction in
            try transaction.accounts.insert(Cast.benAccount)
            try transaction.calendars.insert(Cast.benCalendar)
        }
        let appointment = try await fixture.book(with: Cast.benMember)
        try await fixture.kalends.database.write { transaction in
            try transaction.conflicts.insert(
                SyncConflict(
                    id: SyncConflict.ID("x1"), appointment: appointment.id, resource: Cast.benResource.id, calendar: Cast.benCalendar.id,
                    kind: .movedOutside(to: appointment.span.shifted(by: .hours(3))), openedAt: Cast.morning))
        }
        try await fixture.test(as: Cast.ben) { ben in
            let page = try await ben.get("/admin/conflicts").text
            #expect(page.contains("you get a link to hand over to Cleo"))
            #expect(page.contains("so the mail to Cleo waits: tell them yourself") && !page.contains("told by mail"))
            let asked = try await ben.post("/admin/conflicts/x1/ask")
            #expect(try await ben.follow(asked).text.contains("hand its link over yourself"))
            let inbox = try await ben.get("/admin/conflicts").text
            #expect(inbox.contains("waits for a mail server: nobody has got it."))
            let link = inbox.split(separator: "http://localhost:8080/question/").dropFirst().first?.prefix { $0 != "\"" }
            let token = String(try #require(link))
            #expect(try await AnswerQuestion(fixture.kalends).find(token: token)?.state == .open)
            let history = try await ben.get("/admin/appointments/\(appointment.id)").text
            #expect(history.contains("A question to the customer was written") && !history.contains("asked by mail"))
        }
    }

    @Test func `settling in one person's inbox leads back to it, and so does a refusal`() async throws {
        let (fixture, _) = try await Self.conflict { .overlapped(by: Clash(item: "e", span: $0.span, title: nil)) }
        let inbox = "/admin/conflicts?person=\(Cast.benMember.id)"
        try await fixture.test { ana in
            let page = try await ana.get(inbox)
            let action = "/admin/conflicts/x1?person=\(Cast.benMember.id)"
            #expect(page.text.contains("action=\"\(action)\""))
            let refused = try await ana.post(action, ["decision": "follow"])
            #expect(refused.status == .conflict && refused.text.contains("action=\"\(action)\""))
            #expect(try await ana.post(action, ["decision": "keep"]).location == inbox)
        }
    }

    @Test func `a time in the calendar that has passed is not said to be taken`() async throws {
        let (fixture, _) = try await Self.conflict { _ in
            .movedOutside(to: Span(start: Cast.morning - .hours(2), duration: .minutes(30)))
        }
        try await fixture.test { ana in
            let page = try await ana.get("/admin/conflicts").text
            #expect(page.contains("The time in the calendar has passed.") && !page.contains("taken by another booking"))
        }
    }

    @Test func `the customer is asked by one click, and the inbox says so`() async throws {
        let (fixture, _) = try await Self.conflict { .movedOutside(to: $0.span.shifted(by: .hours(3))) }
        try await fixture.test(as: Cast.ben) { ben in
            let asked = try await ben.post("/admin/conflicts/x1/ask")
            #expect(try await ben.follow(asked).text.contains("The question is on its way by mail."))
            let inbox = try await ben.get("/admin/conflicts").text
            #expect(
                inbox.contains("Asked just now, and the mail to cleo@example.org is not handed over yet.") && inbox.contains("/question/"))
            try await fixture.kalends.database.write { transaction in
                let mail = try #require(try transaction.mails.list(limit: 1).rows.first)
                try transaction.mails.markSent(mail.id, at: Cast.morning, reply: "250 OK")
            }
            let sent = try await ben.get("/admin/conflicts").text
            #expect(sent.contains("Asked just now; an answer counts until") && !sent.contains("/question/"))
        }
        #expect(try await fixture.read { try $0.mails.list(limit: 9).rows.map(\.kind) } == ["question"])
    }

    @Test func `one person's conflicts alone are shown when asked for, and how many are hidden`() async throws {
        let (fixture, _) = try await Self.conflict { .movedOutside(to: $0.span.shifted(by: .hours(3))) }
        try await fixture.test(as: Cast.ben) { ben in
            let anas = try await ben.get("/admin/conflicts?person=\(Cast.anaMember.id)").text
            #expect(anas.contains("1 hidden by filters") && !anas.contains("Put it back"))
            #expect(try await ben.get("/admin/conflicts?person=\(Cast.benMember.id)").text.contains("Put it back"))
        }
    }

    @Test func `a calendar that is gone waits in the inbox with a way to another one`() async throws {
        let fixture = try Self.connected { calendar, _ in
            calendar.failure = CalendarTrouble(since: Cast.morning, failure: ProviderFailure(.calendarMissing, "It was deleted."))
        }
        try await fixture.test { ana in
            let page = try await ana.get("/admin/conflicts").text
            #expect(page.contains("It was deleted.") && page.contains("/admin/calendars/accounts/kben"))
        }
        try await fixture.test(as: Cast.ben) { ben in
            let page = try await ben.get("/admin/conflicts")
            #expect(page.text.contains("ask one to look at this"))
        }
    }

    @Test func `a calendar's time that is taken cannot be followed and says so`() async throws {
        let (fixture, _) = try await Self.conflict { .movedOutside(to: $0.span.shifted(by: .hours(1))) }
        try await fixture.book(at: AdminFixture.monday + .hours(1), with: Cast.benMember)
        try await fixture.test(as: Cast.ben) { ben in
            let answer = try await ben.post("/admin/conflicts/x1", ["decision": "follow"])
            #expect(answer.status == .conflict && answer.text.contains("is taken by another booking"))
        }
    }

    @Test func `a decision that does not exist settles nothing`() async throws {
        let (fixture, _) = try await Self.conflict { _ in .deletedOutside }
        try await fixture.test(as: Cast.ben) { ben in
            let answer = try await ben.post("/admin/conflicts/x1", ["decision": "shrug"])
            #expect(answer.status == .notFound)
        }
        #expect(try await fixture.read { try $0.conflicts.open().count } == 1)
    }

    // MARK: Mail and jobs

    @Test func `without a mail server the page says that mail waits and how to set one`() async throws {
        try await AdminFixture(isMailConfigured: false).test { ana in
            let page = try await ana.get("/admin/mails")
            #expect(page.text.contains("No mail server is set.") && page.text.contains("KALENDS_SMTP_URL"))
            #expect(!(try await ana.get("/admin/services")).text.contains("KALENDS_SMTP_URL"))
        }
        try await AdminFixture().test { ana in
            let page = try await ana.get("/admin/mails")
            #expect(!page.text.contains("No mail server is set."))
        }
    }

    @Test func `a test mail is queued, listed, shown and sent again`() async throws {
        let fixture = try AdminFixture(isMailConfigured: false)
        try await fixture.test { ana in
            let wrong = try await ana.post("/admin/mails/test", ["to": "nobody"])
            #expect(wrong.status == .unprocessableContent && wrong.values(of: "to") == ["nobody"])
            let answer = try await ana.post("/admin/mails/test", ["to": "ana@example.org"])
            #expect(try await ana.follow(answer).text.contains("waits in the queue"))
            let mail = try #require(try await fixture.read { try $0.mails.list(limit: 5).rows.first })
            let page = try await ana.get("/admin/mails/\(mail.id)")
            #expect(page.text.contains("Waits for a mail server") && !page.text.contains("allow-scripts"))
            #expect(page.text.contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\""))
            let preview = try await ana.get("/admin/mails/\(mail.id)/preview")
            let policy = preview.headers[.contentSecurityPolicy] ?? ""
            #expect(policy.contains("default-src 'none'") && policy.hasSuffix("sandbox allow-popups allow-popups-to-escape-sandbox"))
            #expect(preview.text.contains("<head><base target=\"_blank\">"))
            #expect(try await ana.post("/admin/mails/\(mail.id)/resend").status == .seeOther)
        }
    }

    @Test func `a mail that was accepted and is sent again says so, and that it is tried again only when that failed`() async throws {
        let fixture = try AdminFixture { transaction in
            try transaction.mails.insert(
                QueuedMail(
                    id: "m1", to: "cleo@example.org", toName: "Cleo", from: "studio@example.org", fromName: "", subject: "Hello",
                    kind: "test", messageID: "<m1@example.org>", createdAt: Cast.morning), message: [65])
            try transaction.mails.markSent("m1", at: Cast.morning, reply: "250 taken")
        }
        try await fixture.test { ana in
            #expect(try await ana.post("/admin/mails/m1/resend").status == .seeOther)
            let again = try await ana.get("/admin/mails/m1")
            #expect(again.text.contains("Will be sent again") && !again.text.contains("Tried once"))
            try await fixture.kalends.database.write { transaction in
                try transaction.mails.noteAttempt("m1", at: Cast.morning + .minutes(1), reply: "451 later")
            }
            #expect(try await ana.get("/admin/mails/m1").text.contains("Tried 2 times, and again soon"))
        }
    }

    @Test func `a filter on mails says how many it hides`() async throws {
        let fixture = try AdminFixture { transaction in
            for (id, state) in [("m1", QueuedMail.State.sent), ("m2", .waiting), ("m3", .waiting)] {
                try transaction.mails.insert(
                    QueuedMail(
                        id: id, to: "cleo@example.org", toName: "Cleo", from: "kalends@example.org", fromName: "", subject: "Subject \(id)",
                        kind: "confirmation",
                        appointment: nil, messageID: "\(id)@example.org", state: .waiting, attempts: 0, createdAt: Cast.morning,
                        sentAt: nil, lastReply: ""),
                    message: Array("Subject: x\r\n\r\nText".utf8))
                if state == .sent { try transaction.mails.markSent(id, at: Cast.morning, reply: "250 taken") }
            }
        }
        try await fixture.test { ana in
            let page = try await ana.get("/admin/mails?state=sent")
            #expect(page.text.contains("Subject m1") && !page.text.contains("Subject m2"))
            #expect(page.text.contains("2 hidden by filters"))
            #expect(page.text.contains("Accepted by the server: Saturday 21 November 2026, 10:00"))
        }
    }

    @Test func `work that was given up is told with its error, retried or given up for good`() async throws {
        let fixture = try AdminFixture { transaction in
            for number in 0..<2 {
                _ = try transaction.jobs.enqueue(
                    kind: "read-calendar", payload: "{}", lane: "account-\(number)", key: nil, due: Cast.morning)
            }
            for job in try transaction.jobs.claim(now: Cast.morning, worker: "w", leaseUntil: Cast.morning + .minutes(5), limit: 2) {
                _ = try transaction.jobs.bury(job.id, worker: "w", error: "550 <no> such mailbox")
            }
        }
        let ids = try await fixture.read { try $0.jobs.list(state: .dead, limit: 5).map(\.id).sorted() }
        try await fixture.test { ana in
            let page = try await ana.get("/admin/jobs")
            #expect(page.text.contains("550 &lt;no&gt; such mailbox") && page.text.contains("Read a calendar"))
            _ = try await ana.post("/admin/jobs/\(ids[0])/retry")
            #expect(try await ana.post("/admin/jobs/\(ids[1])/discard").text.contains("Give this work up?"))
            _ = try await ana.post("/admin/jobs/\(ids[1])/discard", ["confirmed": "1"])
        }
        let counts = try await fixture.read { try $0.jobs.counts() }
        #expect(counts.dead == 0 && counts.waiting == 1)
    }
}

/// The readable parts of a message.
struct MailPartsTests {
    @Test func `text, HTML and attachments are found in nested parts`() {
        let message = """
            From: a@example.org\r
            Content-Type: multipart/mixed;\r
             boundary="outer"\r
            \r
            --outer\r
            Content-Type: multipart/alternative; boundary=inner\r
            \r
            --inner\r
            Content-Type: text/plain; charset=utf-8\r
            Content-Transfer-Encoding: quoted-printable\r
            \r
            Gr=C3=BC=\r
            =C3=9Fe\r
            --inner\r
            Content-Type: text/html; charset=utf-8\r
            Content-Transfer-Encoding: base64\r
            \r
            PHA+SGk8\r
            L3A+\r
            --inner--\r
            --outer\r
            Content-Type: text/calendar; method=REQUEST; name="invite.ics"\r
            \r
            BEGIN:VCALENDAR\r
            --outer--\r
            """
        let parts = MailParts(Array(message.utf8))
        #expect(parts.text == "Grüße")
        #expect(parts.html == "<p>Hi</p>")
        #expect(parts.attachments == ["invite.ics (text/calendar)"])
    }

    @Test(arguments: [
        "", "no header at all", "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x", "Content-Type: multipart/mixed\r\n\r\n--",
    ])
    func `a broken message is no reason to stop`(message: String) {
        _ = MailParts(Array(message.utf8))
    }

    @Test func `work is listed with the names of what it is about`() async throws {
        let fixture = try AdminFixture { transaction in
            try transaction.accounts.insert(Cast.benAccount)
            try transaction.calendars.insert(Cast.benCalendar)
        }
        try await fixture.book(with: Cast.benMember)
        _ = try await SyncNow(fixture.kalends)(actor: .system)
        try await fixture.test { ana in
            let page = try await ana.get("/admin/jobs")
            #expect(page.text.contains("“\(Cast.benCalendar.remote.name)” of Ben"))
            #expect(page.text.contains("Haircut – Cleo, Monday 23 November 2026"))
            #expect(!page.text.contains("account:") && !page.text.contains("appointment:"))
        }
    }
}

extension Staffer {
    /// Connects what was signed in to, as somebody who has seen what that comes to.
    fileprivate func connect(_ choice: [String: String]) async throws -> Answer {
        let plan = try await post("/admin/calendars/connect/choose", more: choice)
        let digest = try #require(plan.values(of: "agreed").first)
        return try await post("/admin/calendars/connect/choose", more: choice.merging(["agreed": digest]) { $1 })
    }
}
