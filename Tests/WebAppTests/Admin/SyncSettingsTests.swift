import Booking
import CalendarSync
import CivilTime
import Hummingbird
import Operations
import Persistence
import TestSupport
import Testing

@testable import AdminApp

/// What the sync does, for everybody and for one person; and the dry run before anything changes.
struct SyncSettingsTests {
    private static let bens = "/admin/calendars/settings/rben"
    private static let outward = ["outward": "1", "sendsBookings": "", "sentDetail": "", "sentServices": ""]
    private static let inward = [
        "inward": "1", "readsEvents": "", "readDetail": "", "readDays": "", "moves": "", "deletions": "", "breakable": "",
    ]

    private static func form(_ changes: [String: String]) -> [String: String] {
        outward.merging(inward) { $1 }.merging(changes) { $1 }
    }

    private func connected() throws -> AdminFixture {
        try AdminFixture { transaction in
            try transaction.accounts.insert(Cast.benAccount)
            try transaction.calendars.insert(Cast.benCalendar)
        }
    }

    /// Sends a form through its dry run, as somebody who agrees.
    private func save(_ ana: Staffer, _ path: String, _ form: [String: String], scope: Int = 0) async throws -> Answer {
        let plan = try await ana.post(path, more: form)
        #expect(plan.status == .ok && plan.text.contains("Nothing is saved yet."))
        let agreed = plan.values(of: "agreed")[scope]
        return try await ana.post(path, more: form.merging(["agreed": agreed, "scope": scope == 0 ? "new" : "existing"]) { $1 })
    }

    @Test func `every field says whose value is in force`() async throws {
        let fixture = try connected()
        try await fixture.test { ana in
            #expect(try await ana.get("/admin/calendars/settings").text.contains("The standard: Ask a person."))
            _ = try await save(ana, "/admin/calendars/settings", Self.form(["moves": "follow", "readDays": "7"]))
            let all = try await ana.get("/admin/calendars/settings").text
            #expect(all.contains("Chosen here.") && all.contains("follows the settings for everybody"))
            let bens = try await ana.get(Self.bens).text
            #expect(bens.contains("From the settings for everybody: The booking follows.") && bens.contains("7 days"))
            _ = try await save(ana, Self.bens, Self.form(["moves": "putBack"]))
            #expect(try await ana.get(Self.bens).text.contains("Chosen for Ben."))
            #expect(try await ana.get("/admin/calendars/settings").text.contains("one setting of their own"))
        }
        let terms = try await fixture.read { try $0.syncSettings.terms(of: Cast.benResource.id) }
        #expect(terms.current.moves == .putBack && terms.current.readDays == 7)
    }

    @Test func `going back to change something keeps everything as it was typed`() async throws {
        let fixture = try connected()
        try await fixture.test { ana in
            let typed = Self.form(["sentDetail": "anonymous", "readDays": "9", "moves": "putBack"])
            let plan = try await ana.post(Self.bens, more: typed)
            #expect(plan.text.contains("name=\"edit\" value=\"1\""))
            let back = try await ana.post(Self.bens, more: typed.merging(["edit": "1"]) { $1 })
            #expect(back.status == .ok && back.values(of: "readDays") == ["9"])
            #expect(back.text.contains("value=\"anonymous\" selected") && back.text.contains("value=\"putBack\" selected"))
        }
        #expect(try await fixture.read { try $0.syncSettings.versions(of: Cast.benResource.id) }.isEmpty)
    }

    @Test func `nothing is saved before it is agreed to`() async throws {
        let fixture = try connected()
        try await fixture.test { ana in
            let plan = try await ana.post(Self.bens, more: Self.form(["sentDetail": "anonymous"]))
            #expect(plan.status == .ok && plan.text.contains("No event in any calendar changes."))
        }
        #expect(try await fixture.read { try $0.syncSettings.versions(of: Cast.benResource.id) }.isEmpty)
    }

    @Test func `the dry run lists each event, and a plan that is out of date is shown anew`() async throws {
        let fixture = try connected()
        try await fixture.book(with: Cast.benMember)
        try await fixture.test { ana in
            let form = Self.form(["sentDetail": "anonymous"])
            let plan = try await ana.post(Self.bens, more: form)
            #expect(plan.text.contains("One event is written.") && plan.text.contains("Haircut · Cleo"))
            let agreed = plan.values(of: "agreed")[1]
            try await fixture.book(at: AdminFixture.monday + .hours(2), with: Cast.benMember)
            let late = try await ana.post(Self.bens, more: form.merging(["agreed": agreed, "scope": "existing"]) { $1 })
            #expect(late.status == .conflict && late.text.contains("Something changed since this list was shown."))
            #expect(late.text.contains("2 events are written."))
            #expect(try await fixture.read { try $0.syncSettings.versions(of: Cast.benResource.id) }.isEmpty)
            let again = try await save(ana, Self.bens, form, scope: 1)
            #expect(try await ana.follow(again).text.contains("The sync settings of Ben are saved."))
        }
        #expect(try await fixture.read { try $0.syncSettings.versions(of: Cast.benResource.id).map(\.reachesExisting) } == [true])
    }

    @Test func `a part that can do nothing says why and keeps what is stored`() async throws {
        let fixture = try AdminFixture { transaction in
            try transaction.syncSettings.append(
                SyncChoicesVersion(number: 1, since: Cast.morning, reachesExisting: false, choices: SyncChoices(sentFields: [])),
                of: Cast.benResource.id)
        }
        try await fixture.test { ana in
            let page = try await ana.get(Self.bens)
            #expect(page.text.contains("Ben has no calendar that bookings are written into"))
            #expect(page.text.contains("<fieldset class=\"card stack sync-part\" disabled>"))
            _ = try await save(ana, Self.bens, Self.inward.merging(["moves": "follow"]) { $1 })
        }
        let choices = try await fixture.read { try $0.syncSettings.versions(of: Cast.benResource.id).last?.choices }
        #expect(choices == SyncChoices(sentFields: [], moves: .follow))
    }

    @Test(arguments: [(["readDays": "400"], "readDays"), (["readDays": "many"], "readDays"), (["sentServices": "only"], "sentServiceList")])
    func `what cannot be is told at its field, and what was typed stays`(change: [String: String], field: String) async throws {
        try await connected().test { ana in
            let answer = try await ana.post(Self.bens, more: Self.form(change))
            #expect(answer.status == .unprocessableContent && answer.text.contains("id=\"\(field)-fault\""))
        }
    }

    @Test func `only administrators see it, and an unknown person is nobody`() async throws {
        let fixture = try connected()
        try await fixture.test(as: Cast.ben) { ben in
            let (refused, list) = (try await ben.get("/admin/calendars/settings"), try await ben.get("/admin/calendars"))
            #expect(refused.status == .forbidden && !list.text.contains("/admin/calendars/settings"))
        }
        try await fixture.test { ana in
            let unknown = try await ana.get("/admin/calendars/settings/nobody")
            #expect(unknown.status == .notFound)
        }
    }
}
