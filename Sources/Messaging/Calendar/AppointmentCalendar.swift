import Booking
public import ICalendar

/// Appointments as iCalendar: invitations, cancellations, files and feeds. Times are in UTC, so no zone definition can be misread.
public enum AppointmentCalendar {
    /// One appointment for one recipient (RFC 5546 section 3.2): the only attendee named is the recipient.
    ///
    /// `.publish` makes a file to download, `.request` an invitation or its change, `.cancel` takes it back.
    public static func ics(method: CalendarMethod, _ entry: CalendarEntry) -> [UInt8] {
        Component.calendar(method: method, events: [event(entry, method: method)]).serialized()
    }

    /// A feed of appointments (RFC 7986): the same appointments always give the same bytes.
    public static func feed(name: String, _ entries: [CalendarEntry]) -> [UInt8] {
        let pace = [
            Property(name: "REFRESH-INTERVAL", parameters: [Parameter("VALUE", "DURATION")], value: "PT15M"),
            Property(name: "X-PUBLISHED-TTL", value: "PT15M"),
        ]
        let events = entries.map { event($0, method: .publish) }
        return Component.calendar(method: .publish, events: events, name: name.singleLine, extra: pace).serialized()
    }

    private static func event(_ entry: CalendarEntry, method: CalendarMethod) -> Component {
        let appointment = entry.appointment
        let isCancelled = method == .cancel || appointment.status == .cancelled
        return EventDraft(
            uid: appointment.uid,
            span: appointment.span,
            stamp: entry.stamp,
            sequence: appointment.sequence,
            summary: entry.title.singleLine,
            notes: entry.notes.isEmpty ? nil : entry.notes,
            location: entry.location.isEmpty ? nil : entry.location.singleLine,
            status: isCancelled ? .cancelled : appointment.awaitsConfirmation ? .tentative : .confirmed,
            organizer: party(entry.organizer),
            attendees: entry.recipient.map { [party($0)] } ?? [],
            url: entry.url.isEmpty ? nil : entry.url.singleLine,
            isTransparent: isCancelled,
            extra: [
                Property(name: "CREATED", value: appointment.createdAt.calendarText),
                Property(name: "LAST-MODIFIED", value: appointment.updatedAt.calendarText),
            ]
        ).component()
    }

    private static func party(_ party: MailParty) -> Party { Party(address: party.bareAddress, name: party.name.singleLine) }
}
