import CivilTime

/// How an event lies in time: where it starts, in which zone, and how long each of its occurrences lasts.
struct EventShape {
    enum Form {
        case days(start: CivilDate, count: Int)
        case clock(start: CivilDateTime, zone: Zone, length: Length)
    }

    enum Length {
        /// DTEND gives every occurrence the same exact length (RFC 5545 section 3.8.5.3).
        case exact(Seconds)
        /// DURATION counts civil days first.
        case nominal(EventDuration)
    }

    let form: Form
    /// False if a zone is unknown: then times are read as UTC and padded by what any zone may differ.
    let isUnderstood: Bool
    /// The zone in which whole days are meant.
    let dayZone: Zone

    /// More than any zone is away from UTC (the largest are -12 and +14 hours).
    static let unknownZonePadding = Seconds.hours(14)

    var isAllDay: Bool {
        if case .days = form { true } else { false }
    }

    /// The zone on whose clock the event's times are read that name none.
    var zone: Zone {
        switch form {
        case .days: dayZone
        case .clock(_, let zone, _): zone
        }
    }

    /// The date on which the event starts, as it is written.
    var startDate: CivilDate {
        switch form {
        case .days(let start, _): start
        case .clock(let start, _, _): start.date
        }
    }

    var startKey: OccurrenceKey {
        switch form {
        case .days(let start, _): .day(start)
        case .clock(let start, let zone, _): .instant(zone.instant(of: start))
        }
    }

    /// The time that an occurrence takes.
    func span(of key: OccurrenceKey) -> Span {
        let span = unpaddedSpan(of: key)
        return isUnderstood ? span : span.padded(before: Self.unknownZonePadding, after: Self.unknownZonePadding)
    }

    private func unpaddedSpan(of key: OccurrenceKey) -> Span {
        switch (form, key) {
        case (.days(_, let count), .day(let date)):
            return days(from: date, count: count)
        case (.days(_, let count), .instant(let instant)):
            return days(from: dayZone.date(at: instant), count: count)
        case (.clock(let start, let zone, _), .day(let date)):
            return unpaddedSpan(of: .instant(zone.instant(of: CivilDateTime(date, start.time))))
        case (.clock(_, _, .exact(let seconds)), .instant(let instant)):
            return Span(start: instant, duration: max(.zero, seconds))
        case (.clock(_, let zone, .nominal(let duration)), .instant(let instant)):
            return Span(instant, max(instant, instant.adding(duration, in: zone)))
        }
    }

    private func days(from date: CivilDate, count: Int) -> Span {
        let start = dayZone.startOfDay(date)
        guard date.dayNumber + count <= CivilDate.last.dayNumber else {
            // The last day there is ends as well, though no date follows, and no instant that can be written comes after its last second in UTC.
            let last = min(dayZone.startOfDay(.last) + .days(1), Zone.utc.startOfDay(.last) + .seconds(86_399))
            return Span(start, max(start, last))
        }
        return Span(start, max(start, dayZone.startOfDay(date.adding(days: count))))
    }

    /// No occurrence lasts longer, padding for an unknown zone included.
    var longestLength: Seconds {
        let length: Seconds =
            switch form {
            case .days(_, let count): .days(count + 1)
            case .clock(_, _, .exact(let seconds)): seconds
            // Civil days may be longer than 24 hours, together by no more than one of them.
            case .clock(_, _, .nominal(let duration)): .days(duration.days > 0 ? duration.days + 1 : 0) + duration.seconds
            }
        return max(.zero, length) + (isUnderstood ? .zero : Self.unknownZonePadding * 2)
    }
}

extension Instant {
    /// The instant after so many civil days and then exact seconds (RFC 5545 section 3.3.6).
    func adding(_ duration: EventDuration, in zone: Zone) -> Instant {
        guard duration.days != 0 else { return self + duration.seconds }
        let civil = zone.civil(at: self)
        return zone.instant(of: CivilDateTime(civil.date.adding(days: duration.days), civil.time)) + duration.seconds
    }
}
