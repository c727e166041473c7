import CivilTime
import Texts

extension Visit {
    /// A span in the business's zone, for people; whole days without their midnights.
    func when(_ span: Span) -> String {
        let (start, end) = (zone.civil(at: span.start), zone.civil(at: span.end))
        return start.time == .midnight && end.time == .midnight && start.date < end.date ? wholeDays(span) : texts.when(span, in: zone)
    }

    /// The days that a span touches: "Monday 21 December 2026, all day".
    func wholeDays(_ span: Span) -> String {
        let first = zone.date(at: span.start)
        let last = zone.date(at: span.end - .seconds(1))
        let days = first == last ? texts.date(first) : "\(texts.date(first)) – \(texts.date(last))"
        return "\(days), \(texts["adminCalendar.allDay"])"
    }
}
