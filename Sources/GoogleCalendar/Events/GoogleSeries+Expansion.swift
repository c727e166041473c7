import CalendarSync
import CivilTime
import ICalendar

extension GoogleSeries {
    /// The times that the event takes within a window, with Google's own meaning of busy.
    func expansion(in window: Span, for owner: CalendarOwner) -> ItemExpansion {
        var findings: [String] = []
        let events = components(zones: owner.zones, &findings)
        guard let event = try? CalendarEvent(events.master) else {
            return ItemExpansion(findings: findings + ["The event has no time that can be read."])
        }
        let series = CalendarSeries(uid: event.uid, master: event, overrides: events.changed.compactMap { try? CalendarEvent($0) })
        let context = ExpansionContext(zones: owner.zones, floatingZone: owner.zone)
        let expansion = series.occurrences(in: window, context: context)
        // Which exception a place of the series is, by its original start.
        let changed = Dictionary(
            exceptions.compactMap { exception in exception.originalStartTime?.moment.map { ($0.text, exception) } },
            uniquingKeysWith: { _, last in last })
        let occurrences = expansion.occurrences.map { occurrence in
            OutsideOccurrence(occurrence, of: occurrence.recurrenceID.flatMap { changed[$0] } ?? master)
        }
        return ItemExpansion(occurrences: occurrences, findings: findings + expansion.findings)
    }

    /// The series in iCalendar's terms: Google writes rules as RFC 5545 does, and times in its own way.
    private func components(zones: ZoneDatabase, _ findings: inout [String]) -> (master: Component, changed: [Component]) {
        var properties = [Property("UID", text: master.iCalUID ?? master.id)]
        if master.isSeries {
            properties += [("DTSTART", master.start), ("DTEND", master.end)].compactMap { $0.1?.clockTime(zones)?.property($0.0) }
            properties += rules(&findings)
            properties += exceptions.filter(\.isCancelled).compactMap { $0.originalStartTime?.moment?.property("EXDATE") }
        } else {
            properties += [("DTSTART", master.start), ("DTEND", master.end)].compactMap { $0.1?.moment?.property($0.0) }
        }
        properties += Self.summary(master)
        let changed = exceptions.filter { !$0.isCancelled }.compactMap { exception -> Component? in
            guard let original = exception.originalStartTime?.moment else { return nil }
            var own = [Property("UID", text: master.iCalUID ?? master.id), original.property("RECURRENCE-ID")]
            own += [("DTSTART", exception.start), ("DTEND", exception.end)].compactMap { $0.1?.moment?.property($0.0) }
            return Component("VEVENT", properties: own + Self.summary(exception))
        }
        return (Component("VEVENT", properties: properties), changed)
    }

    private static func summary(_ event: GoogleEvent) -> [Property] { event.summary.map { [Property("SUMMARY", text: $0)] } ?? [] }

    /// `recurrence` holds content lines (RFC 5545 section 3.1), so the reader of such lines reads them.
    private func rules(_ findings: inout [String]) -> [Property] {
        let allowed: Set<String> = ["RRULE", "EXRULE", "RDATE", "EXDATE"]
        let lines = (master.recurrence ?? []).filter { !$0.contains(where: \.isNewline) }
        let text = (["BEGIN:VCALENDAR", "BEGIN:VEVENT"] + lines + ["END:VEVENT", "END:VCALENDAR", ""]).joined(separator: "\r\n")
        let read = (try? CalendarDocument.parse(Array(text.utf8)))?.components.first?.components.first?.properties ?? []
        let rules = read.filter { allowed.contains($0.name) }
        if rules.count < (master.recurrence ?? []).count { findings.append("A part of how the event repeats is not understood.") }
        return rules
    }
}

extension OutsideOccurrence {
    fileprivate init(_ occurrence: Occurrence, of event: GoogleEvent) {
        // What could not be laid out is busy, unless Google says that nothing of it is.
        let isUnclear = occurrence.meaning == .busy(.notUnderstood)
        let meaning = isUnclear && event.meaning.isBusy ? occurrence.meaning : event.meaning
        self.init(
            span: occurrence.span, isAllDay: occurrence.isAllDay, isBusy: meaning.isBusy, title: event.isPrivate ? nil : event.summary,
            reason: meaning.sentence)
    }
}
