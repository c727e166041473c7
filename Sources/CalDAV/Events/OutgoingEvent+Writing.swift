import CalendarSync
import CivilTime
import ICalendar

extension OutgoingEvent {
    /// The whole object of a new event (RFC 4791 section 4.1). It names neither organizer nor attendees: servers would mail invitations of
    /// their own.
    func object() -> [UInt8] {
        let draft = EventDraft(
            uid: uid, span: fields.span, stamp: stamp, sequence: sequence, summary: fields.title,
            notes: fields.notes.isEmpty ? nil : fields.notes, location: fields.location.isEmpty ? nil : fields.location,
            url: url.isEmpty ? nil : url,
            extra: [Property(name: "LAST-MODIFIED", value: stamp.calendarText), Property(markerName, text: marker.text)])
        return Component.calendar(events: [draft.component()]).serialized()
    }

    /// The object as it stands on the server with our fields changed and everything else kept: alarms, categories, whatever others added.
    /// Nil where it does not hold exactly one event, which is then no longer the one that was written.
    func object(changing data: [UInt8]) -> [UInt8]? {
        guard let document = try? CalendarDocument.parse(data), document.isComplete, var calendar = document.components.first,
            document.components.count == 1
        else { return nil }
        let indexes = calendar.components.indices.filter { calendar.components[$0].name == "VEVENT" }
        guard indexes.count == 1, let index = indexes.first else { return nil }
        var event = calendar.components[index]
        guard ["RRULE", "RDATE", "RECURRENCE-ID"].allSatisfy({ event.first($0) == nil }) else { return nil }
        changeTime(of: &event)
        changeStatus(of: &event)
        changeTexts(of: &event)
        changeRevision(of: &event)
        calendar.components[index] = event
        // RFC 4791 section 4.1 allows none in a stored object.
        calendar.remove("METHOD")
        return calendar.serialized()
    }

    private func changeTime(of event: inout Component) {
        event.set(Property(name: "DTSTART", value: fields.span.start.calendarText))
        event.remove("DURATION")
        event.set(Property(name: "DTEND", value: fields.span.end.calendarText))
    }

    /// An event that somebody marked as called off takes place again; any other status is theirs.
    private func changeStatus(of event: inout Component) {
        guard (try? CalendarEvent(event))?.status == .cancelled else { return }
        event.set(Property(name: "STATUS", value: EventStatus.confirmed.rawValue))
    }

    /// A text that says the same already keeps its property, parameters included.
    private func changeTexts(of event: inout Component) {
        let (title, notes, location) = (event.first("SUMMARY")?.text, event.first("DESCRIPTION")?.text, event.first("LOCATION")?.text)
        let held = EventFields(span: fields.span, title: title ?? "", notes: notes ?? "", location: location ?? "").normalized
        let wanted = fields.normalized
        if held.title != wanted.title { event.set(Property("SUMMARY", text: fields.title)) }
        if held.location != wanted.location {
            event.replace("LOCATION", with: wanted.location.isEmpty ? [] : [Property("LOCATION", text: fields.location)])
        }
        if held.notes != wanted.notes {
            event.replace("DESCRIPTION", with: wanted.notes.isEmpty ? [] : [Property("DESCRIPTION", text: fields.notes)])
            // The same notes as HTML, which would go on saying what they said.
            event.remove("X-ALT-DESC")
        }
        if !url.isEmpty { event.set(Property(name: "URL", value: url)) }
    }

    /// Neither SEQUENCE nor the stamps ever step back (RFC 5546 section 2.1.4).
    private func changeRevision(of event: inout Component) {
        let current = try? CalendarEvent(event)
        let stamp = max(stamp, current?.stamp ?? stamp)
        event.set(Property(name: "SEQUENCE", value: String(max(sequence, current?.sequence ?? 0))))
        event.set(Property(name: "DTSTAMP", value: stamp.calendarText))
        event.set(Property(name: "LAST-MODIFIED", value: stamp.calendarText))
        event.set(Property(markerName, text: marker.text))
    }
}
