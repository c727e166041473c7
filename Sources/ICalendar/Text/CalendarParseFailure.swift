/// Why a text is not read as a calendar at all, or not to its end. Smaller mistakes become findings.
///
/// Limits are in bytes or numbers, lines count from 1.
public enum CalendarParseFailure: Error, Hashable {
    /// The text has more bytes.
    case tooLarge(limit: Int)
    /// The unfolded line that begins there has more bytes.
    case lineTooLong(line: Int, limit: Int)
    /// The component that begins there has more bytes.
    case componentTooLarge(line: Int, limit: Int)
    /// A component within more components than that begins there.
    case tooDeep(line: Int, limit: Int)
    /// The text has more components.
    case tooManyComponents(limit: Int)
    /// The text has more properties.
    case tooManyProperties(limit: Int)
    /// There is no BEGIN:VCALENDAR; the first line tells what came instead, often a web page.
    case notACalendar(firstLine: String)

    /// The failure for a person: what is wrong and what to do.
    public var sentence: String {
        switch self {
        case .tooLarge(let limit):
            "The calendar is larger than \(limit / 1024) KiB; ask its publisher for an address that holds fewer years."
        case .lineTooLong(let line, let limit):
            "Line \(line) of the calendar is longer than \(limit / 1024) KiB; remove the attachment that it holds."
        case .componentTooLarge(let line, let limit):
            "The component on line \(line) of the calendar is larger than \(limit / 1024) KiB; remove the attachments that it holds."
        case .tooDeep(let line, let limit):
            "Line \(line) of the calendar opens a component more than \(limit) levels deep; no real calendar does."
        case .tooManyComponents(let limit):
            "The calendar holds more than \(limit) components; ask its publisher for an address that holds fewer years."
        case .tooManyProperties(let limit):
            "The calendar holds more than \(limit) properties; ask its publisher for an address that holds fewer years."
        case .notACalendar(let firstLine) where firstLine.isEmpty:
            "This is empty, not a calendar; check the address or the file."
        case .notACalendar(let firstLine):
            "This is not a calendar: BEGIN:VCALENDAR is missing, and it begins with “\(firstLine)”; check the address or the file."
        }
    }
}
