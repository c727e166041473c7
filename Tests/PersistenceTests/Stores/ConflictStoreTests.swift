import Booking
import CalendarSync
import CivilTime
import Persistence
import Testing

@Suite(.everyEngine) struct ConflictStoreTests {
    private let database: Database
    private let ben = Cast.benResource.id

    init() throws { database = try Cast.database() }

    @Test func `a conflict is open until it is settled, and stays in the list`() throws {
        var conflict = Cast.conflict()
        try database.writeNow { try $0.conflicts.insert(conflict) }
        #expect(try database.readNow { try $0.conflicts.find(conflict.id) } == conflict)
        #expect(try database.readNow { try $0.conflicts.open() } == [conflict])
        #expect(try database.readNow { try $0.conflicts.open(of: "p-1", resource: ben) } == conflict)
        (conflict.settledAt, conflict.settlement) = (morning + .hours(1), .putBack)
        try database.writeNow { try $0.conflicts.update(conflict) }
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.conflicts.open().isEmpty)
            #expect(try transaction.conflicts.open(of: "p-1", resource: ben) == nil)
            #expect(try transaction.conflicts.all(resource: ben, limit: 9) == [conflict])
        }
    }

    @Test func `an event has one open conflict at a time`() throws {
        try database.writeNow { try $0.conflicts.insert(Cast.conflict()) }
        #expect(throws: StoreFailure.unique(constraint: "conflicts.appointment, conflicts.resource")) {
            try database.writeNow { try $0.conflicts.insert(Cast.conflict(.deletedOutside, id: "x-2")) }
        }
    }

    @Test func `the latest come first, as many as asked for`() throws {
        try database.writeNow { transaction in
            for number in 1...3 {
                var conflict = Cast.conflict(.deletedOutside, id: "x-\(number)", openedAt: morning + .hours(number))
                (conflict.settledAt, conflict.settlement) = (morning + .days(1), .followed)
                try transaction.conflicts.insert(conflict)
            }
        }
        #expect(try database.readNow { try $0.conflicts.all(resource: ben, limit: 2).map(\.id.rawValue) } == ["x-3", "x-2"])
    }
}
