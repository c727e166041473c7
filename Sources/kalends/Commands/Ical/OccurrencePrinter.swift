import CivilTime
import FoundationEssentials
import ICalendar

/// Writes occurrences as lines.
struct OccurrencePrinter {
    let zone: Zone
    let asJSON: Bool

    private struct Line: Encodable {
        let uid: String
        let occurrence: String?
        let start: String
        let end: String
        let allDay: Bool
        let busy: Bool
        let why: String
    }

    func print(_ occurrence: Occurrence) throws {
        guard asJSON else {
            let times = [occurrence.span.start.text(in: zone), occurrence.span.end.text(in: zone)]
            let words = [
                occurrence.isAllDay ? "all-day" : "timed", occurrence.meaning.isBusy ? "busy" : "free", occurrence.uid.onOneLine,
                occurrence.meaning.sentence,
            ]
            try StandardOutput.print((times + words).joined(separator: "\t"))
            return
        }
        let line = Line(
            uid: occurrence.uid, occurrence: occurrence.recurrenceID, start: occurrence.span.start.text(in: zone),
            end: occurrence.span.end.text(in: zone), allDay: occurrence.isAllDay, busy: occurrence.meaning.isBusy,
            why: occurrence.meaning.sentence)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try StandardOutput.print(String(decoding: try encoder.encode(line), as: UTF8.self).withEscapedControls)
    }
}

extension Instant {
    /// RFC 3339 on the clock of the zone: `2026-11-21T10:00:00+01:00`, with `Z` in UTC.
    fileprivate func text(in zone: Zone) -> String {
        guard zone != .utc else { return description }
        let (civil, offset) = (zone.civil(at: self), zone.offset(at: self))
        // RFC 3339 knows no seconds of an offset, which clocks had before 1972: such an instant is shown in UTC.
        guard offset % 60 == 0 else { return description }
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let minutes = abs(offset) / 60
        return "\(civil.date)T\(padded(civil.time.hour)):\(padded(civil.time.minute)):\(padded(civil.time.second))"
            + (offset < 0 ? "-" : "+") + "\(padded(minutes / 60)):\(padded(minutes % 60))"
    }
}
