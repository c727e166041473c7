import Testing

@testable import Persistence

@Suite struct OverlapGuardPlanTests {
    @Test func `the guard looks at one neighbour by the index`() throws {
        let folder = try TemporaryFolder()
        let database = try Database.open(at: folder.path + "/k.db")
        try database.close()
        let look = """
            SELECT end_at FROM claims WHERE organization = 'home' AND resource = 'r-ben' AND start_at < 5 ORDER BY start_at DESC LIMIT 1
            """
        let plan = try queryPlan(look, [], on: try SQLiteEngine(path: folder.path + "/k.db"))
        #expect(plan.count == 1)
        #expect(plan[0].contains("SEARCH claims USING") && plan[0].contains("start_at<?"), "\(plan)")
    }
}
