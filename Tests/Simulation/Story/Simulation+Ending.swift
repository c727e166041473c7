import Booking
import CalendarSimulators
import CalendarSync
import CivilTime
import Persistence
import TestSupport

@testable import Operations

extension Simulation {
    /// Everything is mended, people answer what they are asked, and nothing more happens; then all must be well.
    func end() async throws {
        var random = SeededGenerator(seed: history.ending)
        step += 1
        tell("everything is mended")
        remember()
        mend()
        try await restartWorker()
        (other, web) = (newNode("second"), newNode("web"))
        // Whatever was put off is due: a server may ask for patience until the next day.
        around.clock.set(to: max(around.clock.now, around.serverClock.now))
        around.serverClock.set(to: around.clock.now)
        pass(.hours(25))
        try await switchOn()
        try await connectAgain(&random)
        if needsComparison { try bringComparison() }
        guard try await rest(&random) else {
            faults.append("it never comes to rest: \(try unrest())")
            return
        }
        try noteChanges()
        faults += try checks()
        if faults.isEmpty { faults += try await secondCycle() }
    }

    private func mend() {
        remembered = [:]
        around.google.change { world, _ in
            world.clearFaults()
            world.settings.visibilityDelay = 0
            world.settings.clockSkew = 0
        }
        around.caldav.change { world, _ in
            world.clearFaults()
            world.settings.listingDelay = 0
            for path in world.collections.keys { world.setForgotten(false, path) }
        }
        share(asReader: false)
    }

    /// People sign in once more where they did before, and choose among the calendars that there are.
    private func connectAgain(_ random: inout SeededGenerator) async throws {
        for (index, slot) in slots.enumerated() where slot.isKnown {
            guard let account = try account(of: slot), account.isConnected || history.reconnects else { continue }
            let known = try read { try $0.calendars.all(account: account.id) }
            let shown = writable(slot)
            if shown.isEmpty {
                // Nothing is left in it that could be chosen.
                try await attempting { try await DisconnectAccount(web.kalends)(account.id, actor: Self.ana) }
                continue
            }
            let former = known.first(where: \.isLinked).map { CalendarKey($0.remote, slot.provider) }
            let hasLinked = try read { try $0.calendars.linked(of: Resource.ID(slot.resource)) } != nil
            let linked = former.map { shown.contains($0) ? $0 : shown[0] } ?? (hasLinked ? nil : shown[0])
            var closing = Set(known.filter(\.closesTime).map { CalendarKey($0.remote, slot.provider) }).intersection(shown)
            if closing.isEmpty { closing = [shown[0]] }
            try await connect(index, linked: linked, closing: closing)
        }
    }

    /// The next read compares everything, as one in so many does.
    private func bringComparison() throws {
        try around.observer.writeNow { transaction in
            for var calendar in try transaction.calendars.all() {
                guard let parts = calendar.cursor?.value.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false),
                    parts.count == 3
                else { continue }
                calendar.cursor = SyncCursor("\(parts[0])|10000|\(parts[2])")
                try transaction.calendars.update(calendar)
            }
        }
    }

    private func rest(_ random: inout SeededGenerator) async throws -> Bool {
        for _ in 0..<14 {
            let writes = around.gate.writes
            try await attempting { _ = try await SyncNow(web.kalends)(actor: Self.ana) }
            _ = try await worker.runner.drain()
            // Nothing was written, so what was read is how it is.
            if writes == around.gate.writes, try unrest(besidesQuestions: true).isEmpty { faults += try falseOverlaps() }
            let hasQuestions = try !read { try $0.conflicts.open() }.isEmpty
            try await settleConflicts(&random, all: true)
            try await agree()
            try await revive()
            _ = try await worker.runner.drain()
            pass(.minutes(16))
            if around.gate.isOverrun { return false }
            if !hasQuestions, try isAtRest(), writes == around.gate.writes { return true }
        }
        return false
    }

    private func isAtRest() throws -> Bool { try unrest().isEmpty }

    /// What is not done yet, in words.
    private func unrest(besidesQuestions: Bool = false) throws -> [String] {
        let jobs = try read { try $0.jobs.list(limit: 10_000) }.filter { job in
            // An event in an account that nobody has connected again waits for that.
            let waits = job.kind == "remove-event" && job.lastError?.hasPrefix("The account is disconnected") == true
            return try !RecurringWork.isRecurring(job) && !waits && !isHopeless(job)
        }
        return try read { transaction in
            let troubles = try transaction.calendars.all().filter { ($0.isLinked || $0.closesTime) && $0.failure != nil }
            return jobs.map { "\($0.kind) \($0.state) \($0.lastError ?? "")" }
                + troubles.map { "\($0.remote.name): \($0.failure?.failure.sentence ?? "")" }
                + (besidesQuestions ? [] : try transaction.conflicts.open()).map { "asked about \($0.appointment.short)" }
        }
    }

    /// When nobody edits anything, a second cycle writes nothing and asks nothing, nor does one that compares everything.
    private func secondCycle() async throws -> [String] {
        try await avoidNight()
        let writes = around.gate.writes
        let conflicts = try conflictCount()
        pass(.minutes(5))
        _ = try await worker.runner.drain()
        if around.gate.writes != writes { return ["a second cycle writes \(around.gate.writes - writes) times"] }
        try bringComparison()
        pass(.minutes(5))
        _ = try await worker.runner.drain()
        if around.gate.writes != writes { return ["a cycle that compares everything writes \(around.gate.writes - writes) times"] }
        if try conflictCount() != conflicts { return ["a second cycle asks"] }
        return try checks()
    }

    /// At three in the morning test items are written, which are no cycle's business.
    private func avoidNight() async throws {
        let clock = berlin.civil(at: around.clock.now).time
        guard clock.hour == 2 || clock.hour == 3 else { return }
        pass(.hours(2))
        _ = try await worker.runner.drain()
    }

    private func conflictCount() throws -> Int { try conflicts().count }

    func conflicts() throws -> [SyncConflict] {
        try read { transaction in
            try [Cast.benResource.id, Cast.anaResource.id].flatMap { try transaction.conflicts.all(resource: $0, limit: 10_000) }
        }
    }
}
