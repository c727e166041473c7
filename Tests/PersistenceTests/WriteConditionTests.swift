import Booking
import Persistence
import TestSupport
import Testing

/// A condition of whoever is further away than the use case that writes.
struct WriteConditionTests {
    private struct Broken: Error {}

    @Test func `each write begins with it, and what it throws undoes the write`() async throws {
        let database = try Cast.database()
        try await WriteCondition.requiring({ transaction in
            guard try transaction.settings.get("made") == nil else { throw Broken() }
        }) {
            try await database.write { try $0.settings.set("made", "once") }
            await #expect(throws: Broken.self) { try await database.write { try $0.settings.set("made", "twice") } }
            #expect(try await database.read { try $0.settings.get("made") } == "once")
        }
        try await database.write { try $0.settings.set("made", "after") }
        #expect(try await database.read { try $0.settings.get("made") } == "after")
    }
}
