#if PostgreSQL
import Testing

@testable import Persistence

@Suite(.onPostgres) struct PostgresStatisticsTests {
    @Test func `a table that filled up is looked at, and again when it has doubled`() throws {
        let place = try TestPlace.kept(.own)
        let database = try place.open()
        try database.writeNow(Cast.install)
        let session = try PostgresSession(PostgresAddress(place.address))
        func known() throws -> SQLValue {
            try session.run("SELECT CAST(reltuples AS bigint) FROM pg_class WHERE relname = 'jobs'", [])
                .value(row: 0, column: 0, kind: .int8)
        }
        for count in [100, 500] {
            try database.writeNow { transaction in
                for number in 0..<count { try transaction.jobs.leave(kind: "k", payload: "{}", lane: "lane \(number)", due: morning) }
            }
            try PostgresStatistics.refresh(session)
            #expect(try known() == .integer(Int64(try database.readNow { try $0.jobs.counts().waiting })))
        }
        let sql = "SELECT CAST(n_distinct AS bigint) FROM pg_stats WHERE tablename = 'jobs' AND attname = ?"
        let distinct = try session.run(sql, [.text("organization")])
        #expect(distinct.value(row: 0, column: 0, kind: .int8) == .integer(1))
    }

    @Test func `it is time after 64 commits, and after each fourfold of them`() {
        let statistics = PostgresStatistics()
        #expect((1...5_000).filter { _ in statistics.isDue() } == [64, 256, 1_024, 4_096])
    }
}
#endif
