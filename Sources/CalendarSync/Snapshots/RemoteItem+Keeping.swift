extension RemoteItem {
    /// What may be kept of the fields of somebody's own event: its times, whether it is called off, and its title where titles are kept. The data
    /// is left as it is (`CalendarProvider.keptPayload`).
    public func keepingTimes(title keepsTitle: Bool) -> RemoteItem {
        var kept = self
        if !keepsTitle { kept.fields?.title = "" }
        kept.fields?.notes = ""
        kept.fields?.location = ""
        return kept
    }
}

extension EventFields {
    /// Whether it may be the event of which these fields are kept: a text that is not kept says nothing.
    public func agrees(withKept kept: EventFields) -> Bool {
        let (own, kept) = (normalized, kept.normalized)
        return own.span == kept.span && own.isAllDay == kept.isAllDay && own.isCancelled == kept.isCancelled
            && [(own.title, kept.title), (own.notes, kept.notes), (own.location, kept.location)].allSatisfy { $1.isEmpty || $0 == $1 }
    }
}
