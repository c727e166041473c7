public import Booking
import CalendarSync
import CivilTime
import Persistence

/// Takes the duplicates that somebody chose out of a person's calendars. What is taken out is kept with its run, so that it can be put back.
public struct RemoveDuplicates: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Parameters:
    ///   - chosen: the keys of the items (`DuplicateReport.Item.key`); what cannot be taken out, and what is kept, stays.
    ///   - agreed: the digest of the report that was shown.
    /// - Returns: how many are taken out.
    /// - Throws: `DuplicatesChanged` when there is something else in the calendars by now, `Invalid` when nothing is chosen, `NotAllowed`,
    ///   `NotFound`, `StoreFailure`.
    public func callAsFunction(_ resource: Resource.ID, chosen: Set<String>, agreed digest: String, actor: Actor) async throws -> Int {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            let report = try FindDuplicates(kalends).report(resource, transaction)
            guard report.digest == digest else { throw DuplicatesChanged(report: report) }
            let book = SyncRunBook(.duplicates, resource: resource, actor: actor, kalends, transaction)
            var count = 0
            for group in report.groups {
                for item in group.others where chosen.contains(item.key) && item.obstacle == nil {
                    try remove(item.candidate, keeping: group.kept.candidate, resource, book, transaction)
                    count += 1
                }
            }
            guard count > 0 else { throw Invalid("chosen", "duplicatesNotChosen") }
            try transaction.record(
                .duplicatesRemoved, "run:\(book.id)", by: actor, at: kalends.now, reason: String(count))
            return count
        }
    }

    private func remove(
        _ candidate: DuplicateCandidate, keeping kept: DuplicateCandidate, _ resource: Resource.ID, _ book: SyncRunBook,
        _ transaction: Transaction
    ) throws {
        // Its data follows when it is taken out, so that it can be put back as it was.
        guard let item = try transaction.remoteItems.find(id: candidate.item.id, calendar: candidate.calendar) else { return }
        let effect = try book.note(
            .removed(item.withoutData), resource: resource, calendar: candidate.calendar,
            appointment: item.marker.map { Appointment.ID($0.appointment) },
            outcome: .pending)
        try kalends.leave(
            .removeItem, ItemWorkPayload(effect: effect, kept: ItemPlace(calendar: kept.calendar, item: kept.item.id)),
            in: candidate.calendar, transaction)
    }
}

extension Kalends {
    /// Leaves work with one item of a calendar.
    func leave(_ kind: JobKind, _ work: ItemWorkPayload, in calendar: ConnectedCalendar.ID, _ transaction: Transaction) throws {
        guard let calendar = try transaction.calendars.find(calendar) else { throw NotFound("calendar") }
        try transaction.jobs.leave(
            kind: kind.rawValue, payload: try payload(work), lane: lane(of: calendar.account), key: "item:\(work.effect)", due: now)
    }
}
