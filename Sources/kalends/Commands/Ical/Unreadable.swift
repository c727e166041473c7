import ArgumentParser
import ICalendar

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
        StandardError.print(sentence.onOneLine)
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
