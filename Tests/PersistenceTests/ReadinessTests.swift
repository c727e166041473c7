import Testing

@testable import Persistence

@Suite struct ReadinessTests {
    private let database: Database

    init() throws { database = try Database.inMemory() }

    private func limit(pages: Int) throws {
        try database.engine.run("PRAGMA max_page_count = \(pages)")
    }

    private func store(letters: Int) async throws {
        let text = String(repeating: "x", count: letters)
        try await database.write { try $0.settings.set("k", text) }
    }

    @Test func `a write that found no room makes the database unready until there is room again`() async throws {
        try await database.requireReady()
        // No fewer than there are already.
        try limit(pages: 1)
        await #expect(throws: StoreFailure.diskFull) { try await store(letters: 100_000) }
        await #expect(throws: StoreFailure.diskFull) { try await database.requireReady() }
        try limit(pages: 1_000_000)
        try await database.requireReady()
        try await store(letters: 100_000)
        #expect(try database.engine.numbers("SELECT COUNT(*) FROM settings") == [1])
    }

    @Test func `what a person may not do says nothing of the disk`() async throws {
        await #expect(throws: StoreFailure.overlap) { try await database.write { _ in throw StoreFailure.overlap } }
        #expect(database.trouble.failure == nil)
    }

    @Test func `a commit whose end nobody knows is reason enough to look`() async throws {
        await #expect(throws: StoreFailure.outcomeUnknown) { try await database.write { _ in throw StoreFailure.outcomeUnknown } }
        #expect(database.trouble.failure == .outcomeUnknown)
        try await database.requireReady()
        #expect(database.trouble.failure == nil)
    }
}
