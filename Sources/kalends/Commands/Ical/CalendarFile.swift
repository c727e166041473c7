import ICalendar

/// A calendar file, or standard input for “-”, read in pieces.
struct CalendarFile {
    let path: String

    /// Calls the body with each piece, in order.
    func forEachChunk(_ body: ([UInt8]) throws -> Void) throws {
        try InputFile(path: path, noun: "calendar file").forEachChunk(body)
    }

    /// `FILE:LINE: sentence`, or without a line for what concerns the calendar as a whole.
    func line(for finding: Finding) -> String {
        (finding.line > 0 ? "\(path):\(finding.line): \(finding.sentence)" : "\(path): \(finding.sentence)").onOneLine
    }
}
