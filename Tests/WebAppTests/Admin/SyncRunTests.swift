import Booking
import CalendarSync
import CivilTime
import Hummingbird
import Operations
import Persistence
import TestSupport
import Testing

@testable import AdminApp

/// Runs in the sync log, undoing one, and duplicates.
struct SyncRunTests {
    private static let log = "/admin/calendars/people/rben/log"
    private static let duplicates = "/admin/calendars/people/rben/duplicates"

    private func connected(_ change: (Transaction) throws -> Void = { _ in }) throws -> AdminFixture {
        try AdminFixture { transaction in
            try transaction.accounts.insert(Cast.benAccount)
            try transaction.calendars.insert(Cast.benCalendar)
            try change(transaction)
        }
    }

    private func save(_ choices: SyncChoices, _ fixture: AdminFixture) async throws {
        let save = SaveSyncSettings(fixture.kalends)
        let change = SaveSyncSettings.Change(resource: nil, choices: choices, reachesExisting: true)
        let plan = try await save.preview(change, actor: .user(Cast.ana.id))
        try await save(change, agreed: plan.digest, actor: .user(Cast.ana.id))
    }

    private func undoAddress(_ page: Answer) throws -> String {
        let parts = page.text.split(separator: "href=\"/admin/calendars/runs/")
        return "/admin/calendars/runs/" + String(try #require(parts.dropFirst().first).prefix { $0 != "\"" })
    }

    @Test func `a run stands in the log, its undo is shown first, and exactly that is done`() async throws {
        let fixture = try connected()
        try await fixture.book(with: Cast.benMember)
        try await save(SyncChoices(sendsBookings: false), fixture)
        try await fixture.test { ana in
            let log = try await ana.get(Self.log)
            #expect(log.text.contains("Settings saved") && log.text.contains("Undo this run"))
            let address = try undoAddress(log)
            let page = try await ana.get(address)
            #expect(page.status == .ok && page.text.contains("Nothing is undone yet."))
            #expect(page.text.contains("The settings for everybody are as they were before."))
            #expect(page.text.contains("One event is written."))
            #expect(try await fixture.read { try $0.syncSettings.versions(of: nil).count } == 1)
            let path = String(address.prefix { $0 != "?" })
            let done = try await ana.post(path, ["agreed": page.values(of: "agreed")[0], "back": Self.log])
            #expect(done.location == Self.log)
            let after = try await ana.follow(done)
            #expect(after.text.contains("It is being undone.") && after.text.contains("Undo the undoing") && after.text.contains("Undone "))
        }
        #expect(try await fixture.read { try $0.syncSettings.terms(of: Cast.benResource.id).current.sendsBookings })
    }

    @Test func `a list that is out of date is shown anew, and a tick shows it anew too`() async throws {
        let fixture = try connected()
        try await fixture.book(with: Cast.benMember)
        try await save(SyncChoices(sendsBookings: false), fixture)
        try await fixture.test { ana in
            let address = try undoAddress(try await ana.get(Self.log))
            let path = String(address.prefix { $0 != "?" })
            let agreed = try await ana.get(address).values(of: "agreed")[0]
            try await save(SyncChoices(sendsBookings: false, readDays: 3), fixture)
            let late = try await ana.post(path, ["agreed": agreed])
            #expect(late.status == .conflict && late.text.contains("Nothing was undone."))
            #expect(late.text.contains("Nothing of this run is left to be undone.") && late.text.contains("were saved again afterwards"))
            let ticked = try await ana.post(path, ["agreed": late.values(of: "agreed")[0], "include": "settings"])
            #expect(ticked.status == .ok && ticked.text.contains("One event is written."))
            #expect(ticked.text.contains("value=\"settings\" checked"))
            let done = try await ana.post(
                path, ["agreed": ticked.values(of: "agreed")[0], "include": "settings", "shown": "settings", "back": Self.log])
            #expect(done.location == Self.log)
        }
    }

    @Test func `settings are not undone by a scheduler, and an unknown run is nothing`() async throws {
        let fixture = try connected()
        try await save(SyncChoices(readDays: 3), fixture)
        let run = try #require(try await fixture.read { try $0.syncRuns.list(of: Cast.benResource.id, limit: 1).rows.first })
        try await fixture.test(as: Cast.ben) { ben in
            // What he may not do is said, and not offered.
            let log = try await ben.get(Self.log)
            #expect(log.text.contains("Only an administrator can undo this.") && !log.text.contains("/admin/calendars/runs/"))
            let refused = try await ben.get("/admin/calendars/runs/\(run.id)/undo")
            let unknown = try await ben.get("/admin/calendars/runs/nothing/undo")
            #expect(refused.status == .forbidden && unknown.status == .notFound)
        }
    }

    private static func item(_ id: String, _ generation: Int?) -> RemoteItem {
        RemoteItem(
            id: id, version: "v1", uid: id, marker: generation.map { EventMarker(appointment: "gone", generation: $0) },
            fields: EventFields(span: Span(start: AdminFixture.monday, duration: .hours(1)), title: "<Gym>"), payload: "")
    }

    @Test func `duplicates are shown with their reason, and what cannot be taken out says why`() async throws {
        let fixture = try connected { transaction in
            for item in [Self.item("a", 1), Self.item("b", 2), Self.item("c", nil), Self.item("d", nil)] {
                try transaction.remoteItems.put(item, calendar: Cast.benCalendar.id)
            }
        }
        try await fixture.test { ana in
            let page = try await ana.get(Self.duplicates)
            #expect(page.text.contains("2 events stand there more than once.") && page.text.contains("Several events for one booking"))
            #expect(page.text.contains("takes no deleted event back") && !page.text.contains("<Gym>"))
            // The menu is there too: the page's names are not the frame's.
            #expect(page.text.contains("href=\"/admin/conflicts\""))
            let agreed = page.values(of: "agreed")[0]
            let nothing = try await ana.post(Self.duplicates, ["agreed": agreed])
            #expect(nothing.status == .unprocessableContent && nothing.text.contains("Tick at least one event"))
            let late = try await ana.post(Self.duplicates, ["agreed": "another", "chosen": page.values(of: "chosen")[0]])
            #expect(late.status == .conflict && late.text.contains("Nothing was taken out."))
            let done = try await ana.post(Self.duplicates, ["agreed": agreed, "chosen": page.values(of: "chosen")[0]])
            #expect(try await ana.follow(done).text.contains("One event is being taken out."))
        }
        #expect(try await fixture.read { try $0.jobs.list(limit: 100).contains { $0.kind == "remove-item" } })
    }

    @Test func `without duplicates the page says what was looked through, and only administrators take something out`() async throws {
        try await connected().test(as: Cast.ben) { ben in
            let page = try await ben.get(Self.duplicates)
            #expect(page.text.contains("No event stands there twice") && page.text.contains("“Work”"))
            let refused = try await ben.post(Self.duplicates, ["agreed": "x", "chosen": "y"])
            #expect(refused.status == .forbidden)
        }
    }

    @Test func `where nothing can be ticked there is no button, and it says so`() async throws {
        let fixture = try connected { transaction in
            for item in [Self.item("c", nil), Self.item("d", nil)] {
                try transaction.remoteItems.put(item, calendar: Cast.benCalendar.id)
            }
        }
        try await fixture.test { ana in
            let page = try await ana.get(Self.duplicates)
            #expect(page.text.contains("One event stands there more than once.") && page.values(of: "chosen").isEmpty)
            #expect(page.text.contains("None of these can be taken out from here") && !page.text.contains("Take out what is ticked"))
        }
    }

    @Test func `a run of everybody is counted for the person whose log it is, and what it did for others is said`() async throws {
        let fixture = try connected()
        let run = SyncRun(id: SyncRun.ID("run"), kind: .settings, at: Cast.morning, actor: "user:uana", resource: nil)
        try await fixture.kalends.database.write { transaction in
            try transaction.syncRuns.insert(run)
            for resource in [Cast.benResource.id, Cast.anaResource.id, Cast.anaResource.id] {
                try transaction.syncRuns.append(
                    RunEffect(run: run.id, at: Cast.morning, resource: resource, change: .updated(before: nil, after: nil)))
            }
        }
        try await fixture.test { ana in
            let log = try await ana.get(Self.log).text
            #expect(log.contains("one event changed; 2 more for other people"))
        }
    }
}
