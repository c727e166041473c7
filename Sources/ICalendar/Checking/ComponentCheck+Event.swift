import CivilTime

extension ComponentCheck {
    /// What is wrong with an event as a whole (RFC 5545 section 3.6.1).
    mutating func checkEvent() {
        let event: CalendarEvent
        do throws(EventFailure) {
            event = try CalendarEvent(component)
        } catch {
            add(error.finding(in: component))
            return
        }
        for finding in event.findings { add(finding) }
        checkEnd(of: event)
        checkRules(of: event)
        checkReferences(of: event)
    }

    private mutating func checkEnd(of event: CalendarEvent) {
        let end = component.first("DTEND")
        if end != nil, let duration = component.first("DURATION") {
            note("DTEND and DURATION both stand in the event; DTEND counts", .event, at: duration)
        }
        if end == nil, component.first("DURATION") == nil, !event.isAllDay, event.recurrenceID == nil {
            note("The event says no end (DTEND or DURATION), so it takes no time", .event)
        }
        if event.duration?.isNegative == true, event.end == nil {
            note("DURATION is negative; it is taken as none", .icalendar("3.8.2.5"), at: component.first("DURATION"))
        }
        guard let written = event.end else { return }
        if written.isDate != event.start.isDate {
            note("DTEND and DTSTART are not both dates or both times", .icalendar("3.8.2.2"), at: end)
        } else if event.start.isLocal != written.isLocal {
            note("DTEND and DTSTART are not both on a local clock or both in UTC", .icalendar("3.8.2.2"), at: end)
        } else if written.isFloating != event.start.isFloating, event.start.isLocal {
            note("DTEND and DTSTART do not both name a time zone (TZID)", .icalendar("3.8.2.2"), at: end)
        } else if let isAfter = written.isAfter(event.start), !isAfter {
            note("DTEND is not later than DTSTART", .icalendar("3.8.2.2"), at: end)
        }
    }

    private mutating func checkRules(of event: CalendarEvent) {
        let rules = component.all("RRULE")
        if rules.count > 1 {
            note("The event has more than one RRULE; all are followed, other programs may not", .icalendar("3.8.5.3"), at: rules[1])
        }
        for property in rules { check(rule: property, of: event) }
        for property in component.all("EXRULE") {
            note(
                "EXRULE is no longer part of the standard; it is followed, other programs may not", Rule(rfc: 5_545, section: "A.3"),
                at: property)
            check(rule: property, of: event)
        }
        if event.recurrenceID != nil, event.isRecurring {
            note("An event with a RECURRENCE-ID has a rule of its own, which is not followed", .icalendar("3.8.4.4"), at: rules.first)
        }
    }

    private mutating func check(rule property: Property, of event: CalendarEvent) {
        let text = normalizedRule(property.value)
        // The event itself says that it is left out.
        guard !text.isEmpty else { return }
        do throws(RecurrenceRule.Failure) {
            let rule = try RecurrenceRule(parsing: text)
            if rule.count != nil, rule.until != nil {
                note("\(property.name) holds COUNT and UNTIL, of which one is allowed; both are followed", .recurrence, at: property)
            }
            if event.isAllDay, rule.frequency.isSubDaily {
                note("\(property.name) repeats whole days by the \(rule.frequency.rawValue) unit", .recurrence, at: property)
            }
            if let until = rule.until, let reason = until.mismatch(with: event.start) {
                note("UNTIL \(reason); it is read as well as it can be", .recurrence, at: property)
            }
        } catch {
            let reason = String(error.description.dropLast())
            note("\(property.name) “\(property.value.prefix(80))” is not understood: \(reason)", error.rule, at: property)
        }
    }

    /// EXDATE and RDATE have to have DTSTART's value type. RECURRENCE-ID has that of its series, which may be another one than its own
    /// event's.
    private mutating func checkReferences(of event: CalendarEvent) {
        for (name, section) in [("EXDATE", "3.8.5.1"), ("RDATE", "3.8.5.2")] {
            for property in component.all(name) where property.parameter("VALUE")?.asciiUppercased != "PERIOD" {
                let times = RecurrenceDate.list(property).dates.map(\.start)
                guard times.contains(where: { $0.isDate != event.start.isDate }) else { continue }
                note("\(name) and DTSTART are not both dates or both times; they are matched by date", .icalendar(section), at: property)
            }
        }
    }
}

extension RecurrenceRule.Failure {
    var rule: Rule {
        if case .notUnderstood(let part) = self, part.contains("RSCALE") || part.contains("SKIP") {
            return Rule(rfc: 7_529, section: "4.1")
        }
        return .recurrence
    }
}

extension RecurrenceRule.Until {
    /// How UNTIL contradicts the start of its event; nil if it does not.
    fileprivate func mismatch(with start: EventTime) -> String? {
        switch (self, start) {
        case (.date, .date), (.local, .floating), (.instant, .utc), (.instant, .zoned): nil
        case (.date, _): "is a date and DTSTART is a time"
        case (_, .date): "is a time and DTSTART is a date"
        case (.local, _): "has to be in UTC, as DTSTART has a zone"
        case (.instant, _): "has to be without a zone, as DTSTART is"
        }
    }
}

extension EventTime {
    /// Whether the time is on a local clock, of a zone or of wherever the reader is.
    fileprivate var isFloating: Bool {
        if case .floating = self { true } else { false }
    }

    fileprivate var isLocal: Bool {
        switch self {
        case .date, .floating, .zoned: true
        case .utc: false
        }
    }

    /// Whether the time lies after the other; nil where that depends on zones.
    fileprivate func isAfter(_ other: EventTime) -> Bool? {
        switch (self, other) {
        case (.date(let own), .date(let other)): return own > other
        case (.utc(let own), .utc(let other)): return own > other
        case (.floating(let own), .floating(let other)): return own > other
        case (.zoned(let own, let zone), .zoned(let other, let otherZone)) where zone == otherZone:
            // Where the clocks are put back at night, an end that shows an earlier time may lie after its start.
            if own <= other, own.date == other.date, own.time.hour < 4 { return nil }
            return own > other
        default: return nil
        }
    }
}
