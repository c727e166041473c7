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
        #expect(throws: StoreFailure.unique(constraint: "conflicts.appointment, conflicts.resource, conflicts.topic")) {
            try database.writeNow { try $0.conflicts.insert(Cast.conflict(.deletedOutside, id: "x-2")) }
        }
    }

    @Test func `conflicts about different things wait side by side`() throws {
        let clash = Clash(item: "dentist.ics", span: span(10, 40), title: nil)
        let kinds: [SyncConflict.Kind] = [
            .cancelledOutside, .overlapped(by: clash), .overlapped(by: Clash(item: "team.ics", span: span(20, 30), title: "Team")),
            .editedTwice([EditedText(.title, ours: "Cut", theirs: "VIP")]),
        ]
        try database.writeNow { transaction in
            for (number, kind) in kinds.enumerated() { try transaction.conflicts.insert(Cast.conflict(kind, id: "x-\(number)")) }
        }
        try database.readNow { (transaction: Transaction) throws in
            #expect(try transaction.conflicts.open().map(\.kind) == kinds)
            #expect(try transaction.conflicts.open(of: "p-1", resource: ben)?.kind == .cancelledOutside)
            #expect(try transaction.conflicts.open(of: "p-1", resource: ben, about: .texts)?.kind == kinds[3])
            #expect(try transaction.conflicts.openOverlaps(in: Cast.work.id).map(\.kind) == [kinds[1], kinds[2]])
            #expect(try transaction.conflicts.all(of: "p-1", resource: ben).count == 4)
        }
    }

    @Test func `a question is found by its token, answered once, and ended by a newer one`() throws {
        let question = ConflictQuestion(
            conflict: "x-1", customer: Cast.cleo.id, offered: [.asBooked, .asInCalendar(span(120, 165)), .move(to: morning), .cancel],
            askedAt: morning, expiresAt: morning + .days(3))
        try database.writeNow { transaction in
            try transaction.conflicts.insert(Cast.conflict())
            try transaction.conflictQuestions.insert(question, tokenHash: "first")
            try transaction.conflictQuestions.endAll(conflict: "x-1", at: morning + .hours(1))
            var second = question
            second.askedAt = morning + .hours(1)
            try transaction.conflictQuestions.insert(second, tokenHash: "second")
        }
        #expect(try database.readNow { try $0.conflictQuestions.find(tokenHash: "nothing") } == nil)
        #expect(try database.readNow { try $0.conflictQuestions.find(tokenHash: "first")?.expiresAt } == morning + .hours(1))
        #expect(try database.writeNow { try $0.conflictQuestions.answer(tokenHash: "second", .move(to: morning), at: morning + .hours(2)) })
        #expect(try !database.writeNow { try $0.conflictQuestions.answer(tokenHash: "second", .cancel, at: morning + .hours(3)) })
        let kept = try database.readNow { try $0.conflictQuestions.all(conflict: "x-1") }
        #expect(kept.map(\.answer) == [.move(to: morning), nil] && kept[0].answeredAt == morning + .hours(2))
        #expect(kept[1].offered == question.offered)
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
