import Booking
import CalendarSync
import CivilTime
import Persistence

/// Takes one duplicate out of its calendar, or puts one back; as its effect tells. Safe to do twice.
struct ItemWork {
    let kalends: Kalends

    private struct Found: Sendable {
        var effect: RunEffect
        var item: RemoteItem
        var calendar: ConnectedCalendar
        var account: CalendarAccount
        var kept: (calendar: ConnectedCalendar, account: CalendarAccount, item: RemoteItem.ID)?

        /// The same however often it is tried: a copy of an event of ours that comes back.
        var newUID: String { "again\(effect.id)-\(item.uid)" }
    }

    // MARK: Taking out

    /// - Throws: `ProviderFailure`.
    func remove(_ work: ItemWorkPayload) async throws {
        guard let found = try await load(work) else { return }
        let writer = try writer(of: found)
        let clock = ContinuousClock()
        let start = clock.now
        let outcome = try await delete(found, writer)
        let took = clock.now - start
        try await kalends.database.write { transaction in
            guard outcome == .done else {
                // It stands there: no more of it is kept than before.
                return try transaction.syncRuns.settle(found.effect.id, outcome, change: .removed(found.item.withoutData))
            }
            try transaction.syncRuns.settle(found.effect.id, outcome)
            try SyncLog(kalends: kalends, transaction: transaction, calendar: found.calendar)
                .note(.deleted, .tidying, appointment: found.effect.appointment, took: took, run: found.effect.run)
            try transaction.remoteItems.delete(id: found.item.id, calendar: found.calendar.id)
            try transaction.busyBlocks.delete(calendar: found.calendar.id, item: found.item.id)
            try OverlapReview(kalends, transaction, found.calendar).review(found.item.id, [])
        }
    }

    /// Deletes what still stands there as it was shown, while the one that is kept is there too.
    private func delete(_ found: Found, _ writer: any CalendarWriter) async throws -> RunEffect.Outcome {
        guard let current = try await writer.item(found.item.id) else {
            // Gone before we had it whole: somebody else took it out, and nothing could be put back.
            return found.item.marker == nil && found.item.payload.isEmpty ? .leftAlone : .done
        }
        let hasSameFields = found.item.fields.map { current.fields?.agrees(withKept: $0) == true } ?? (current.fields == nil)
        // What was just written is held without the version that a reading will bring.
        guard current.uid == found.item.uid, hasSameFields, found.item.version == nil || current.version == found.item.version
        else { return .leftAlone }
        if let kept = found.kept, try await reader(of: kept).item(kept.item) == nil { return .leftAlone }
        // From now on it is kept whole with its run, as what is taken out can be put back as it was.
        try await kalends.database.write { transaction in
            try transaction.syncRuns.settle(found.effect.id, .pending, change: .removed(current))
        }
        return try await takeOut(current, writer)
    }

    private func takeOut(_ item: RemoteItem, _ writer: any CalendarWriter) async throws(ProviderFailure) -> RunEffect.Outcome {
        do {
            try await writer.delete(item.id, version: item.version)
            return .done
        } catch  where error.kind == .preconditionFailed {
            return .leftAlone
        }
    }

    private func reader(
        of kept: (calendar: ConnectedCalendar, account: CalendarAccount, item: RemoteItem.ID)
    ) throws(ProviderFailure) -> any CalendarReader {
        do {
            return try kalends.provider(kept.account.provider).reader(
                of: kept.calendar.remote, with: try kalends.credentials(of: kept.account))
        } catch let failure as ProviderFailure {
            throw failure
        } catch {
            throw ProviderFailure(.misconfigured, "The calendar “\(kept.calendar.remote.name)” cannot be asked here.")
        }
    }

    // MARK: Putting back

    /// - Throws: `ProviderFailure`.
    func restore(_ work: ItemWorkPayload) async throws {
        guard let found = try await load(work) else { return }
        let writer = try writer(of: found)
        let clock = ContinuousClock()
        let start = clock.now
        let written: RemoteItem?
        do {
            written = try await write(found, writer)
        } catch let failure as ProviderFailure where failure.kind == .alreadyExists {
            // Put back already, by us before the answer was lost, or by somebody.
            written = try await writer.item(found.item.marker == nil ? found.item.id : writer.id(forUID: found.newUID))
        }
        let took = clock.now - start
        try await kalends.database.write { transaction in
            try transaction.syncRuns.settle(
                found.effect.id, written == nil ? .leftAlone : .done, change: .restored(written?.withoutData ?? found.item))
            guard written != nil else { return }
            try SyncLog(kalends: kalends, transaction: transaction, calendar: found.calendar)
                .note(.created, .tidying, appointment: found.effect.appointment, took: took, run: found.effect.run)
            try kalends.enqueueReading(of: found.calendar, due: kalends.now, transaction)
        }
    }

    /// What bore our marker comes back as a copy under a name of its own; anything else as it was.
    private func write(_ found: Found, _ writer: any CalendarWriter) async throws -> RemoteItem {
        guard let marker = found.item.marker, let fields = found.item.fields else {
            guard let restorer = writer as? any ItemRestorer else {
                throw ProviderFailure(.forbidden, "“\(found.calendar.remote.name)” takes no deleted event back.")
            }
            return try await restorer.restore(found.item)
        }
        return try await writer.create(
            OutgoingEvent(
                uid: found.newUID, marker: marker, fields: fields, sequence: 0, stamp: found.effect.at, url: ""))
    }

    // MARK: Both

    /// - Returns: `nil` when there is nothing to do any more: it is done, was taken back, or the run is kept no longer.
    private func load(_ work: ItemWorkPayload) async throws -> Found? {
        try await kalends.database.read { transaction in
            guard let effect = try transaction.syncRuns.effect(work.effect), effect.outcome == .pending, let id = effect.calendar,
                let item = effect.change.item, let (calendar, account) = try way(to: id, transaction)
            else { return nil }
            if try transaction.isSwitchedOff(calendar.resource) { throw SwitchedOff() }
            try account.requireNotRefused()
            var found = Found(effect: effect, item: item, calendar: calendar, account: account)
            if let place = work.kept {
                // Where the one that is kept cannot be asked for, nothing is taken away.
                guard let (calendar, account) = try way(to: place.calendar, transaction) else { return nil }
                found.kept = (calendar, account, place.item)
            }
            return found
        }
    }

    private func way(to id: ConnectedCalendar.ID, _ transaction: Transaction) throws -> (ConnectedCalendar, CalendarAccount)? {
        guard let calendar = try transaction.calendars.find(id), let account = try transaction.accounts.find(calendar.account),
            account.isConnected
        else { return nil }
        return (calendar, account)
    }

    private func writer(of found: Found) throws -> any CalendarWriter {
        let provider = try kalends.provider(found.account.provider)
        guard let writer = provider.writer(of: found.calendar.remote, with: try kalends.credentials(of: found.account)) else {
            throw ProviderFailure(.forbidden, "“\(found.calendar.remote.name)” can only be read now. Nothing was changed in it.")
        }
        return writer
    }
}

extension RunEffect.Change {
    /// The duplicate that it is about.
    var item: RemoteItem? {
        switch self {
        case .removed(let item), .restored(let item): item
        default: nil
        }
    }
}

extension RemoteItem {
    /// The item as it is kept with a run while it stands in its calendar.
    var withoutData: RemoteItem {
        var item = self
        item.payload = ""
        return item.marker == nil ? item.keepingTimes(title: true) : item
    }
}
