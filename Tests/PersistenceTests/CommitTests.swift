import Booking
import CalendarSync
import CivilTime
import Testing

@testable import Persistence

@Suite(.everyEngine) struct CommitTests {
    private struct Refusal: Error {}

    @Test func `a commit is told with what it touched, and only once it can be read`() async throws {
        let database = try Cast.database()
        var commits = database.commits().makeAsyncIterator()
        try await database.write { try $0.claims.insert(Cast.claim(span(0, 60))) }
        let commit = await commits.next()
        #expect(commit == Commit(organization: Database.home, topics: [.availability]))
        #expect(try database.readNow { try $0.claims.all(of: [Cast.benResource.id], overlapping: span(0, 60)).count } == 1)
    }

    @Test func `neither a rolled back write nor a read nor an untouched write is told`() async throws {
        let database = try Cast.database()
        var commits = database.commits().makeAsyncIterator()
        try? await database.write { transaction in
            try transaction.settings.set("k", "v")
            throw Refusal()
        }
        try await database.write { try $0.sessions.deleteExpired(before: morning) }
        _ = try await database.read { try $0.users.all() }
        try await database.write { try $0.jobs.enqueue(kind: "k", payload: "{}", lane: "l", due: morning) }
        #expect(await commits.next()?.topics == [.jobs])
    }

    @Test func `nothing is told while the write is still under way`() async throws {
        let database = try Cast.database()
        let commits = database.commits()
        try await database.write { transaction in
            try transaction.settings.set("k", "v")
            #expect(try database.readNow { try $0.settings.get("k") } == nil)
        }
        try database.close()
        var told = 0
        for await _ in commits { told += 1 }
        #expect(told == 1)
    }

    @Test func `every subscriber is told, and one that lags keeps the newest`() async throws {
        let database = try Cast.database()
        let (first, second) = (database.commits(), database.commits())
        for number in 0..<300 {
            if number < 299 {
                try database.writeNow { try $0.settings.set("k", "\(number)") }
            } else {
                try database.writeNow { try $0.jobs.enqueue(kind: "k", payload: "{}", lane: "l", due: morning) }
            }
        }
        try database.close()
        for stream in [first, second] {
            let commits = await stream.reduce(into: []) { $0.append($1) }
            #expect(commits.count == 256)
            #expect(commits.last?.topics == [.jobs])
        }
    }

    @Test func `the revision rises once per commit that may change a slot, and by no other`() throws {
        let database = try Cast.database()
        func rise(_ body: (Transaction) throws -> Void) throws -> Int64 {
            let before = try database.readNow { try $0.availability.revision() }
            try database.writeNow(body)
            return try database.readNow { try $0.availability.revision() } - before
        }
        #expect(try rise { try $0.claims.insert(Cast.claim(span(0, 60))) } == 1)
        #expect(
            try rise {
                try $0.claims.delete(of: "p-1")
                try $0.claims.insert(Cast.claim(span(0, 30)))
                try $0.timeOff.insert(TimeOff(id: "t", resource: Cast.benResource.id, span: span(0, 60)))
            } == 1)
        #expect(try rise { try $0.timeOff.delete("t") } == 1)
        #expect(try rise { try $0.businesses.update(Cast.studio) } == 1)
        #expect(try rise { try $0.services.update(Cast.cut) } == 1)
        #expect(try rise { try $0.staff.update(Cast.ben) } == 1)
        #expect(try rise { try $0.busyBlocks.replace(calendar: Cast.work.id, item: "i", with: [Cast.outside(span(0, 9))]) } == 1)
        #expect(try rise { try $0.busyBlocks.replace(calendar: Cast.work.id, item: "i", with: [Cast.outside(span(0, 9))]) } == 0)
        #expect(try rise { try $0.busyBlocks.delete(calendar: Cast.work.id, item: "i") } == 1)
        #expect(try rise { try $0.busyBlocks.deleteAll(calendar: Cast.work.id) } == 0)
        #expect(try rise { try $0.calendars.update(Cast.work) } == 0)
        #expect(try rise { try $0.settings.set("k", "v") } == 0)
        #expect(try rise { try $0.calendars.delete(Cast.work.id) } == 1)
    }
}
