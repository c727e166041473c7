import Testing

@testable import Persistence

/// Sixty requests a minute, so that one comes back in a second.
@Suite(.everyEngine) struct RequestBucketTests {
    private let database: Database
    private let start: Int64 = 1_800_000_000_000_000
    private let second: Int64 = 1_000_000

    init() throws { database = try Cast.emptyDatabase() }

    private func take(_ wanted: Int, at seconds: Int64, household: String = "h", interval: Int64 = 1_000_000, givingBack: Int64 = 0) throws
        -> RequestGrant
    {
        let asked = RequestAsking(
            household: household, wanted: wanted, interval: interval, givenBack: givingBack, now: start + seconds * second)
        return try database.engine.writeNow(
            { try RequestBucket(connection: $0, organization: Database.home).take(asked) }, afterCommit: { _ in })
    }

    @Test func `a minute's requests may come at once, and come back one after the other`() throws {
        #expect(try take(50, at: 0) == RequestGrant(granted: 50, fullAt: start + 50 * second))
        #expect(try take(50, at: 0) == RequestGrant(granted: 10, fullAt: start + 60 * second))
        #expect(try take(7, at: 0) == RequestGrant(granted: 0, fullAt: start + 60 * second))
        #expect(try take(7, at: 3).granted == 3)
        #expect(try take(7, at: 3).granted == 0)
        #expect(try take(60, at: 3_600).granted == 60)
    }

    @Test func `what was not used is given back, and never more than the minute lacks`() throws {
        #expect(try take(60, at: 0).granted == 60)
        #expect(try take(20, at: 0, givingBack: 10 * second).granted == 10)
        #expect(try take(1, at: 100, givingBack: 500 * second) == RequestGrant(granted: 1, fullAt: start + 101 * second))
        #expect(try take(60, at: 100).granted == 59)
    }

    @Test func `each household has a minute of its own`() throws {
        #expect(try take(60, at: 0).granted == 60)
        #expect(try take(60, at: 0, household: "other").granted == 60)
    }

    @Test func `one whose clock is behind is given nothing that is not there`() throws {
        #expect(try take(60, at: 10).granted == 60)
        #expect(try take(60, at: 0).granted == 0)
        #expect(try take(60, at: -100).granted == 0)
    }

    @Test(arguments: [1, 7, 300, 1_000_000]) func `whatever the limit, a minute holds as many`(_ perMinute: Int) throws {
        let interval = 60 * second / Int64(perMinute)
        var granted = 0
        for _ in 0..<20 { granted += try take(max(1, perMinute / 8), at: 0, interval: interval).granted }
        #expect(granted == perMinute)
    }

    @Test func `full buckets are forgotten, others are not`() throws {
        _ = try take(60, at: 0, household: "empty")
        _ = try take(1, at: 0, household: "nearly full")
        try database.engine.writeNow(
            { try RequestBucket(connection: $0, organization: Database.home).deleteFull(by: start + 30 * second) }, afterCommit: { _ in })
        #expect(try database.engine.numbers("SELECT COUNT(*) FROM request_buckets") == [1])
        #expect(try take(60, at: 30, household: "empty").granted == 30)
    }

    @Test func `nodes that take at the same moment take a minute's together`() async throws {
        guard database.isShared else {
            let asked = RequestAsking(household: "h", wanted: 1, interval: second, now: start)
            #expect(try await database.takeRequests(asked, within: .seconds(30)) == nil)
            return
        }
        #if PostgreSQL
        let place = try TestPlace.kept(.borrowed)
        let nodes = try [place.open(), place.open(), place.open()]
        let (start, second) = (start, second)
        let granted = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<60 {
                group.addTask {
                    let asked = RequestAsking(household: "h", wanted: 1 + number % 5, interval: second / 4, now: start)
                    return try await nodes[number % 3].takeRequests(asked, within: .seconds(30))?.granted ?? 0
                }
            }
            return try await group.reduce(0, +)
        }
        // 60 times 3 on average are wanted of the 240 that there are; then the rest.
        #expect(granted == 180)
        let rest = RequestAsking(household: "h", wanted: 100, interval: second / 4, now: start)
        #expect(try await nodes[0].takeRequests(rest, within: .seconds(30))?.granted == 60)
        #expect(try await nodes[1].takeRequests(rest, within: .seconds(30))?.granted == 0)
        try await nodes[2].forgetFullRequestBuckets(now: start + 61 * second)
        #expect(try place.engine().numbers("SELECT COUNT(*) FROM request_buckets") == [0])
        #endif
    }

    #if PostgreSQL
    @Test func `an asking whose time is past takes nothing, and a server that is away is told`() async throws {
        guard database.isShared else { return }
        let asked = RequestAsking(household: "h", wanted: 1, interval: second, now: start)
        await #expect(throws: StoreFailure.busy) { _ = try await database.takeRequests(asked, within: .zero) }
        #expect(try database.engine.numbers("SELECT COUNT(*) FROM request_buckets") == [0])
        try database.close()
        await #expect(throws: StoreFailure.self) { _ = try await database.takeRequests(asked, within: .seconds(30)) }
    }

    @Test func `the buckets are in memory alone, as far as the server has such tables`() throws {
        guard database.isShared else { return }
        #expect(
            try database.engine.numbers("SELECT COUNT(*) FROM pg_class WHERE relname = 'request_buckets' AND relpersistence = 'u'") == [1])
    }
    #endif
}
