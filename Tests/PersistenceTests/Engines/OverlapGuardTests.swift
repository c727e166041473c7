import Booking
import CivilTime
import Testing

@testable import Persistence

/// Raw SQL on a second connection: what the database itself refuses, whatever our code would have checked.
@Suite(.everyEngine) struct OverlapGuardTests {
    private let database: Database
    private let raw: any SQLEngine
    private let isSQLite = TestEngine.current == .sqlite

    init() throws {
        let place = try TestPlace.kept(.borrowed)
        database = try place.open()
        try database.writeNow(Cast.install)
        try database.writeNow { transaction in
            try transaction.claims.insert(Cast.claim(span(0, 60)))
            try transaction.claims.insert(Cast.claim(span(100, 160)))
        }
        raw = try place.engine()
    }

    private func run(_ sql: String) throws {
        try raw.run(sql)
    }

    private func insert(_ span: Span, resource: String = "r-ben", verb: String = "INSERT") throws {
        try run(
            """
            \(verb) INTO claims (organization, resource, start_at, end_at, cause, appointment) VALUES
            ('home', '\(resource)', \(span.start.secondsSinceEpoch), \(span.end.secondsSinceEpoch), 'appointment', 'p-1')
            """)
    }

    @Test(arguments: [span(0, 60), span(-10, 1), span(59, 70), span(10, 20), span(-10, 70), span(70, 101), span(60, 200), span(-5, 500)])
    func `a claim that overlaps is refused`(_ taken: Span) throws {
        for verb in isSQLite ? ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE"] : ["INSERT"] {
            #expect(throws: StoreFailure.overlap) { try insert(taken, verb: verb) }
        }
        #expect(throws: StoreFailure.overlap) { try database.writeNow { try $0.claims.insert(Cast.claim(taken)) } }
    }

    @Test(arguments: [span(60, 100), span(-60, 0), span(160, 161), span(70, 71)])
    func `a claim that only touches is accepted`(_ free: Span) throws {
        try insert(free)
    }

    @Test func `another resource's time is its own`() throws {
        try insert(span(0, 60), resource: "r-ana")
    }

    @Test func `a claim without length or with a negative one is refused`() throws {
        #expect(throws: StoreFailure.self) { try insert(span(70, 70)) }
        #expect(throws: StoreFailure.self) { try insert(span(200, 200)) }
        #expect(throws: StoreFailure.self) {
            try run("UPDATE claims SET end_at = start_at - 60 WHERE start_at = \(morning.secondsSinceEpoch)")
        }
    }

    @Test func `moving a claim onto another is refused, moving it within its own time is not`() throws {
        let first = "WHERE resource = 'r-ben' AND start_at = \(morning.secondsSinceEpoch)"
        #expect(throws: StoreFailure.overlap) { try run("UPDATE claims SET end_at = end_at + 2401 \(first)") }
        #expect(throws: StoreFailure.overlap) { try run("UPDATE claims SET start_at = start_at + 6000, end_at = end_at + 6000 \(first)") }
        #expect(throws: StoreFailure.overlap) {
            try run("UPDATE \(isSQLite ? "OR REPLACE" : "") claims SET start_at = start_at + 6000, end_at = end_at + 6000 \(first)")
        }
        try run("UPDATE claims SET end_at = end_at + 2400 \(first)")
        try run("UPDATE claims SET start_at = start_at + 60 \(first)")
    }

    @Test func `handing a claim to a resource whose time is taken is refused`() throws {
        try insert(span(30, 90), resource: "r-ana")
        #expect(throws: StoreFailure.overlap) { try run("UPDATE claims SET resource = 'r-ben' WHERE resource = 'r-ana'") }
    }

    @Test func `after a refusal the transaction goes on`() throws {
        try database.writeNow { (transaction: Transaction) throws in
            #expect(throws: StoreFailure.overlap) { try transaction.claims.insert(Cast.claim(span(30, 90))) }
            try transaction.claims.insert(Cast.claim(span(60, 90)))
        }
        #expect(try database.readNow { try $0.claims.all(of: "p-1").map(\.span) } == [span(0, 60), span(60, 90), span(100, 160)])
    }

    @Test func `seeded random claims agree with a plain model`() throws {
        var random = SeededRandom(seed: 20_261_121)
        var model: [Span] = [span(0, 60), span(100, 160)]
        for _ in 0..<600 {
            let start = Int.random(in: -2_000...2_000, using: &random)
            let wanted = span(start, start + Int.random(in: 1...120, using: &random))
            let fits = !model.contains { $0.overlaps(wanted) }
            do {
                try database.writeNow { try $0.claims.insert(Cast.claim(wanted)) }
                #expect(fits, "\(wanted) was let in")
                model.append(wanted)
            } catch StoreFailure.overlap {
                #expect(!fits, "\(wanted) was refused")
            }
        }
        #expect(try database.readNow { try $0.claims.all(of: "p-1").map(\.span) } == model.sorted())
    }
}
