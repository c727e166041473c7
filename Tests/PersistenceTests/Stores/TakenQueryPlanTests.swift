import Booking
import CalendarSync
import CivilTime
import Testing

@testable import Persistence

/// How SQLite goes about the search for what takes time.
@Suite struct TakenQueryPlanTests {
    @Test func `of 20,000 busy blocks a search reads those in its window, by the index`() throws {
        let folder = try TemporaryFolder()
        let (many, engine) = try manyBlocks(20_000, in: folder)
        let window = Span(morning, morning + .days(30))
        let ids = (0..<50).map { Resource.ID("r-\($0)") }
        for named in [ids, [ids[0]]] {
            let query = TakenQuery.of(resources: named.count)
            let plan = try queryPlan(query.sql, query.arguments(organization: "home", resources: named, span: window), on: engine)
            let looks = plan.filter { line in
                ["b", "c", "p", "h", "t", "o"].contains { (line + " ").hasPrefix("SEARCH \($0) ") || (line + " ").hasPrefix("SCAN \($0) ") }
            }
            #expect(looks.count == 8, "\(plan)")
            #expect(looks.allSatisfy { $0.hasPrefix("SEARCH") && $0.contains(" COVERING INDEX ") }, "\(plan)")
            let blocks = "SEARCH b USING COVERING INDEX busy_blocks_by_time (organization=? AND resource=? AND length_class=?"
            #expect(looks.contains(blocks + " AND start_at>? AND start_at<?)"), "\(plan)")
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
        }
        let taken = try many.readNow { try $0.availability.taken(of: ids, overlapping: window) }
        // 400 blocks of each over 730 days.
        #expect(taken.values.allSatisfy { (15...18).contains($0.count) })
    }

    /// Blocks of half an hour, spread evenly over 50 resources and two years.
    private func manyBlocks(_ count: Int, in folder: TemporaryFolder) throws -> (Database, SQLiteEngine) {
        let many = try Database.open(at: folder.path + "/k.db")
        try many.writeNow { transaction in
            try Cast.install(transaction)
            for number in 0..<50 { try transaction.resources.insert(Resource(id: Resource.ID("r-\(number)"), name: "R")) }
            let step = 730 * 1_440 * 50 / count
            for number in 0..<count {
                let start = number / 50 * step
                var block = Cast.outside(span(start, start + 30))
                block.block.resource = Resource.ID("r-\(number % 50)")
                try transaction.busyBlocks.replace(calendar: Cast.work.id, item: "i-\(number)", with: [block])
            }
        }
        return (many, try SQLiteEngine(path: folder.path + "/k.db"))
    }
}
