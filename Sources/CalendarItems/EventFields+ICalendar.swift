public import CalendarSync
public import CivilTime
public import ICalendar

extension EventFields {
    /// The fields of one iCalendar event that takes this span.
    /// - Parameter hidesText: keeps only the times, as of an outside event that is private.
    public init(_ event: CalendarEvent, _ span: Span, hidesText: Bool = false) {
        self.init(
            span: span, isAllDay: event.isAllDay, title: hidesText ? "" : event.summary ?? "", notes: hidesText ? "" : event.notes ?? "",
            location: hidesText ? "" : event.location ?? "", isCancelled: event.status == .cancelled)
    }
}
