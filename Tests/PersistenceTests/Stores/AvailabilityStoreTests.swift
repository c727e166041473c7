import Booking
import CalendarSync
import CivilTime
import Testing

@testable import Persistence

@Suite(.everyEngine) struct AvailabilityStoreTests {
    private let database: Database
    private let ben = Cast.benResource.id

    init() throws { database = try Cast.database() }

    @Test func `claims, busy blocks, held times and time off close time, by start`() throws {
        try database.writeNow { transaction in
            try transaction.claims.insert(Cast.claim(span(60, 120)))
            try transaction.timeOff.insert(TimeOff(id: "t", resource: ben, span: span(-500, 30)))
            try transaction.busyBlocks.replace(
                calendar: Cast.work.id, item: "i",
                with: [Cast.outside(span(50, 70)), Cast.outside(span(80, 90), isBusy: false), Cast.outside(span(95, 95))])
            try transaction.conflicts.insert(Cast.conflict(.movedOutside(to: span(130, 140))))
            try transaction.busyBlocks.hold(conflict: Cast.conflict(.movedOutside(to: span(130, 140))), source: "Work")
        }
        let taken = try database.readNow { try $0.availability.taken(of: [Cast.anaResource.id, ben], overlapping: span(0, 300)) }
        #expect(
            taken[ben] == [
                TakenTime(span: span(-500, 30), cause: .timeOff), TakenTime(span: span(50, 70), cause: .busy),
                TakenTime(span: span(60, 120), cause: .claim), TakenTime(span: span(130, 140), cause: .busy),
            ])
        #expect(taken[Cast.anaResource.id] == [])
    }

    @Test func `a claim that reaches into the window is seen, one that touches it is not`() throws {
        try database.writeNow { transaction in
            for start in [-300, -120, 0, 100] { try transaction.claims.insert(Cast.claim(span(start, start + 60))) }
        }
        func starts(_ window: Span) throws -> [Instant] {
            let taken = try database.readNow { try $0.availability.taken(of: [ben], overlapping: window) }
            let claims = try database.readNow { try $0.claims.all(of: [ben], overlapping: window) }
            #expect(claims.map(\.span) == taken[ben]?.map(\.span))
            return claims.map(\.span.start)
        }
        #expect(try starts(span(59, 100)) == [morning])
        #expect(try starts(span(60, 100)).isEmpty)
        #expect(try starts(span(-100, 101)) == [-120, 0, 100].map { morning + .minutes($0) })
        #expect(try starts(span(500, 600)).isEmpty)
    }

    @Test func `seeded random blocks of every length agree with a plain model`() throws {
        var random = SeededRandom(seed: 7)
        var blocks: [Span] = []
        for _ in 0..<400 {
            let length = [30, 1_440, 1_441, 46_080, 46_081, 600_000].randomElement(using: &random)!
            let start = Int.random(in: -700_000...100_000, using: &random)
            blocks.append(span(start, start + length))
        }
        try database.writeNow { try $0.busyBlocks.replace(calendar: Cast.work.id, item: "i", with: blocks.map { Cast.outside($0) }) }
        for _ in 0..<50 {
            let start = Int.random(in: -700_000...100_000, using: &random)
            let window = span(start, start + Int.random(in: 1...50_000, using: &random))
            let expected = blocks.filter { $0.overlaps(window) }.sorted()
            let (taken, outside) = try database.readNow { transaction in
                (
                    try transaction.availability.taken(of: [ben], overlapping: window)[ben],
                    try transaction.busyBlocks.all(of: [ben], overlapping: window)
                )
            }
            #expect(taken?.map(\.span) == expected)
            #expect(outside.map(\.span) == expected)
        }
    }
}
