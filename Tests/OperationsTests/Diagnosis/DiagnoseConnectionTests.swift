import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing
import Texts

@testable import Operations

/// The checks against a calendar server, with one thing wrong at a time.
struct DiagnoseConnectionTests {
    private func check(_ world: World, depth: DiagnoseConnection.Depth = .roundTrip) async throws -> Diagnosis {
        let found = try await DiagnoseConnection(world.kalends)(Cast.benResource.id, depth: depth, actor: World.ben)
        return try #require(found.first).diagnosis
    }

    private func cause(_ world: World, depth: DiagnoseConnection.Depth = .roundTrip) async throws -> String? {
        try await check(world, depth: depth).first?.finding?.cause
    }

    private func probes(_ world: World) throws -> [Probe] {
        let calendar = try world.calendar().id
        return try world.read { try $0.probes.all(calendar: calendar) }
    }

    private func connected() async throws -> World {
        let world = try World()
        try await world.connect()
        return world
    }

    @Test func `a healthy connection has no finding, and its test item is gone again`() async throws {
        let world = try await connected()
        try await world.book(monday(10))
        try await world.run()
        world.server.put("dentist", Span(monday(12), monday(13)))
        try await world.poll()
        let before = world.server.items()
        let diagnosis = try await check(world)
        #expect(diagnosis.findings == [])
        #expect(world.server.items() == before)
        #expect(try probes(world) == [])
        guard case .well(let outbound)? = diagnosis.result(.outbound)?.outcome,
            case .well(let inbound)? = diagnosis.result(.inbound)?.outcome
        else {
            Issue.record("the round trip did not go well: \(diagnosis.results)")
            return
        }
        #expect(outbound.key == "outboundWell" && inbound.key == "inboundWell")
        try await world.poll()
        #expect(world.server.items() == before)
        #expect(try world.conflicts() == [])
    }

    @Test func `somebody without a calendar is told so`() async throws {
        let world = try World()
        #expect(try await cause(world) == "notConnected")
    }

    @Test func `a wrong password is named with its time, who must act and where`() async throws {
        let world = try await connected()
        world.server.change { $0.password = "changed" }
        try await world.poll()
        let refused = world.clock.now
        world.clock.advance(by: .hours(2))
        let finding = try #require(try await check(world).first?.finding)
        #expect(finding.cause == "refused" && finding.since == refused && finding.actor == .owner && finding.remedy == .reconnect)
        let words = DiagnosisWords(texts: Texts(language: "en"), zone: .utc)
        #expect(words(finding.sentence).contains("cal.example.org has refused the password of “ben at cal.example.org” since Saturday"))
    }

    @Test func `a failure is diagnosed at once by what is known, without asking the server again`() async throws {
        let world = try await connected()
        world.server.change { $0.password = "changed" }
        world.server.forgetCounts()
        try await world.poll()
        #expect(world.server.count(.discover) == 0)
        let account = try world.read { try $0.accounts.all()[0] }
        let stored = try #require(try world.read { try $0.diagnoses.find("account:\(account.id)") })
        #expect(stored.diagnosis.first?.finding?.cause == "refused")
        world.server.change { $0.password = "app-password" }
        world.clock.advance(by: .minutes(20))
        try await world.run()
        #expect(try world.read { try $0.diagnoses.find("account:\(account.id)")?.diagnosis.findings } == [])
    }

    @Test func `a deleted calendar, a read-only one and a server that is away are each named`() async throws {
        let gone = try await connected()
        gone.server.change { $0.remotes.removeAll { $0.id == "work" } }
        #expect(try await cause(gone) == "linkedCalendarGone")
        let readOnly = try await connected()
        readOnly.server.change { $0.remotes[0].access = .readOnly }
        #expect(try await cause(readOnly) == "readOnly")
        let away = try await connected()
        away.server.fail(.discover, .fails(ProviderFailure(.unreachable, "No answer.")))
        #expect(try await cause(away) == "unreachable")
        #expect(try await cause(away) == nil)
    }

    @Test func `what was chosen is named, and is no fault`() async throws {
        let world = try World()
        try await world.connect(linked: nil, conflicts: ["work"])
        let diagnosis = try await check(world)
        #expect(diagnosis.first?.finding?.cause == "inOnly" && diagnosis.isHealthy)
        let open = try World()
        try await open.connect(linked: "work", conflicts: [])
        #expect(try await cause(open) == "closesNothing")
        let account = try open.read { try $0.accounts.all()[0].id }
        try await DisconnectAccount(open.kalends)(account, actor: World.ana)
        #expect(try await cause(open) == "disconnected")
    }

    @Test func `an open conflict and a copied event are named`() async throws {
        let world = try await connected()
        let appointment = try await world.book(monday(10))
        try await world.run()
        let item = try #require(world.server.items().first)
        world.server.put("copy", Span(monday(15), monday(16)), marker: item.marker)
        try await world.poll()
        #expect(try await cause(world) == "duplicates")
        world.server.remove("copy.ics")
        try await world.poll()
        #expect(try await cause(world) == nil)
        world.server.move(to: monday(14))
        try await world.poll()
        #expect(try await cause(world) == "conflicts")
        try await SettleConflict(world.kalends)(try world.conflicts()[0].id, .putBack, actor: World.ana)
        try await world.run()
        #expect(try await cause(world) == nil)
        #expect(world.server.items().count == 1)
        #expect(try world.link(appointment)?.state == .synced)
    }

    @Test func `a write that was given up is named`() async throws {
        let world = try await connected()
        world.server.fail(.create, .fails(ProviderFailure(.eventRefused, "Status 400.")))
        try await world.book(monday(10))
        try await world.run()
        #expect(try await cause(world) == "writesGivenUp")
    }

    @Test func `a leaver's connection is named`() async throws {
        let world = try await connected()
        try await world.database.write { transaction in
            var ben = Cast.benMember
            ben.isActive = false
            try transaction.staff.update(ben)
        }
        #expect(try await cause(world) == "leaver")
    }

    @Test func `a test item that cannot be written or deleted is named by the step`() async throws {
        let refusal = ProviderFailure(.forbidden, "You may only read.")
        let writing = try await connected()
        writing.server.fail(.create, .fails(refusal))
        #expect(try await cause(writing) == "outboundWrite")
        let deleting = try await connected()
        deleting.server.fail(.delete, .fails(refusal))
        #expect(try await cause(deleting) == "outboundDelete")
        #expect(deleting.server.items().count == 1)
        // Whatever was left over is gone after the next one.
        #expect(try await cause(deleting) == nil)
        #expect(deleting.server.items() == [])
    }

    @Test func `a test item whose answer was lost is found and deleted by the next check`() async throws {
        let world = try await connected()
        world.server.fail(.create, .answerIsLost)
        #expect(try await cause(world) == "outboundWrite")
        #expect(world.server.items().count == 1)
        #expect(try await cause(world) == nil)
        #expect(world.server.items() == [])
        #expect(try probes(world) == [])
    }

    @Test func `a left-over test item closes no time and raises no question`() async throws {
        let world = try await connected()
        world.server.fail(.delete, .fails(ProviderFailure(.unreachable, "Away.")))
        _ = try await check(world)
        try await world.poll()
        let blocks = try world.read {
            try $0.busyBlocks.outside(of: [Cast.benResource.id], overlapping: Span(monday(0) - .days(800), monday(0) + .days(800)))
        }
        #expect(blocks == [])
        #expect(try world.conflicts() == [])
        // Somebody's copy of it under another name is an event like any other.
        let probe = try #require(world.server.items().first)
        world.server.put("theirs", Span(monday(11), monday(12)), marker: probe.marker)
        try await world.poll()
        #expect(try await !world.isOffered(monday(11)))
    }

    @Test func `every night each person's connections are checked with a test item`() async throws {
        let world = try await connected()
        try await JobRunner(world.kalends, mail: nil, worker: "test").prepare()
        world.server.forgetCounts()
        world.clock.set(to: monday(3, 1))
        try await world.run()
        #expect(world.server.count(.discover) == 1 && world.server.count(.create) == 1)
        let next = try world.read { try $0.jobs.outlook(kind: "check-connections").nextDue }
        #expect(next == monday(3) + .days(1))
        #expect(world.server.items() == [])
    }

    @Test func `the report holds every check and no secret`() async throws {
        let world = try await connected()
        try await world.book(monday(10))
        try await world.run()
        world.server.put("dentist", Span(monday(12), monday(13)))
        try await world.poll()
        let found = try await DiagnoseConnection(world.kalends)(Cast.benResource.id, depth: .roundTrip, actor: World.ana)
        let text = DiagnosisReport(DiagnosisWords(texts: Texts(language: "en"), zone: .utc), version: "1").text(found)
        for number in 1...27 { #expect(text.contains("\(number). ["), "\(number)") }
        let sealed = try world.read { try $0.accounts.all()[0].sealedSecret }
        for secret in ["app-password", sealed, "Cleo", "Dentist"] { #expect(!text.contains(secret), "\(secret)") }
    }

    @Test func `a viewer may not check`() async throws {
        let world = try await connected()
        await #expect(throws: NotAllowed.self) {
            try await DiagnoseConnection(world.kalends)(Cast.benResource.id, depth: .stored, actor: World.vera)
        }
    }

    @Test func `a disconnection is told with its time, though nobody looked at it then`() async throws {
        let world = try await connected()
        let account = try world.read { try $0.accounts.all()[0].id }
        try await DisconnectAccount(world.kalends)(account, actor: World.ana)
        let since = world.clock.now
        try await world.database.write { try $0.diagnoses.delete("account:\(account)") }
        world.clock.advance(by: .days(1))
        let finding = try #require(try await check(world, depth: .stored).first?.finding)
        #expect(finding.cause == "disconnected" && finding.since == since)
        let said = DiagnosisWords(texts: Texts(language: "en"), zone: .utc)(finding.sentence)
        #expect(said.contains("of Ben has been disconnected since Saturday 21 November 2026"))
    }

    @Test func `a conflict that is settled is on the page no more`() async throws {
        let world = try await connected()
        let appointment = try await world.book(monday(10))
        try await world.run()
        world.server.move(to: monday(14))
        try await world.poll()
        #expect(try await cause(world) == "conflicts")
        try await SettleConflict(world.kalends)(try world.conflicts()[0].id, .putBack, actor: World.ana)
        func last() async throws -> Diagnosis? {
            try await DiagnoseConnection(world.kalends).last(Cast.benResource.id, actor: World.ana).first?.diagnosis
        }
        #expect(try await last()?.findings == [])
        try await world.run()
        world.server.move(to: monday(15))
        try await world.poll()
        #expect(try await last()?.findings.map(\.cause) == ["conflicts"])
        _ = try await world.move(appointment, to: monday(16))
        #expect(try await last()?.findings == [])
    }
}
