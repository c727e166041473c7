import Glibc
import ICalendar

/// A calendar file, or standard input for “-”, read in pieces.
struct CalendarFile {
    let path: String

    private static let chunkSize = 1 << 18

    /// Calls the body with each piece, in order.
    func forEachChunk(_ body: ([UInt8]) throws -> Void) throws {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY)
        guard descriptor >= 0 else { throw Unreadable("FILE: \(path): \(Self.reason()). Name a calendar file, or “-” for standard input.") }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        while true {
            var failed = false
            let chunk = [UInt8](unsafeUninitializedCapacity: Self.chunkSize) { buffer, count in
                var result = read(descriptor, buffer.baseAddress, buffer.count)
                while result < 0, errno == EINTR { result = read(descriptor, buffer.baseAddress, buffer.count) }
                failed = result < 0
                count = max(0, result)
            }
            if failed { throw Unreadable("FILE: \(path): \(Self.reason()). Name a calendar file, or “-” for standard input.") }
            guard !chunk.isEmpty else { return }
            try body(chunk)
        }
    }

    private static func reason() -> String { String(cString: strerror(errno)) }

    /// `FILE:LINE: sentence`, or without a line for what concerns the calendar as a whole.
    func line(for finding: Finding) -> String {
        (finding.line > 0 ? "\(path):\(finding.line): \(finding.sentence)" : "\(path): \(finding.sentence)").onOneLine
    }
}
