import Booking
import CalendarSync
import CivilTime
import Logging
import Persistence

/// Looks once more at calendars that were not read for a while, or are older than their limit, before a booking that relies on them is confirmed. It only reads, outside of any
/// transaction, and whoever books waits some seconds at most; what could not be read in that time stays as it was, with its age.
struct RecheckCalendars {
    let kalends: Kalends

    static let limit = Duration.seconds(5)

    /// The people of these whose calendars are worth another look.
    func ageing(among resources: [Resource.ID], _ transaction: Transaction) throws -> [ConnectedCalendar.ID] {
        // Of a dead one it is known that it does not answer.
        let ageing = try transaction.outages.all(of: resources).filter { $0.age < .dead }.map(\.calendar)
        // One that is being imported is read as fast as it goes; a second reader would only begin anew.
        return try ageing.filter { try transaction.calendars.find($0)?.importing == nil }
    }

    /// A person's calendars that were not read for a while, as far as nothing is known to be wrong with them.
    func notReadLately(of resource: Resource.ID, _ transaction: Transaction) throws -> [ConnectedCalendar.ID] {
        let latest = kalends.now - FreshnessLimits(pollInterval: kalends.settings.pollInterval).recheck
        return try transaction.calendars.all(of: resource).filter { calendar in
            guard calendar.closesTime, calendar.importing == nil, calendar.failure?.isAboutWriting ?? true, let readAt = calendar.readAt
            else { return false }
            return readAt < latest
        }.map(\.id)
    }

    func callAsFunction(_ calendars: [ConnectedCalendar.ID]) async {
        guard !calendars.isEmpty else { return }
        _ = await within(Self.limit) {
            await withTaskGroup(of: Void.self) { group in
                var waiting = calendars[...]
                for id in waiting.prefix(kalends.pace.width) { group.addTask { await read(id) } }
                waiting = waiting.dropFirst(kalends.pace.width)
                for await _ in group {
                    if let id = waiting.popFirst() { group.addTask { await read(id) } }
                }
            }
            return true
        }
    }

    private func read(_ id: ConnectedCalendar.ID) async {
        do {
            try await ReadCalendar(kalends: kalends)(id)
            try await kalends.database.write { transaction in
                guard let calendar = try transaction.calendars.find(id) else { return }
                try CalendarWatch(kalends: kalends, transaction: transaction).look(at: calendar.account)
            }
        } catch {
            // The next reading says what is wrong with it; the business's rule says what that means.
            kalends.logger.notice(
                "A calendar could not be looked at before a booking", metadata: ["calendar": "\(id)", "error": "\(error)"])
        }
    }
}
