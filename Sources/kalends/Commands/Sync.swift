import ArgumentParser
import Booking
import CalendarSync
import CivilTime
import Operations
import Persistence

struct Sync: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read and write every connected calendar now, and say how each of them stands.",
        discussion:
            "Works beside a running server: each piece of work is taken by one of them. Exit status 1 when a calendar could not be read.")

    @OptionGroup var options: InstanceOptions

    func run() async throws {
        let failures = try await describing {
            let instance = try Instance(existing: options)
            let kalends = instance.kalends
            let started = kalends.now
            let count = try await SyncNow(kalends)(actor: .system)
            let runner = JobRunner(kalends, mail: nil, worker: "sync-\(Identifiers.make())")
            try await runner.drain(kinds: .calendars)
            // What a server took meanwhile is waited for, as long as the slowest answer may take.
            for _ in 0..<240 where try await runner.hasUnfinished(kinds: .calendars, dueBy: started) {
                try await Task.sleep(for: .milliseconds(500))
                try await runner.drain(kinds: .calendars)
            }
            if count == 0 { print("No calendar is connected. Connect one at \(instance.configuration.baseURL)/admin/calendars") }
            return try await report(kalends)
        }
        if failures > 0 { throw ExitCode(1) }
    }

    private func report(_ kalends: Kalends) async throws -> Int {
        let (calendars, names) = try await kalends.database.read { transaction in
            (
                try transaction.calendars.all().filter { $0.isLinked || $0.closesTime },
                Dictionary(try transaction.resources.all().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
            )
        }
        for calendar in calendars {
            let state = calendar.failure.map { "failed: \($0.failure.sentence)" } ?? "read \(calendar.readAt.map { "at \($0)" } ?? "never")"
            print("\(names[calendar.resource] ?? "?"), “\(calendar.remote.name)”\(calendar.isLinked ? " (linked)" : ""): \(state)")
        }
        return calendars.count { $0.failure != nil }
    }
}
