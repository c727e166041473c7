import Booking
import CalendarSync
import CivilTime
import Persistence

/// Takes a first read in portions, each in a transaction of its own, so that the nearest days count within seconds and a run that breaks off is
/// taken up where it was. What is ours waits for the end, where it is compared in the knowledge of everything.
///
/// One portion is stored while the next is laid out and the one after it is on its way. The cursor is stored with the last one, by
/// `ReadCalendar`.
actor CalendarImport {
    /// Something else happened to the calendar: whoever reads it next goes on.
    struct Overtaken: Error {}

    /// So far ahead a calendar is usable at once (E-L1).
    static let nearDays = 14
    /// A calendar with fewer news is taken as a whole.
    private static let fewest = 200

    /// Items that are not ours, with the times that they take until an instant.
    private struct LaidOut: Sendable {
        var items: [LaidOutItem]
        let until: Instant
    }

    private let kalends: Kalends
    private let provider: any CalendarProvider
    private let run: String
    private(set) var held: HeldCalendar
    /// Events of ours that came in portions.
    private var ours: [RemoteItem] = []
    /// How many items were taken by this run.
    private(set) var count = 0
    private var work: Task<Void, any Error>?

    init(_ kalends: Kalends, _ held: HeldCalendar, _ provider: any CalendarProvider) {
        self.kalends = kalends
        self.held = held
        self.provider = provider
        run = kalends.newID()
    }

    /// Reads everything.
    /// - Returns: what is left to be applied with the cursor.
    /// - Throws: `Overtaken`, `ProviderFailure`, `StoreFailure`.
    func read(_ reader: any CalendarReader) async throws -> ChangeBatch {
        do {
            var batch = try await reader.firstRead(known: held.known, window: near) { @Sendable portion in try await self.hand(portion) }
            try await work?.value
            batch.changed = ours.filter { item in !batch.changed.contains { $0.id == item.id } } + batch.changed
            return batch.changed.count > Self.fewest ? try await takeMost(of: batch) : batch
        } catch {
            work?.cancel()
            // Whatever it was at, it ends before the calendar is read again.
            _ = await work?.result
            throw error
        }
    }

    /// With a day around it, as whole days lie elsewhere in other zones.
    private var near: Span { Span(kalends.now - .days(1), kalends.now + .days(Self.nearDays + 1)) }

    private func hand(_ portion: ImportPortion) async throws {
        let laidOut = await layOut(portion.items, held)
        try await work?.value
        work = Task { try await take(portion, laidOut) }
    }

    /// The slow part, which needs no store: it is done before the writer is taken, and beside the portion before. What is ours waits.
    private nonisolated func layOut(_ items: [RemoteItem], _ held: HeldCalendar) async -> LaidOut {
        let window = kalends.expansionWindow(readDays: held.settings.readDays)
        return LaidOut(
            items: items.filter { !held.isOurs($0) }.map { held.layOut($0, provider, window) }, until: window.end)
    }

    /// Where the provider had no portions to give, they are made here.
    private func takeMost(of batch: ChangeBatch) async throws -> ChangeBatch {
        var batch = batch
        let others = batch.changed.filter { !held.isOurs($0) }
        batch.changed.removeAll { !held.isOurs($0) }
        let total = held.known.count + others.count + batch.changed.count
        let (urgent, later) = others.reduce(into: ([RemoteItem](), [RemoteItem]())) { parts, item in
            if provider.expand(item, in: near, for: held.owner).occurrences.isEmpty { parts.1.append(item) } else { parts.0.append(item) }
        }
        for items in [urgent, later] {
            try await take(ImportPortion(items: items, total: total, completesWindow: true), await layOut(items, held))
        }
        return batch
    }

    private func take(_ portion: ImportPortion, _ laidOut: LaidOut) async throws {
        ours += portion.items.filter(held.isOurs)
        let parts = ReadPortions.cut(laidOut.items)
        // A portion without items of others has its say about how far the import is too.
        for (number, items) in (parts.isEmpty ? [[]] : parts).enumerated() {
            try Task.checkCancellation()
            let part = LaidOut(items: items, until: laidOut.until)
            try await take(part, total: portion.total, completesWindow: portion.completesWindow && number >= parts.count - 1)
        }
    }

    private func take(_ laidOut: LaidOut, total: Int?, completesWindow: Bool) async throws {
        let (kalends, held, run) = (self.kalends, self.held, self.run)
        let items = laidOut.items.map(\.item)
        let progress = try await kalends.database.write { transaction -> ImportProgress? in
            guard var calendar = try transaction.calendars.find(held.calendar.id),
                try held.isStill(calendar, items.map(\.id), transaction)
            else { return nil }
            let reading = CalendarReading(
                kalends: kalends, transaction: transaction, calendar: calendar,
                settings: try transaction.syncSettings.terms(of: calendar.resource).current,
                overlaps: OverlapReview(kalends, transaction, calendar), untouched: try held.untouched(items.map(\.id), transaction))
            for (item, expansion) in laidOut.items { try reading.take(item, expansion) }
            var progress =
                calendar.importing
                ?? ImportProgress(
                    run: run, startedAt: kalends.now, movedAt: kalends.now, read: 0, total: total, expandedUntil: laidOut.until)
            progress.run = run
            progress.movedAt = kalends.now
            progress.read = held.known.count + items.count { held.known[$0.id] == nil }
            progress.total = total ?? progress.total
            if completesWindow { progress.knownUntil = kalends.now + .days(Self.nearDays) }
            calendar.importing = progress
            try transaction.calendars.update(calendar)
            return progress
        }
        guard let progress else { throw Overtaken() }
        self.held.calendar.importing = progress
        for item in items { self.held.known[item.id] = item.version ?? "" }
        count += items.count
    }
}
