import CivilTime

extension SeriesExpansion {
    /// The periods of VFREEBUSY components (RFC 5545 section 3.8.2.6) but those that FBTYPE calls free.
    mutating func addFreeBusy() {
        for component in series.freeBusy {
            for property in component.all("FREEBUSY") { addPeriods(of: property) }
        }
    }

    private mutating func addPeriods(of property: Property) {
        let type = property.parameter("FBTYPE")?.asciiUppercased
        guard type != "FREE" else { return }
        let reason: BusyReason = type == "BUSY-TENTATIVE" ? .tentative : .freeBusy
        let list = RecurrenceDate.list(property)
        for period in list.dates { addPeriod(period, reason: reason) }
        if let text = list.unreadable.first { shapes.noteUnreadablePeriod(text, line: property.sourceLine ?? 0) }
    }

    private mutating func addPeriod(_ period: RecurrenceDate, reason: BusyReason) {
        let start = shapes.instant(of: period.start, onClockOf: .utc).instant
        let end =
            switch period.extent {
            case .asEvent: start
            case .until(let time): shapes.instant(of: time, onClockOf: .utc).instant
            case .lasting(let duration): start.adding(duration, in: .utc)
            }
        guard let span = Span(validating: start, end: end), span.overlaps(window) else { return }
        add(
            Occurrence(
                uid: series.uid, recurrenceID: start.calendarText, span: span, isAllDay: false, meaning: .busy(reason),
                summary: nil, isPrivate: false
            )
        )
    }
}

extension ShapeReader {
    fileprivate mutating func noteUnreadablePeriod(_ text: String, line: Int) {
        note(Finding(line: line, message: "FREEBUSY holds “\(text)”, which is not a period; it is left out", rule: .icalendar("3.8.2.6")))
    }
}
