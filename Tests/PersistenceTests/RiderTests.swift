import Booking
import CivilTime
import Synchronization
import Testing

@testable import Persistence

/// What rides along in somebody's writes is committed with them or not at all.
@Suite(.everyEngine) struct RiderTests {
    private let database: Database

    init() throws { database = try Cast.emptyDatabase() }

    private struct Crash: Error {}

    private static func keep(_ transaction: Transaction) throws {
        try transaction.keptAnswers.insert(
            KeptAnswer(holder: "t", key: "k", fingerprint: "f", sealedAnswer: "s", createdAt: morning), replacing: morning - .days(1))
    }

    private static let rider = Rider { transaction, value in if value is String { try keep(transaction) } }

    private func state() throws -> (effect: String?, isKept: Bool) {
        try database.readNow { (try $0.settings.get("effect"), try $0.keptAnswers.find(holder: "t", key: "k") != nil) }
    }

    @Test func `it is called within the transaction, with what the body answered`() async throws {
        try await Self.rider.accompanying {
            try await database.write { try $0.settings.set("other", "1") }
            #expect(try state() == (nil, false))
            _ = try await database.write { transaction in
                try transaction.settings.set("effect", "1")
                return "done"
            }
        }
        #expect(try state() == ("1", true))
    }

    @Test(arguments: [false, true]) func `whatever fails, before it or in it, leaves neither`(_ isGuarded: Bool) async throws {
        await #expect(throws: Crash.self) {
            try await Self.rider.accompanying {
                try await database.write(guarded: isGuarded) { transaction -> String in
                    try transaction.settings.set("effect", "1")
                    throw Crash()
                }
            }
        }
        #expect(try state() == (nil, false))
        let failing = Rider { transaction, _ in
            try Self.keep(transaction)
            throw Crash()
        }
        await #expect(throws: Crash.self) {
            try await failing.accompanying {
                try await database.write(guarded: isGuarded) { transaction in
                    try transaction.settings.set("effect", "1")
                    return "done"
                }
            }
        }
        #expect(try state() == (nil, false))
    }

    @Test(arguments: [false, true]) func `a second effect under one key is undone as a whole`(_ isGuarded: Bool) async throws {
        try await database.write { try Self.keep($0) }
        await #expect(throws: StoreFailure.self) {
            try await Self.rider.accompanying {
                try await database.write(guarded: isGuarded) { transaction in
                    try transaction.settings.set("effect", "2")
                    return "done"
                }
            }
        }
        #expect(try state() == (nil, true))
    }

    @Test func `of many at the same moment one has its effect`() async throws {
        let database = database
        let effects = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<12 {
                group.addTask {
                    do {
                        return try await Self.rider.accompanying {
                            try await database.write(guarded: number % 2 == 0) { transaction in
                                let count = Int(try transaction.settings.get("count") ?? "0") ?? 0
                                try transaction.settings.set("count", String(count + 1))
                                return "done"
                            } == "done"
                        }
                    } catch { return false }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(effects == 1)
        #expect(try database.readNow { try $0.settings.get("count") } == "1")
    }

    @Test func `outside of its task it is not there`() async throws {
        await Self.rider.accompanying {}
        _ = try await database.write { transaction in
            try transaction.settings.set("effect", "1")
            return "done"
        }
        #expect(try state() == ("1", false))
    }

    @Test func `an answer past its time makes place, a younger one does not`() async throws {
        try await database.write { try Self.keep($0) }
        func again(at now: Instant) async throws {
            try await database.write { transaction in
                try transaction.keptAnswers.insert(
                    KeptAnswer(holder: "t", key: "k", fingerprint: "g", sealedAnswer: "new", createdAt: now), replacing: now - .days(1))
            }
        }
        await #expect(throws: StoreFailure.self) { try await again(at: morning + .hours(23)) }
        try await again(at: morning + .days(1))
        #expect(try database.readNow { try $0.keptAnswers.find(holder: "t", key: "k") }?.sealedAnswer == "new")
        #expect(try database.writeNow { try $0.keptAnswers.deleteBefore(morning + .days(1)) } == 1)
    }
}
