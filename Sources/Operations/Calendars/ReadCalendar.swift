import Booking
import CalendarSync
import CivilTime
import Logging
import Persistence

/// Reads one calendar's changes and applies them together with their cursor in one transaction: outside events become busy time, and events
/// of ours are compared with what they should be. It writes nothing to the provider; what must be written is left to push jobs.
struct ReadCalendar {
    let kalends: Kalends

    /// So many events of ours may be deleted between two reads for each deletion to count as meant.
    private static let mostDeletions = 3

    /// A read with the doubts removed: whatever is gone is gone on positive evidence.
    private struct Verified: Sendable {
        var changed: [RemoteItem]
        var gone: [RemoteItem.ID]
        /// How many more are said to be gone, and are held until a person agrees.
        var withheld = 0
        var cursor: SyncCursor?
        var troubled: [ItemTrouble]
        /// Of what is gone: nobody may have wished it away, so a person is asked.
        var doubted: Set<RemoteItem.ID> = []
    }

    /// - Throws: `ProviderFailure`; what was known before then stays in use, with its age.
    func callAsFunction(_ id: ConnectedCalendar.ID) async throws {
        guard var held = try await kalends.database.read({ try HeldCalendar(id, kalends, $0) }) else { return }
        let provider = try kalends.provider(held.account.provider)
        if let until = try await closeLastKnown(held, provider) { held.calendar.expandedUntil = until }
        let reader = provider.reader(of: held.calendar.remote, with: try kalends.credentials(of: held.account))
        let clock = ContinuousClock()
        let start = clock.now
        var (batch, imported) = (ChangeBatch(), 0)
        if held.isFirstRead {
            let importing = CalendarImport(kalends, held, provider)
            do {
                batch = try await importing.read(reader)
            } catch is CalendarImport.Overtaken {
                return try await askAgain(id)
            }
            (held, imported) = await (importing.held, importing.count)
        } else {
            batch = try await reader.changes(since: held.calendar.cursor, known: held.known)
        }
        var verified = try await verify(batch, held, reader)
        verified.doubted = try await doubted(verified.gone, held)
        try await apply(verified, held, provider, imported: imported, took: clock.now - start)
    }

    /// What was read is of no use any more; what is there now is read from where it stands.
    private func askAgain(_ id: ConnectedCalendar.ID) async throws {
        try await kalends.database.write { transaction in
            guard let calendar = try transaction.calendars.find(id), calendar.isRead else { return }
            try kalends.enqueueReading(of: calendar, due: kalends.now, transaction)
        }
    }

    /// What the read says is gone of what is held.
    private func claimedRemovals(_ batch: ChangeBatch, _ held: HeldCalendar) -> [RemoteItem.ID] {
        let ours = Set(held.known.keys).union(held.links.keys)
        let missing = batch.listing.map { ours.subtracting($0) } ?? []
        return ours.intersection(batch.removed).union(missing).subtracting(batch.changed.map(\.id)).sorted()
    }

    /// Suspiciously much is gone: it is held until a person agrees, and a handful of it asked for, should the server lie.
    private func withhold(_ claimed: [RemoteItem.ID], _ batch: ChangeBatch, _ reader: any CalendarReader) async throws -> Verified {
        for id in claimed.prefix(5) where try await reader.item(id) != nil { throw ProviderFailure.incompleteListing }
        return Verified(changed: batch.changed, gone: [], withheld: claimed.count, cursor: batch.cursor, troubled: batch.troubled)
    }

    /// Asks for each item that is said to be gone: a removal is a claim until the very item answers that it is not there.
    private func verify(_ batch: ChangeBatch, _ held: HeldCalendar, _ reader: any CalendarReader) async throws -> Verified {
        let claimed = claimedRemovals(batch, held)
        if held.breaker.withholds(claimed.count) { return try await withhold(claimed, batch, reader) }
        var gone: [RemoteItem.ID] = []
        var changed: [RemoteItem] = []
        for item in batch.changed {
            // A list may lag behind our own write: what it shows of an event that no read has shown since is asked for by itself.
            if held.isUnread(item.id), item.version != held.links[item.id]?.version {
                if let current = try await reader.item(item.id) { changed.append(current) } else { gone.append(item.id) }
            } else {
                changed.append(item)
            }
        }
        var cursor = batch.cursor
        let returned = Set(changed.map(\.id)).union(gone)
        for id in batch.removed where !returned.contains(id) && (held.known[id] != nil || held.links[id] != nil) {
            if let item = try await reader.item(id) { changed.append(item) } else { gone.append(id) }
        }
        if let listing = batch.listing {
            let missing = Set(held.known.keys).union(held.links.keys).subtracting(listing).subtracting(changed.map(\.id)).subtracting(gone)
                .sorted()
            // A whole listing is evidence, unless it lies: every event of ours is asked for, and a handful of the others.
            let ours = missing.filter { held.links[$0] != nil }
            let others = missing.filter { held.links[$0] == nil }
            for id in ours {
                guard let item = try await reader.item(id) else {
                    gone.append(id)
                    continue
                }
                changed.append(item)
                // The list is behind or wrong, and may leave out what we have not heard of: its place is not gone on from.
                cursor = held.calendar.cursor
            }
            for id in others.prefix(5) where try await reader.item(id) != nil { throw ProviderFailure.incompleteListing }
            gone += others
        } else {
            // A change feed goes from one state to another: an event of ours that was written and deleted in between is in neither.
            let mentioned = Set(changed.map(\.id)).union(gone).union(batch.troubled.map(\.id))
            for id in held.links.keys.sorted() where held.isUnread(id) && !mentioned.contains(id) {
                if let item = try await reader.item(id) { changed.append(item) } else { gone.append(id) }
            }
        }
        return Verified(changed: changed, gone: gone, cursor: cursor, troubled: batch.troubled)
    }

    /// Where deletions cancel bookings, those that need not be meant: of an event that no read has ever shown, as the server may only be slow to
    /// show it, and of one that somebody moved to another calendar.
    private func doubted(_ gone: [RemoteItem.ID], _ held: HeldCalendar) async throws -> Set<RemoteItem.ID> {
        guard held.settings.answerToDeletions == .follow else { return [] }
        var doubted: Set<RemoteItem.ID> = []
        for id in gone {
            guard let link = held.links[id] else { continue }
            let appointment = try await kalends.database.read { try $0.appointments.find(link.appointment) }
            guard let appointment else { continue }
            if held.isUnread(id) {
                doubted.insert(id)
            } else if try await EventElsewhere(kalends: kalends).mayStand(link.uid(for: appointment), besides: held.calendar) {
                doubted.insert(id)
            }
        }
        return doubted
    }

    private func apply(
        _ batch: Verified, _ held: HeldCalendar, _ provider: any CalendarProvider, imported: Int, took: Duration
    ) async throws {
        let window = kalends.expansionWindow(readDays: held.settings.readDays)
        // Expansion is the slow part and needs no store: it is done before the writer is taken.
        let changed = batch.changed.map { held.layOut($0, provider, window) }
        let shown = Set(changed.map(\.item.id))
        let again = try await expandAgain(held, provider, window).filter { !shown.contains($0.item.id) }
        var rest = CalendarRemainder(held: held, changed: changed, again: again)
        guard try await rest.takeMost(kalends) else { return try await askAgain(held.calendar.id) }
        let (held, remainder) = (rest.held, rest)
        try await kalends.database.write { transaction in
            guard var calendar = try transaction.calendars.find(held.calendar.id) else { return }
            guard try held.isStill(calendar, batch.changed.map(\.id) + batch.gone, transaction) else {
                if calendar.isRead { try kalends.enqueueReading(of: calendar, due: kalends.now, transaction) }
                return
            }
            let run = SyncRunBook(.cycle, resource: calendar.resource, actor: .sync, kalends, transaction)
            let reading = CalendarReading(
                kalends: kalends, transaction: transaction, calendar: calendar,
                settings: try transaction.syncSettings.terms(of: calendar.resource).current,
                overlaps: OverlapReview(kalends, transaction, calendar), gone: Set(batch.gone), doubted: batch.doubted,
                isSuspicious: batch.gone.filter { held.links[$0] != nil }.count > Self.mostDeletions, run: run)
            for (item, expansion) in remainder.changed { try reading.take(item, expansion) }
            for id in batch.gone where !shown.contains(id) { try reading.lose(id) }
            for trouble in batch.troubled {
                kalends.logger.warning("An event was set aside", metadata: ["calendar": "\(calendar.id)", "reason": "\(trouble.reason)"])
            }
            // A look that found nothing new is not worth a line.
            let news = imported + changed.count { !$0.item.isProbe } + batch.gone.count { !shown.contains($0) }
            if news > 0 || !batch.troubled.isEmpty || held.calendar.readAt == nil {
                try SyncLog(kalends: kalends, transaction: transaction, calendar: calendar)
                    .note(.read, .calendar, count: news, failure: batch.troubled.first?.reason, took: took, run: run.begun)
            }
            if !batch.changed.isEmpty || !batch.gone.isEmpty { try noteSilence(about: held.calendar, transaction) }
            // What is withheld is told again, from where this read began.
            if batch.withheld == 0 { calendar.cursor = batch.cursor }
            calendar.readAt = kalends.now
            let (trouble, before) = (calendar.failure, calendar.failure?.failure)
            let doubt = batch.withheld == 0 ? nil : ProviderFailure.doubtedRemovals(batch.withheld, of: held.breaker.held)
            // That it can be read does not show that it can be written.
            let refused = before?.kind == .forbidden ? try kalends.givenUpWrites(to: calendar, transaction) : []
            let isLimited = try trouble?.isAboutWriting == true && kalends.areWritesWaiting(for: calendar, transaction)
            if doubt != nil || refused.isEmpty && !isLimited { try kalends.setTrouble(doubt, of: &calendar, transaction) }
            calendar.withheldRemovals = batch.withheld
            if batch.withheld == 0 { calendar.agreedRemovals = 0 }
            for (item, expansion) in remainder.again { try reading.expandAgain(item, expansion) }
            if held.calendar.expandedUntil == nil || isExpansionDue(held.calendar) {
                calendar.expandedUntil = calendar.importing?.expandedUntil ?? window.end
            }
            // What it took first was laid out by settings that hold no more.
            let isOutdated = calendar.importing.map { $0.expandedUntil < kalends.now + .days(731) } ?? false
            calendar.importing = nil
            try transaction.calendars.update(calendar)
            if isOutdated { try kalends.enqueueReading(of: calendar, due: kalends.now, transaction) }
            try AwaitedCalendars(kalends: kalends, transaction: transaction).look(at: calendar.resource)
            // The password is right again: what was not even tried meanwhile need not wait for its turn.
            let isAccepted = try kalends.markAccepted(calendar.account, transaction)
            if isAccepted { try transaction.jobs.hasten(lane: kalends.lane(of: calendar.account), now: kalends.now) }
            let isWellAgain = before != nil && calendar.failure == nil
            if isAccepted || isWellAgain || held.calendar.readAt == nil { try kalends.rediagnose(calendar.account, transaction) }
            // While the calendar was not there, what was to be written into it was given up. It can be read again, so that is due; what is
            // not allowed is worth a try a day.
            let isBack = isWellAgain && before?.isOfCalendar == true
            let isReadableAgain = before?.kind == .forbidden && trouble?.ofWriting != true
            let isAnotherDay = isReadableAgain || refused.contains { $0.due < kalends.now - .days(1) }
            let due = isBack ? try kalends.givenUpWrites(to: calendar, transaction) : isAnotherDay ? refused : []
            for job in due { try transaction.jobs.revive(job.id, now: kalends.now) }
        }
    }

    /// Something happened and no message said so: until the next one comes, the channel is not relied on.
    private func noteSilence(about calendar: ConnectedCalendar, _ transaction: Transaction) throws {
        guard let readAt = calendar.readAt else { return }
        for var channel in try transaction.channels.all(of: calendar.id) {
            guard channel.state == .open, let heardAt = channel.heardAt, heardAt < readAt else { continue }
            channel.heardAt = nil
            try transaction.channels.update(channel)
        }
    }

    func isExpansionDue(_ calendar: ConnectedCalendar) -> Bool {
        calendar.expandedUntil.map { $0 < kalends.now + .days(731) } ?? false
    }

    /// Lays out anew what is held, as time goes on or after the owner's zone has changed; beside the writers, as it may take seconds.
    /// - Returns: items without their payload: a calendar of many thousands fits into memory.
    func expandAgain(_ held: HeldCalendar, _ provider: any CalendarProvider, _ window: Span) async throws -> [LaidOutItem] {
        guard isExpansionDue(held.calendar) else { return [] }
        return try await kalends.database.read { transaction in
            var expansions: [LaidOutItem] = []
            try transaction.remoteItems.all(calendar: held.calendar.id) { item in
                let expansion = provider.expand(item, in: window, for: held.owner)
                var item = item
                item.payload = ""
                expansions.append((item, expansion))
            }
            return expansions
        }
    }
}

extension ProviderFailure {
    /// Whether everything is refused while it lasts, and a reading shows that it is over. What is wrong with one event it does not show.
    fileprivate var isOfCalendar: Bool { kind == .calendarMissing || kind == .addressRefused || kind == .misconfigured }

    fileprivate static var incompleteListing: ProviderFailure {
        ProviderFailure(
            .invalidAnswer, "The server's list of events leaves out events that are still there. What was read before stays in use.",
            retryAfter: 60)
    }

    fileprivate static func doubtedRemovals(_ count: Int, of held: Int) -> ProviderFailure {
        ProviderFailure(
            .massRemoval,
            "\(count) of \(held) events are suddenly gone. Their time stays closed, and bookings stay as they are, until somebody says that this is right."
        )
    }
}
