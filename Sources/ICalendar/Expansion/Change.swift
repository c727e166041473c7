import CivilTime

/// A changed occurrence: the event that replaces it, and which one it replaces (RFC 5545 section 3.8.4.4).
struct Change {
    let event: CalendarEvent
    let shape: EventShape
    let meaning: BusyMeaning
    /// The original start, if RECURRENCE-ID names one and not a whole date.
    let key: OccurrenceKey?
    let day: CivilDate?
    /// How far the change moves its occurrence; negative where that is back. Following ones move as far on the clock, which is not as far in
    /// time where zones differ or days become times.
    let shift: Seconds
    /// Whether the event takes the place of the occurrence that it names; false where only the following ones are left to it, a newer event
    /// having changed that one alone (RFC 5545 section 3.2.13).
    let isPlaced: Bool
    /// Whether it counts for the occurrences behind it.
    let isFollowed: Bool

    /// More than the difference.
    static let shiftSlack = Seconds.days(4)

    /// Where the occurrence of a series of the given shape was before.
    func originalStart(in shape: EventShape) -> Instant {
        key?.start(in: shape.dayZone) ?? shape.zone.startOfDay(day ?? .first)
    }
}
