public import CivilTime

extension Texts {
    /// The zone with its offset at an instant: "Europe/Berlin (GMT+1)".
    public func zone(_ zone: Zone, at instant: Instant) -> String {
        self("time.zone", ["zone": zoneName(zone), "offset": offset(zone.offset(at: instant))])
    }

    /// The zone's name for people: "America/New York".
    public func zoneName(_ zone: Zone) -> String { String(zone.name.map { $0 == "_" ? " " : $0 }) }

    /// An offset in seconds east of Greenwich: "GMT", "GMT+1", "GMT+5:30", "GMT-3".
    public func offset(_ seconds: Int) -> String {
        guard seconds != 0 else { return "GMT" }
        let size = abs(seconds)
        var text = "GMT\(seconds < 0 ? "-" : "+")\(size / 3_600)"
        if size % 3_600 != 0 { text += ":\(twoDigits(size / 60 % 60))" }
        if size % 60 != 0 { text += ":\(twoDigits(size % 60))" }
        return text
    }

    /// A moment as day, date, time and zone: "Tuesday 24 November 2026, 14:30 (Europe/Berlin, GMT+1)".
    public func when(_ instant: Instant, in zone: Zone) -> String {
        let civil = zone.civil(at: instant)
        return self(
            "time.moment",
            ["date": date(civil.date), "time": time(civil.time), "zone": zoneName(zone), "offset": offset(zone.offset(at: instant))]
        )
    }

    /// A span as day, date, times and zone: "Tuesday 24 November 2026, 14:30–15:00 (Europe/Berlin, GMT+1)".
    /// A span into another day names both days; one across a clock change names both offsets; whole days of the zone have no times.
    public func when(_ span: Span, in zone: Zone) -> String {
        let start = zone.civil(at: span.start)
        let end = zone.civil(at: span.end)
        if start.date < end.date, zone.startOfDay(start.date) == span.start, zone.startOfDay(end.date) == span.end {
            return wholeDays(start.date, end.date.adding(days: -1))
        }
        let offsets = [zone.offset(at: span.start), zone.offset(at: span.end)].map(offset)
        let values = [
            "date": date(start.date), "start": time(start.time), "endDate": date(end.date), "end": time(end.time), "zone": zoneName(zone),
            "offset": offsets[0] == offsets[1] ? offsets[0] : self("time.offsets", ["first": offsets[0], "second": offsets[1]]),
        ]
        // Midnight still belongs to the day that it ends.
        let endsSameDay = end.date == start.date || (end.time == .midnight && end.date == start.date.adding(days: 1))
        return self(endsSameDay ? "time.span" : "time.longSpan", values)
    }

    /// Days from one to another: "Monday 21 December 2026, all day".
    public func wholeDays(_ first: CivilDate, _ last: CivilDate) -> String {
        self(first == last ? "time.wholeDay" : "time.wholeDays", ["date": date(first), "endDate": date(last)])
    }
}
