import Booking
import CalendarSync
import CivilTime
import Logging
import Persistence
import Synchronization

/// Writes a test item into a linked calendar, finds it there and in the calendar's changes, and takes it away again; how long that took.
///
/// It is announced in the store before it is written, so that what a crash leaves behind is found and deleted by the next one.
struct RunProbe {
    let kalends: Kalends

    static let limit = Duration.seconds(30)
    /// How often the changes are asked for, and how long it waits in between.
    private static let (looks, pause) = (4, Duration.milliseconds(400))

    private struct Target: Sendable {
        var calendar: ConnectedCalendar
        var known: [RemoteItem.ID: String]
        var leftOver: [Probe]
        var language: String
        var writer: any CalendarWriter
    }

    /// - Returns: `nil` when there is nothing to be tried: the calendar is not linked, or its account refused or disconnected.
    /// - Throws: `StoreFailure`.
    func callAsFunction(_ id: ConnectedCalendar.ID) async throws -> RoundTrip? {
        guard let target = try await load(id) else { return nil }
        let trip = Progress(RoundTrip(at: kalends.now, calendar: id, failedStep: .write))
        let end: Bool? = await within(Self.limit) {
            await attempt(target, trip)
            return true
        }
        if end == nil { trip.note { $0.reason = $0.reason ?? "No answer within \(Self.limit.components.seconds) s." } }
        return trip.value
    }

    private func load(_ id: ConnectedCalendar.ID) async throws -> Target? {
        try await kalends.database.read { transaction in
            guard let calendar = try transaction.calendars.find(id), calendar.isLinked,
                let account = try transaction.accounts.find(calendar.account), account.isConnected, account.refusedSince == nil,
                let provider = kalends.providers[account.provider], let credentials = try? kalends.credentials(of: account),
                let writer = provider.writer(of: calendar.remote, with: credentials)
            else { return nil }
            let business = try transaction.staff.all(of: calendar.resource).first.flatMap { try transaction.businesses.find($0.business) }
            return Target(
                calendar: calendar, known: try transaction.remoteItems.versions(calendar: id),
                leftOver: try transaction.probes.all(calendar: id), language: business?.language ?? "en", writer: writer)
        }
    }

    private func attempt(_ target: Target, _ trip: Progress) async {
        do {
            for probe in target.leftOver { try await remove(probe, target) }
            let probe = Probe(id: kalends.newID(), calendar: target.calendar.id, madeAt: kalends.now)
            try await kalends.database.write { try $0.probes.put(probe) }
            let clock = ContinuousClock()
            let start = clock.now
            let written = try await target.writer.create(probe.event(kalends, language: target.language))
            var answered = probe
            answered.item = written.id
            try await kalends.database.write { [answered] transaction in try transaction.probes.put(answered) }
            trip.note { $0.failedStep = .readBack }
            guard let read = try await target.writer.item(written.id), read.uid == probe.uid else {
                throw ProviderFailure(.invalidAnswer, "The server took the test item and does not show it.")
            }
            trip.note {
                $0.outboundMilliseconds = (clock.now - start).milliseconds
                $0.failedStep = .changeFeed
            }
            let isTold = try await isTold(probe, target)
            let inbound = (clock.now - start).milliseconds
            let trouble = isTold == false ? "The calendar’s list of changes does not tell of the new item." : nil
            trip.note {
                $0.inboundMilliseconds = isTold == true ? inbound : nil
                $0.failedStep = .delete
            }
            try await remove(answered, target)
            trip.note {
                $0.failedStep = trouble == nil ? nil : .changeFeed
                $0.reason = trouble
            }
        } catch let failure as ProviderFailure {
            trip.note {
                $0.reason = failure.sentence
                $0.failure = failure
            }
        } catch {
            trip.note { $0.reason = "\(error)" }
            kalends.logger.error("A test item could not be followed", metadata: ["error": "\(error)"])
        }
    }

    /// Whether the changes since the last reading tell of it; `nil` when the calendar was never read. Nothing is applied, and the cursor stays.
    private func isTold(_ probe: Probe, _ target: Target) async throws -> Bool? {
        guard let cursor = target.calendar.cursor else { return nil }
        for look in 0..<Self.looks {
            if look > 0 { try await kalends.pace.pause(Self.pause) }
            let batch = try await target.writer.changes(since: cursor, known: target.known)
            if batch.changed.contains(where: { $0.uid == probe.uid }) { return true }
        }
        return false
    }

    /// Deletes a test item, wherever it stands, and forgets it.
    private func remove(_ probe: Probe, _ target: Target) async throws {
        let id = probe.item ?? target.writer.id(forUID: probe.uid)
        if let item = try await target.writer.item(id), item.uid == probe.uid { try await target.writer.delete(id, version: item.version) }
        try await kalends.database.write { transaction in
            try transaction.probes.delete(probe.id)
            try transaction.remoteItems.delete(id: id, calendar: target.calendar.id)
        }
    }
}

/// How far a round trip got; read when its time is up, too.
private final class Progress: Sendable {
    private let trip: Mutex<RoundTrip>

    init(_ trip: RoundTrip) { self.trip = Mutex(trip) }

    var value: RoundTrip { trip.withLock { $0 } }

    func note(_ change: (inout RoundTrip) -> Void) { trip.withLock { change(&$0) } }
}
