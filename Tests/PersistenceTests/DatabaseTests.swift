import Booking
import CivilTime
import Testing

@testable import Persistence

@Suite(.everyEngine) struct DatabaseTests {
    @Test func `a body that throws leaves nothing behind`() async throws {
        struct Refusal: Error {}
        let database = try Cast.database()
        let revision = try database.readNow { try $0.availability.revision() }
        await #expect(throws: Refusal.self) {
            try await database.write { transaction in
                try transaction.claims.insert(Cast.claim(span(0, 60)))
                try transaction.settings.set("name", "value")
                throw Refusal()
            }
        }
        try await database.read { (transaction: Transaction) throws in
            #expect(try transaction.claims.all(of: [Cast.benResource.id], overlapping: span(-600, 600)).isEmpty)
            #expect(try transaction.settings.get("name") == nil)
            #expect(try transaction.availability.revision() == revision)
        }
    }

    @Test func `what was committed is there after the database is closed and opened again`() async throws {
        let place = try TestPlace.kept(.borrowed)
        let first = try place.open()
        try await first.write(Cast.install)
        try first.close()
        let second = try place.open()
        #expect(try await second.read { try $0.appointments.find("p-1") } == Cast.appointment())
    }

    @Test func `a read sees one state while a writer commits`() throws {
        let database = try Cast.database()
        try database.readNow { (before: Transaction) throws in
            #expect(try before.settings.get("k") == nil)
            try database.writeNow { try $0.settings.set("k", "v") }
            #expect(try before.settings.get("k") == nil)
        }
        #expect(try database.readNow { try $0.settings.get("k") } == "v")
    }

    @Test func `a write that was begun outlives its cancelled task`() async throws {
        let database = try Cast.database()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await database.write { try $0.settings.set("k", "v") }
        }
        try await task.value
        #expect(try database.readNow { try $0.settings.get("k") } == "v")
    }

    @Test func `a closed database refuses to read and to write`() async throws {
        let database = try Cast.database()
        try database.close()
        await #expect(throws: StoreFailure.self) { try await database.write { try $0.settings.set("k", "v") } }
        await #expect(throws: StoreFailure.self) { try await database.read { try $0.settings.get("k") } }
    }

    @Test func `of 64 writers of one slot one wins and the others are told why`() async throws {
        let database = try Cast.database()
        let outcomes = await withTaskGroup(of: String.self) { group in
            for number in 0..<64 {
                group.addTask {
                    do {
                        try await database.write { transaction in
                            try transaction.appointments.insert(Cast.appointment("q-\(number)"))
                            try transaction.claims.insert(Cast.claim(span(number % 3, 60), for: "q-\(number)"))
                        }
                        return "won"
                    } catch StoreFailure.overlap {
                        return "overlap"
                    } catch {
                        return "\(error)"
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(outcomes == ["won": 1, "overlap": 63])
        #expect(try database.readNow { try $0.appointments.all(overlapping: span(-600, 600)).count } == 2)
    }

    @Test func `writers on two connections take turns`() async throws {
        let place = try TestPlace.kept(.borrowed)
        let databases = [try place.open(), try place.open()]
        try await databases[0].write { try $0.settings.set("count", "0") }
        try await withThrowingTaskGroup { group in
            for number in 0..<40 {
                group.addTask {
                    try await databases[number % 2].write { transaction in
                        let count = Int(try transaction.settings.get("count") ?? "") ?? -1_000
                        try transaction.settings.set("count", String(count + 1))
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await databases[1].read { try $0.settings.get("count") } == "40")
    }
}
