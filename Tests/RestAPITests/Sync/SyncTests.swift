import Booking
import CalendarSync
import CivilTime
import HTTPTypes
import Operations
import Persistence
import RestShape
import TestSupport
import Testing

@testable import RestAPI

/// Calendar accounts, sync settings, conflicts and diagnosis through the API.
struct SyncTests {
    private static let accounts = "/v1.0/solutions/calendarAccounts"
    private static let settings = "/v1.0/solutions/syncSettings"
    private static let conflicts = "/v1.0/solutions/conflicts"
    private static let ben = Program.studio + "/staffMembers/sben"

    /// Ben has a calendar account with two calendars.
    private static func fixture() throws -> APIFixture {
        try APIFixture { transaction in
            try transaction.accounts.insert(Cast.benAccount)
            try transaction.calendars.insert(Cast.benCalendar)
            try transaction.calendars.insert(Cast.benPrivateCalendar)
        }
    }

    /// The same with a booking of Ben's whose event was moved, or the like.
    private static func conflicted(_ kind: (Span) -> SyncConflict.Kind) async throws -> APIFixture {
        let fixture = try fixture()
        let booked = try await BookAppointment(fixture.kalends)(
            BookAppointment.Request(
                business: Cast.studio.id, service: Cast.haircut.id, staff: Cast.benMember.id, start: Cast.morning + .days(2),
                details: CustomerDetails(name: "Cleo", email: "cleo@example.org"), zone: "Europe/Berlin", language: "en", actor: .customer)
        ).appointment
        let conflict = SyncConflict(
            id: SyncConflict.ID("x1"), appointment: booked.id, resource: Cast.benResource.id, calendar: Cast.benCalendar.id,
            kind: kind(booked.span), openedAt: Cast.morning)
        try await fixture.kalends.database.write { try $0.conflicts.insert(conflict) }
        return fixture
    }

    private func start(_ fixture: APIFixture) async throws -> [Instant] {
        try await fixture.kalends.database.read { transaction in
            try transaction.appointments.all(in: Cast.studio.id, overlapping: AppointmentOperations.ever)
                .filter { $0.status == .confirmed }.map(\.span.start)
        }
    }

    // MARK: accounts

    @Test func `accounts are told with their calendars' use and without anything secret, and can be disconnected`() async throws {
        try await Self.fixture().test { program async throws in
            let all = try await program.get(Self.accounts)
            #expect(all.texts("id") == ["kben"] && all.texts("personDisplayName") == ["Ben"] && !all.text.contains("sealed"))
            let one = try await program.get(Self.accounts + "/kben")
            #expect(one.json["provider"] == "caldav" && one.json["staffMemberIds"] == ["sben"] && one.json["isConnected"] == true)
            #expect(try await program.get(Self.accounts + "/$count").text == "1")
            let calendars = try await program.get(Self.accounts + "/kben/calendars?$orderby=displayName")
            #expect(calendars.texts("displayName") == ["Private", "Work"])
            #expect(calendars.json["value"]?.elements?.map { $0["isLinked"] } == [false, true])
            #expect(calendars.json["value"]?.elements?.map { $0["closesTime"] } == [true, true])
            #expect(try await program.ask(.post, Self.accounts + "/kben/disconnect").status == 204)
            #expect(try await program.get(Self.accounts + "/kben").json["isConnected"] == false)
            let left = try await program.get(Self.accounts + "/kben/calendars?$filter=closesTime eq true".replacing(" ", with: "%20"))
            #expect(left.json["value"]?.elements?.isEmpty == true)
            #expect(try await program.ask(.post, Self.accounts + "/nobody/disconnect").status == 404)
        }
    }

    // MARK: settings

    @Test func `settings are chosen for everybody and for one person, field by field`() async throws {
        try await Self.fixture().test { program async throws in
            let before = try await program.get(Self.settings)
            #expect(before.json["moves"] == .null && before.json["inForce"]?["moves"] == "ask")
            #expect(before.json["inForce"]?["sentServiceIds"] == ["all"] && before.json["appliesToExisting"] == nil)
            #expect(try await program.patch(Self.settings, #"{"moves": "follow", "sentFields": [], "readDays": 7}"#).status == 204)
            let own = Self.ben + "/syncSettings"
            #expect(try await program.get(own).json["inForce"]?["moves"] == "follow")
            let changed = try await program.patch(
                own, #"{"moves": "putBack", "sentServiceIds": ["vcoloring"], "appliesToExisting": true}"#,
                [.prefer: "return=representation"])
            #expect(changed.status == 200 && changed.json["inForce"]?["readDays"]?.serialized == "7", "\(changed.text)")
            #expect(changed.json["moves"] == "putBack" && changed.json["sentServiceIds"] == ["vcoloring"])
            #expect(try await program.get(Self.settings).json["moves"] == "follow")
            #expect(try await program.patch(own, #"{"moves": null}"#).status == 204)
            #expect(try await program.get(own).json["inForce"]?["moves"] == "follow")
        }
    }

    @Test(arguments: [
        (#"{"moves": "ignore"}"#, "moves"), (#"{"readDays": 366}"#, "readDays"), (#"{"sentServiceIds": []}"#, "sentServiceIds"),
        (#"{"sentServiceIds": ["all", "vhaircut"]}"#, "sentServiceIds"), (#"{"sentServiceIds": ["nothing"]}"#, "sentServiceIds"),
        (#"{"sendBookings": true}"#, "sendBookings"),
    ]) func `what cannot be chosen is refused by its name, and nothing changes`(_ body: String, _ target: String) async throws {
        try await Self.fixture().test { program async throws in
            let before = try await program.get(Self.settings)
            let answer = try await program.patch(Self.settings, body)
            #expect((answer.status, answer.target) == (400, target), "\(answer.text)")
            let after = try await program.get(Self.settings)
            #expect(after.text == before.text)
            #expect(try await program.patch(Self.settings, "{}", [.ifMatch: "W/\"other\""]).status == 412)
        }
    }

    // MARK: conflicts

    @Test func `a conflict is told with every way out of it, and settled by the calendar's time`() async throws {
        let fixture = try await Self.conflicted { .movedOutside(to: $0.shifted(by: .hours(3))) }
        try await fixture.test { program async throws in
            let all = try await program.get(Self.conflicts + "?$filter=isSettled%20eq%20false")
            #expect(all.texts("id") == ["x1"] && all.texts("kind") == ["movedOutside"], "\(all.text)")
            let one = try await program.get(Self.conflicts + "/x1")
            #expect(one.json["canFollow"] == true && one.json["appointmentStart"] == "2026-11-23T09:00:00Z")
            #expect(one.json["outsideStart"] == "2026-11-23T12:00:00Z" && one.json["proposedStarts"]?.elements?.count == 3)
            let settled = try await program.post(Self.conflicts + "/x1/settle", #"{"decision": "follow"}"#)
            #expect(
                settled.status == 200 && settled.json["settlement"] == "followed" && settled.json["isSettled"] == true, "\(settled.text)")
            let again = try await program.post(Self.conflicts + "/x1/settle", #"{"decision": "putBack"}"#)
            #expect((again.status, again.code) == (409, "conflict"))
            #expect(try await program.get(Self.conflicts + "/$count?$filter=isSettled%20eq%20false").text == "0")
        }
        #expect(try await start(fixture) == [Cast.morning + .days(2) + .hours(3)])
    }

    @Test(arguments: [("putBack", 0), ("keep", 0), ("move", 60)])
    func `each answer settles as it says`(_ decision: String, _ minutes: Int) async throws {
        let fixture = try await Self.conflicted { .movedOutside(to: $0.shifted(by: .hours(3))) }
        try await fixture.test { program async throws in
            let start = decision == "move" ? #", "start": "2026-11-23T10:00:00Z""# : ""
            let settled = try await program.post(Self.conflicts + "/x1/settle", #"{"decision": "\#(decision)"\#(start)}"#)
            #expect(settled.status == 200 && settled.json["settlement"]?.string == (minutes == 0 ? "putBack" : "moved"), "\(settled.text)")
        }
        #expect(try await start(fixture) == [Cast.morning + .days(2) + .minutes(minutes)])
    }

    @Test func `an answer that cannot be is refused with its remedy, and the conflict waits`() async throws {
        let clash = { (span: Span) in
            SyncConflict.Kind.overlapped(by: Clash(item: RemoteItem.ID("dentist.ics"), span: span, title: "Dentist"))
        }
        let fixture = try await Self.conflicted(clash)
        try await fixture.test { program async throws in
            let path = Self.conflicts + "/x1/settle"
            let follow = try await program.post(path, #"{"decision": "follow"}"#)
            #expect((follow.status, follow.target) == (422, "decision"))
            let nowhere = try await program.post(path, #"{"decision": "move"}"#)
            #expect((nowhere.status, nowhere.target) == (400, "start"))
            #expect(try await program.post(path, #"{"decision": "shrug"}"#).target == "decision")
            #expect(try await program.post(Self.conflicts + "/nothing/settle", #"{"decision": "keep"}"#).status == 404)
            let one = try await program.get(Self.conflicts + "/x1")
            #expect(one.json["isSettled"] == false && one.json["followObstacle"] == "nothingToFollow")
            #expect(one.json["outsideTitle"] == "Dentist" && one.json["canFollow"] == false)
        }
        #expect(try await start(fixture) == [Cast.morning + .days(2)])
    }

    @Test func `the customer can be asked, where there is somebody to ask`() async throws {
        let fixture = try await Self.conflicted { _ in .deletedOutside }
        try await fixture.test { program async throws in
            let asked = try await program.ask(.post, Self.conflicts + "/x1/askCustomer")
            #expect(asked.status == 200 && asked.json["askedDateTime"] == "2026-11-21T09:00:00Z", "\(asked.text)")
            #expect(asked.json["answerUntilDateTime"]?.string != nil && !asked.text.contains("/question/"))
            fixture.clock.set(to: Cast.morning + .days(2) - .hours(1))
            let late = try await program.ask(.post, Self.conflicts + "/x1/askCustomer")
            #expect((late.status, late.code) == (422, "notProcessable"))
        }
    }

    // MARK: diagnosis

    @Test func `a diagnosis tells what was last found, and what is found now`() async throws {
        try await Self.fixture().test { program async throws in
            let last = try await program.get(Self.ben + "/diagnosis")
            let found = try #require(last.json["value"]?.elements?.first)
            #expect(found["calendarAccountId"] == "kben" && found["personDisplayName"] == "Ben")
            #expect(found["checks"]?.elements?.count == SyncCheck.allCases.count)
            // There is no provider in this fixture that could be asked, which is something wrong.
            let now = try await program.ask(.post, Self.ben + "/diagnosis/run")
            #expect(now.status == 200 && now.json["value"]?.elements?.first?["isHealthy"] == false, "\(now.text)")
            let nobody = try await program.get(Program.studio + "/staffMembers/sana/diagnosis")
            #expect(nobody.json["value"]?.elements?.first?["calendarAccountId"] == .null)
        }
    }
}
