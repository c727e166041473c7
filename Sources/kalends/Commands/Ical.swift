import ArgumentParser
import FoundationEssentials
import Glibc
import ICalendar

struct Ical: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look into calendar files: what is wrong with one, and what times it takes.",
        discussion: "The exit status is 0, 1 where there are findings, and 2 where the file or an argument cannot be read.",
        subcommands: [IcalCheck.self, IcalExpand.self])
}

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
        finding.line > 0 ? "\(path):\(finding.line): \(finding.sentence)" : "\(path): \(finding.sentence)"
    }
}

/// What was given cannot be read; the sentence names it and the remedy.
struct Unreadable: Error {
    let sentence: String

    init(_ sentence: String) {
        self.sentence = sentence
    }

    /// Runs work of a command; what cannot be read ends it with one line and status 2.
    static func describing(_ path: String, _ work: () throws -> Void) throws {
        do {
            try work()
        } catch let failure as Unreadable {
            try end(failure.sentence)
        } catch let failure as CalendarParseFailure {
            try end("\(path): \(failure.sentence)")
        } catch let failure as BareRule.Failure {
            try end("\(failure.argument): \(failure.sentence)")
        }
    }

    private static func end(_ sentence: String) throws -> Never {
        StandardError.print(sentence)
        throw ExitCode(2)
    }
}

extension BareRule.Failure {
    fileprivate var argument: String {
        switch self {
        case .rule: "--rule"
        case .start: "--start"
        case .zone, .zoneNotNeeded: "--tzid"
        }
    }
}

/// Lines for people beside the output proper.
enum StandardError {
    static func print(_ line: String) {
        var rest = Array((line + "\n").utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            // Nobody is left to be told that nobody listens.
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }
}
