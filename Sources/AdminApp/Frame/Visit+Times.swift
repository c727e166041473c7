import CivilTime
import Texts

extension Visit {
    /// A span in the business's zone, for people.
    func when(_ span: Span) -> String { texts.when(span, in: zone) }

    /// The days that a span touches: "Monday 21 December 2026, all day".
    func wholeDays(_ span: Span) -> String { texts.wholeDays(zone.date(at: span.start), zone.date(at: span.end - .seconds(1))) }
}
