#if PostgreSQL
import Booking
import CivilTime
import Testing

@testable import Persistence

@Suite(.onPostgres) struct PostgresNewsTests {
    private let place: TestPlace
    private let here: Database
    private let there: Database
    private let everything = Commit(organization: Database.home, topics: Set(Topic.allCases))

    init() throws {
        place = try TestPlace.kept(.borrowed)
        (here, there) = (try place.open(), try place.open())
        try here.writeNow(Cast.install)
    }

    @Test func `another node's commit is told here, and one's own once`() async throws {
        var (heard, own) = (there.commits().makeAsyncIterator(), here.commits().makeAsyncIterator())
        try await here.write { try $0.jobs.enqueue(kind: "k", payload: "{}", lane: "l", due: morning) }
        var told: Set<Topic> = []
        while !told.contains(.jobs) { told.formUnion(await heard.next()?.topics ?? []) }
        #expect(await own.next()?.topics == [.jobs])
        // Whatever came after its own commit is the other node's.
        try await there.write { try $0.conflicts.insert(Cast.conflict()) }
        while let commit = await own.next() {
            #expect(commit.topics != [.jobs])
            if commit.topics == [.conflicts] { break }
        }
    }

    @Test func `after news may have been missed everything is announced once, and news goes on`() async throws {
        var heard = there.commits().makeAsyncIterator()
        _ = try place.engine().numbers(
            """
            SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'kalends listening'
            """)
        while await heard.next() != everything {}
        let before = try await there.read { try $0.availability.revision() }
        // What a crashed server lost may have been seen: no revision comes back.
        #expect(before >= 1_000)
        try await here.write { try $0.conflicts.insert(Cast.conflict()) }
        while let commit = await heard.next(), !commit.topics.contains(.conflicts) || commit == everything {}
    }
}
#endif
