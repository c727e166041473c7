import CivilTime

/// What names an occurrence within its series: the date or instant at which the rule puts it. All keys of a series are of one kind.
enum OccurrenceKey: Hashable, Comparable, Sendable {
    case day(CivilDate)
    case instant(Instant)

    var text: String {
        switch self {
        case .day(let date): date.calendarText
        case .instant(let instant): instant.calendarText
        }
    }

    /// The key of exactly this text.
    init?(text: String) {
        switch EventTime(Property(name: "RECURRENCE-ID", value: text)) {
        case .date(let date) where date.calendarText == text: self = .day(date)
        case .utc(let instant) where instant.calendarText == text: self = .instant(instant)
        default: return nil
        }
    }

    /// The first instant of the key on the zone's clock.
    func start(in zone: Zone) -> Instant {
        switch self {
        case .day(let date): zone.startOfDay(date)
        case .instant(let instant): instant
        }
    }
}

/// What EXDATE or RECURRENCE-ID points at: with other value types than DTSTART's, often every occurrence of a date.
enum OccurrenceReference: Hashable {
    case key(OccurrenceKey)
    case anyOn(CivilDate)
}
