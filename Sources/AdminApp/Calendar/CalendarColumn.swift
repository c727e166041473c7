import Booking
import CivilTime
import Persistence

/// One column of the calendar: a day, and one person or everybody.
struct CalendarColumn {
    var date: CivilDate
    /// `nil`: everybody who is shown.
    var person: StaffMember?
    var span: Span
    var zone: Zone

    init(date: CivilDate, person: StaffMember?, zone: Zone) {
        self.date = date
        self.person = person
        self.zone = zone
        span = Span(zone.startOfDay(date), zone.startOfDay(date.adding(days: 1)))
    }

    /// The minutes of the wall clock that a span takes of this day; `nil` when it takes none.
    func minutes(of span: Span) -> Range<Int>? {
        guard let part = self.span.intersection(span), !part.isEmpty else { return nil }
        let start = part.start == self.span.start ? 0 : minute(at: part.start)
        let end = part.end == self.span.end ? 1440 : minute(at: part.end)
        // Where the clocks go back, a span may seem to end before it starts: then its length counts.
        return start..<max(end, min(1440, start + Int(part.duration.count / 60)), start)
    }

    func isWholeDay(_ span: Span) -> Bool { span.start <= self.span.start && span.end >= self.span.end }

    private func minute(at instant: Instant) -> Int {
        let time = zone.civil(at: instant).time
        return time.hour * 60 + time.minute
    }
}
