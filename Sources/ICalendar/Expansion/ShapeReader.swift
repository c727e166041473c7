import CivilTime

/// Finds the shape of events, with the zones of their calendar and what was assumed on the way.
struct ShapeReader {
    let context: ExpansionContext
    let zones: EventZones
    /// On whose clock times without a zone are meant: the calendar's own where it names one, else the owner's.
    let floatingZone: Zone
    /// The calendar's own zone where nobody knows it.
    private let unknownZone: String?
    private(set) var findings: [Finding] = []

    init(context: ExpansionContext, zones: EventZones, calendarZone: String?) {
        self.context = context
        let named = calendarZone.flatMap { zones.zone($0) }
        self.zones = zones
        floatingZone = named ?? context.floatingZone
        unknownZone = named == nil ? calendarZone : nil
    }

    /// An event that replaces an occurrence and says no length keeps that of its series.
    mutating func shape(of event: CalendarEvent, lengthOf master: EventShape? = nil) -> EventShape {
        findings += event.findings
        switch event.start {
        case .date(let date):
            let count = dayCount(of: event, from: date, master: master)
            return EventShape(form: .days(start: date, count: count), isUnderstood: true, dayZone: context.floatingZone)
        case .floating(let civil):
            if let unknownZone {
                note("The time zone of the calendar, “\(unknownZone.prefix(60))”, is not known; the owner’s is taken for it", nil, of: nil)
            }
            return clock(civil, in: floatingZone, event: event, master: master)
        case .utc(let instant):
            return clock(Zone.utc.civil(at: instant), in: .utc, event: event, master: master)
        case .zoned(let civil, let tzid):
            guard let zone = zones.zone(tzid) else {
                let hours = EventShape.unknownZonePadding.count / 3_600
                note(
                    "The time zone “\(tzid.prefix(60))” is not known; the event closes \(hours) hours around it as well",
                    .timeZoneIdentifier, of: event)
                return clock(civil, in: .utc, event: event, master: master, isUnderstood: false)
            }
            return clock(civil, in: zone, event: event, master: master)
        }
    }

    /// The instant of a time; one without a zone is on the given clock, and a date is its first instant. `isUnderstood` is false for
    /// an unknown zone, which is read as UTC.
    mutating func instant(of time: EventTime, onClockOf zone: Zone) -> (instant: Instant, isUnderstood: Bool) {
        switch time {
        case .date(let date): return (zone.startOfDay(date), true)
        case .floating(let civil): return (zone.instant(of: civil), true)
        case .utc(let instant): return (instant, true)
        case .zoned(let civil, let tzid):
            guard let known = zones.zone(tzid) else { return (civil.instant(offset: 0), false) }
            return (known.instant(of: civil), true)
        }
    }

    /// Notes what was assumed of the event.
    mutating func note(_ message: String, _ rule: Rule?, of event: CalendarEvent?) {
        note(Finding(line: event?.component.sourceLine ?? 0, message: message, rule: rule))
    }

    mutating func note(_ finding: Finding) {
        findings.append(finding)
    }

    private mutating func dayCount(of event: CalendarEvent, from date: CivilDate, master: EventShape?) -> Int {
        var count = 1
        if let end = event.end {
            count = exclusiveEndDate(end).dayNumber - date.dayNumber
        } else if let duration = event.duration {
            let days = (duration.seconds.count + 86_399) / 86_400
            count = duration.days + Int(days)
        } else if case .days(_, let inherited)? = master?.form {
            count = inherited
        }
        if count < 1 { note("The event does not end after it starts; it is taken as one day", .icalendar("3.8.2.2"), of: event) }
        return max(1, count)
    }

    /// The first date that no longer belongs to a whole-day event.
    private mutating func exclusiveEndDate(_ end: EventTime) -> CivilDate {
        let civil: CivilDateTime
        switch end {
        case .date(let date): return date
        case .floating(let written), .zoned(let written, _): civil = written
        case .utc(let instant): civil = context.floatingZone.civil(at: instant)
        }
        return civil.time == .midnight ? civil.date : civil.date.adding(days: 1)
    }

    private mutating func clock(
        _ start: CivilDateTime, in zone: Zone, event: CalendarEvent, master: EventShape?, isUnderstood: Bool = true
    ) -> EventShape {
        var (length, understood) = (EventShape.Length.exact(.zero), isUnderstood)
        if let end = event.end {
            let endInstant = self.instant(of: end, onClockOf: zone)
            let known = endInstant.isUnderstood || !isUnderstood
            if !known {
                note(
                    "The time zone of the end (DTEND) is not known; the event closes the hours around it as well", .timeZoneIdentifier,
                    of: event)
            }
            understood = understood && known
            let dayEnd = zone.startOfDay(start.date.adding(days: 1))
            length = .exact(exactLength(of: event, from: zone.instant(of: start), to: endInstant.instant, dayEnd: dayEnd))
        } else if let duration = event.duration {
            if duration.isNegative { note("The duration of the event is negative; it is taken as none", .icalendar("3.8.2.5"), of: event) }
            length = duration.isNegative ? .exact(.zero) : .nominal(duration)
        } else if event.hasUnreadableEnd {
            note("When the event ends cannot be read; it is taken to the end of its first day", .icalendar("3.8.2.2"), of: event)
            length = .exact(zone.startOfDay(start.date.adding(days: 1)) - zone.instant(of: start))
        } else if case .clock(_, _, let inherited)? = master?.form {
            length = inherited
        }
        return EventShape(form: .clock(start: start, zone: zone, length: length), isUnderstood: understood, dayZone: context.floatingZone)
    }

    private mutating func exactLength(of event: CalendarEvent, from start: Instant, to end: Instant, dayEnd: Instant) -> Seconds {
        let isDate = event.end?.isDate ?? false
        if end >= start, !(isDate && end == start) { return end - start }
        if isDate {
            note(
                "The event ends on a date (DTEND) that is not after its start; it is taken to the end of its first day",
                .icalendar("3.8.2.2"), of: event)
            return dayEnd - start
        }
        note("The event ends before it starts; it is taken as having no length", .icalendar("3.8.2.2"), of: event)
        return .zero
    }
}
