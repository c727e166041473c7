import CivilTime

/// What names an occurrence within its series: the date or instant at which the rule puts it.
enum OccurrenceKey: Hashable, Sendable {
    case day(CivilDate)
    case instant(Instant)

    var text: String {
        switch self {
        case .day(let date): date.calendarText
        case .instant(let instant): instant.calendarText
        }
    }
}

/// What EXDATE or RECURRENCE-ID points at: with other value types than DTSTART's, often every occurrence of a date.
enum OccurrenceReference {
    case key(OccurrenceKey)
    case anyOn(CivilDate)
}
