import Booking
import CalendarSync
import CivilTime
import Persistence
import Testing

@Suite(.everyEngine) struct BusyBlockStoreTests {
    private let database: Database
    private let ben = Cast.benResource.id

    init() throws { database = try Cast.database() }

    private func outside() throws -> [OutsideBlock] {
        try database.readNow { try $0.busyBlocks.outside(of: [ben], overlapping: span(-900, 900)) }
    }

    private func busy() throws -> [BusyBlock] { try database.readNow { try $0.busyBlocks.all(of: [ben], overlapping: span(-900, 900)) } }

    @Test func `the blocks of an item are replaced and say their calendar's name of today`() throws {
        let first = [Cast.outside(span(0, 30)), Cast.outside(span(40, 50), nil, isBusy: false)]
        #expect(try database.writeNow { try $0.busyBlocks.replace(calendar: Cast.work.id, item: "dentist.ics", with: first) })
        #expect(try outside() == first)
        #expect(try busy() == [first[0].block])
        var work = Cast.work
        work.remote.name = "Renamed"
        try database.writeNow { try $0.calendars.update(work) }
        #expect(try busy().map(\.source) == ["Renamed"])
        try database.writeNow { try $0.busyBlocks.replace(calendar: Cast.work.id, item: "dentist.ics", with: [Cast.outside(span(5, 6))]) }
        #expect(try outside().map(\.block.span) == [span(5, 6)])
        try database.writeNow { try $0.busyBlocks.replace(calendar: Cast.work.id, item: "dentist.ics", with: []) }
        #expect(try outside().isEmpty)
    }

    @Test func `the same blocks again write nothing`() throws {
        let blocks = [Cast.outside(span(0, 30)), Cast.outside(span(0, 30))]
        try database.writeNow { (transaction: Transaction) throws in
            #expect(try transaction.busyBlocks.replace(calendar: Cast.work.id, item: "i", with: blocks))
            #expect(try transaction.busyBlocks.replace(calendar: Cast.work.id, item: "i", with: blocks) == false)
            #expect(try transaction.busyBlocks.replace(calendar: Cast.work.id, item: "none", with: []) == false)
            #expect(try transaction.busyBlocks.replace(calendar: Cast.work.id, item: "i", with: [blocks[0]]))
        }
    }

    @Test func `items that have no block are told apart, and get theirs without a look`() throws {
        try database.writeNow { (transaction: Transaction) throws in
            let blocks = transaction.busyBlocks
            let both = [Cast.outside(span(0, 30)), Cast.outside(span(40, 50), isBusy: false)]
            #expect(try blocks.add(calendar: Cast.work.id, item: "a", both))
            #expect(try !blocks.add(calendar: Cast.work.id, item: "b", []))
            #expect(try blocks.add(calendar: Cast.work.id, item: "c", [Cast.outside(span(60, 70), isBusy: false)]))
            #expect(try blocks.items(among: ["a", "b", "c", "d"], calendar: Cast.work.id) == ["a", "c"])
            #expect(try blocks.items(among: ["b"], calendar: Cast.work.id).isEmpty)
            #expect(try blocks.items(among: [], calendar: Cast.work.id).isEmpty)
            #expect(try blocks.items(among: ["a"], calendar: "k-other").isEmpty)
        }
        #expect(try busy().map(\.span) == [span(0, 30)])
    }

    @Test func `other items stay when one is deleted, and none when all are`() throws {
        try database.writeNow { transaction in
            for item in ["a", "b", "c"] {
                try transaction.busyBlocks.replace(calendar: Cast.work.id, item: item, with: [Cast.outside(span(0, 30), item: item)])
            }
            try transaction.busyBlocks.delete(calendar: Cast.work.id, item: "b")
        }
        #expect(try outside().map(\.item) == ["a", "c"])
        try database.writeNow { try $0.busyBlocks.deleteAll(calendar: Cast.work.id) }
        #expect(try outside().isEmpty)
    }

    @Test func `a moved event's new time stays closed until its conflict is released`() throws {
        let moved = Cast.conflict(.movedOutside(to: span(100, 145)))
        try database.writeNow { transaction in
            try transaction.conflicts.insert(moved)
            try transaction.busyBlocks.hold(conflict: moved, source: "Work")
            try transaction.busyBlocks.deleteAll(calendar: Cast.work.id)
        }
        #expect(try busy() == [BusyBlock(resource: ben, span: span(100, 145), source: "Work", title: nil)])
        try database.writeNow { try $0.busyBlocks.hold(conflict: Cast.conflict(.movedOutside(to: span(200, 245))), source: "Work") }
        #expect(try busy().map(\.span) == [span(200, 245)])
        try database.writeNow { try $0.busyBlocks.release(conflict: moved.id) }
        #expect(try busy().isEmpty)
    }

    @Test func `a deleted event holds no other time`() throws {
        try database.writeNow { transaction in
            try transaction.conflicts.insert(Cast.conflict(.deletedOutside))
            try transaction.busyBlocks.hold(conflict: Cast.conflict(.deletedOutside), source: "Work")
        }
        #expect(try busy().isEmpty)
    }
}
