import CalendarSync
import CivilTime
import Outbound

/// One calendar of an account: its reader and its writer.
struct GoogleEvents: CalendarWriter {
    let calendar: RemoteCalendar
    let session: GoogleSession
    let zones: ZoneDatabase

    /// The path of the calendar's events, or of one of them.
    func path(_ event: RemoteItem.ID? = nil) -> String {
        "calendars/\(FormText.encoded(calendar.id))/events" + (event.map { "/" + FormText.encoded($0) } ?? "")
    }

    func id(forUID uid: String) -> RemoteItem.ID { EventName.id(forUID: uid) }

    func item(_ id: RemoteItem.ID) async throws(ProviderFailure) -> RemoteItem? {
        guard let event = try await event(id), !event.isCancelled else { return nil }
        // An occurrence is an item of its own only as long as nobody shows us its series.
        if let master = event.recurringEventId, let series = try await self.event(master), !series.isCancelled { return nil }
        let series = event.isSeries ? try await self.series(event) : GoogleSeries(event)
        guard let item = RemoteItem(series) else {
            throw ProviderFailure(.invalidAnswer, "An event in Google Calendar has no time that can be read.")
        }
        return item
    }

    /// An event as it stands, deleted ones too; nil on positive evidence that there is none.
    func event(_ id: RemoteItem.ID) async throws(ProviderFailure) -> GoogleEvent? {
        let query = [("maxAttendees", "1"), ("timeZone", "UTC")]
        var answer = try await session.send(.GET, path(id), query: query)
        // Once is no evidence: Google says so of what is there at times, and deleted events answer as such.
        if answer.isGone { answer = try await session.send(.GET, path(id), query: query) }
        if answer.isGone {
            try await confirmCalendar()
            return nil
        }
        guard answer.isSuccess else { throw answer.failure(during: .reading) }
        guard let event: GoogleEvent = answer.decoded() else { throw ProviderFailure.notAList }
        return event
    }

    /// A "not found" may be about the event or about the calendar, and it comes without reason at times.
    /// - Throws: `.calendarMissing` when the account's list has no such calendar any more.
    func confirmCalendar() async throws(ProviderFailure) {
        let answer = try await session.send(.GET, "users/me/calendarList/\(FormText.encoded(calendar.id))")
        if answer.isSuccess { return }
        throw answer.isGone ? .calendarMissing : answer.failure(during: .reading)
    }
}
