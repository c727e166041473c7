import Booking
import CalendarSync
import Persistence

/// Looks for an event of ours in the other calendars of its person: whoever moved it there did not call the booking off.
struct EventElsewhere {
    let kalends: Kalends

    private struct Place: Sendable {
        var calendar: ConnectedCalendar
        var account: CalendarAccount
        /// As it was last read there.
        var item: RemoteItem.ID?
    }

    /// Whether the event of that UID stands in another calendar of the person, or cannot be looked for in one: nobody knows then.
    /// - Parameter calendar: the one that it is gone from.
    func mayStand(_ uid: String, besides calendar: ConnectedCalendar) async throws -> Bool {
        let places = try await kalends.database.read { transaction in
            try transaction.calendars.all(of: calendar.resource).filter { $0.isRead && $0.remote.id != calendar.remote.id }
                .compactMap { other -> Place? in
                    guard let account = try transaction.accounts.find(other.account), account.isConnected else { return nil }
                    return Place(
                        calendar: other, account: account, item: try transaction.remoteItems.find(uid: uid, calendar: other.id)?.id)
                }
        }
        for place in places where try await shows(uid, place) { return true }
        return false
    }

    private func shows(_ uid: String, _ place: Place) async throws -> Bool {
        let provider = try kalends.provider(place.account.provider)
        let (remote, credentials) = (place.calendar.remote, try kalends.credentials(of: place.account))
        // Where nothing of ours can be written nobody moves it to.
        guard let id = place.item ?? provider.writer(of: remote, with: credentials)?.id(forUID: uid) else { return false }
        do throws(ProviderFailure) {
            return try await provider.reader(of: remote, with: credentials).item(id)?.uid == uid
        } catch {
            return true
        }
    }
}
