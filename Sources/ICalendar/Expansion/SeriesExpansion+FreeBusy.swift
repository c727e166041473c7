import CivilTime

extension SeriesExpansion {
    /// The periods of VFREEBUSY components (RFC 5545 section 3.8.2.6) but those that FBTYPE calls free.
    mutating func addFreeBusy() {
        for property in series.freeBusy.flatMap({ $0.all("FREEBUSY") }) {
            let type = property.parameter("FBTYPE")?.asciiUppercased
            guard type != "FREE" else { continue }
            let list = RecurrenceDate.list(property)
            for period in list.dates { addPeriod(period, reason: type == "BUSY-TENTATIVE" ? .tentative : .freeBusy) }
            if let text = list.unreadable.first { shapes.note("FREEBUSY holds “\(text)”, which is not a period; it is left out") }
        }
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
        occurrences.append(
            Occurrence(
                uid: series.uid, recurrenceID: start.calendarText, span: span, isAllDay: false, meaning: .busy(reason),
                summary: nil, isPrivate: false
            )
        )
    }
}
