import Booking
import CalendarSync
import Persistence

extension Transaction {
    /// Whether two are the same calendar, as different accounts show it.
    func isSameCalendar(_ one: ConnectedCalendar, _ other: ConnectedCalendar) throws -> Bool {
        guard one.remote.id == other.remote.id else { return false }
        return try accounts.find(one.account)?.provider == accounts.find(other.account)?.provider
    }
}

extension Kalends {
    /// The calendar of a link is linked through another account now: the link goes over to it with all that is known of the event. The event is
    /// read anew there, so that what somebody did to it meanwhile is noticed.
    func carryOver(_ link: Link, to calendar: ConnectedCalendar, _ transaction: Transaction) throws -> Link {
        var (link, calendar) = (link, calendar)
        link.calendar = calendar.id
        try transaction.links.put(link)
        if let id = link.remoteID { try transaction.remoteItems.delete(id: id, calendar: calendar.id) }
        if calendar.cursor != nil {
            calendar.cursor = nil
            try transaction.calendars.update(calendar)
            try enqueueReading(of: calendar, due: now, transaction)
        }
        return link
    }
}
