import CalendarSync
import Foundation
import Persistence
import Testing

@testable import Operations

/// The history accounts for every change of an appointment, a rule, a person and a connection.
struct HistoryTests {
    @Test(arguments: RecordedOperation.all) func `whatever changes has its entry in the history`(_ operation: RecordedOperation)
        async throws
    {
        let world = try World(isEmpty: operation.isEmpty)
        try await operation.prepare(world)
        let before = try Ledger(world)
        try await operation.run(world)
        let after = try Ledger(world)
        let added = try world.read { try $0.history.latest(limit: 1_000) }.filter { $0.id > before.lastEntry }
        // A customer is made by a booking, whose entry names it.
        let changed = after.changes(since: before).filter { !$0.hasPrefix("customer:") || before.facts[$0] != nil }
        for subject in changed { #expect(added.contains { $0.subject == subject }, "\(subject) changed, and no entry says so") }
        let told = Set(added.map { "\($0.subject.prefix { $0 != ":" }) \($0.action)" })
        #expect(told.isSuperset(of: operation.told), "\(told)")
        for entry in added { #expect(HistoryAction(rawValue: entry.action) != nil, "\(entry.action) has no name") }
    }

    @Test func `every file that writes is in the list, or says why it has nothing to tell`() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Sources/Operations")
            .standardizedFileURL
        let found = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)?.allObjects as? [URL] ?? []
        let writing = try found.filter { $0.pathExtension == "swift" }
            .filter { file in
                let text = try String(contentsOf: file, encoding: .utf8)
                return text.contains("database.write") || text.contains("alends.insist")
            }
        let names = Set(writing.map { $0.deletingPathExtension().path.replacing(sources.path + "/", with: "") })
        try #require(names.count > 15, "the sources are not where this test looks for them")
        let listed = Set(RecordedOperation.all.map(\.file)).union(RecordedOperation.silent.keys)
        #expect(names.subtracting(listed) == [])
        #expect(listed.subtracting(names) == [])
    }

    @Test func `no entry holds a password, a sealed one, or the key to a feed`() async throws {
        let world = try World()
        for operation in RecordedOperation.all where !operation.isEmpty && operation.file.hasPrefix("Calendars/ConnectCalendar") {
            let world = try World()
            try await operation.prepare(world)
            try await operation.run(world)
            let secrets = try world.read { try $0.accounts.all().map(\.sealedSecret) } + ["app-password"]
            let told = try world.read { try $0.history.latest(limit: 1_000) }.map { "\($0)" }.joined()
            for secret in secrets where !secret.isEmpty { #expect(!told.contains(secret)) }
        }
        try await world.connect()
        let entry = try #require(try world.history("account:\(try world.read { try $0.accounts.all()[0].id })").last)
        #expect(entry.before == nil)
        #expect(entry.after?.contains("\"linked\":\"Work\"") == true && entry.after?.contains("\"closing\":[\"Work\"]") == true)
    }
}
