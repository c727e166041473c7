import CivilTime
import FoundationEssentials
import Glibc
import ICalendar

/// Reads, writes and expands calendars for the differential tests, one request a line where there are many.
///
///     CalendarProbe read              base64 of a calendar a line; answers its tree, its text written again, and whether that reads equal
///     CalendarProbe write             a tree a line; answers the base64 of its text
///     CalendarProbe expand FILE FROM TO ZONE
///                                     a line for each occurrence: UID, start, end, recurrence id, whether it is busy
///     CalendarProbe parse FILE RUNS   how many events there are, and the best processor time of so many runs in milliseconds: of reading the
///                                     components, and of understanding their events as well
///     CalendarProbe series FILE FROM TO ZONE RUNS
///                                     a line for each series: UID, number of occurrences; then the best time of expanding them all
///     CalendarProbe count             a file, from, to and zone a line with tabs; answers the number of occurrences, none of which is kept
@main
enum CalendarProbe {
    static func main() throws {
        var arguments = CommandLine.arguments.dropFirst()
        switch arguments.popFirst() {
        case "read": try forEachLine(answerReading)
        case "write": try forEachLine(answerWriting)
        case "expand" where arguments.count == 4: try expand(Array(arguments))
        case "parse" where arguments.count == 2: try measureReading(Array(arguments))
        case "series" where arguments.count == 5: try measureExpansion(Array(arguments))
        case "count": try forEachLine(answerCount)
        default:
            throw Trouble(
                "usage: CalendarProbe read | write | expand FILE FROM TO ZONE | parse FILE RUNS | series FILE FROM TO ZONE RUNS | count"
            )
        }
    }

    private static func forEachLine(_ answer: (String) throws -> String) throws {
        while let line = readLine() {
            print(try answer(line))
            // Whoever asks may look at the memory between two questions.
            fflush(nil)
        }
    }

    private struct Reading: Encodable {
        let calendars: [Tree]
        let findings: [String]
        let written: String
        let isEqual: Bool
    }

    private static func answerReading(_ line: String) throws -> String {
        guard let data = Data(base64Encoded: line) else { throw Trouble("not base64: \(line.prefix(60))") }
        let document = try CalendarDocument.parse(Array(data))
        let written = document.components.flatMap { $0.serialized() }
        let again = try CalendarDocument.parse(written)
        let reading = Reading(
            calendars: document.components.map(Tree.init), findings: document.findings.map(\.description),
            written: Data(written).base64EncodedString(),
            isEqual: again.components == document.components && again.findings.isEmpty && again.isComplete)
        return String(decoding: try JSONEncoder().encode(reading), as: UTF8.self)
    }

    private static func answerWriting(_ line: String) throws -> String {
        let tree = try JSONDecoder().decode(Tree.self, from: Data(line.utf8))
        return Data(tree.component.serialized()).base64EncodedString()
    }

    private static func expand(_ arguments: [String]) throws {
        let calendar = try Question(arguments)
        let (assumptions, _) = calendar.contents.forEachOccurrence(in: calendar.window, context: calendar.context) { occurrence in
            let span = occurrence.span
            print(
                occurrence.uid, span.start.secondsSinceEpoch, span.end.secondsSinceEpoch, occurrence.recurrenceID ?? "",
                occurrence.meaning.isBusy, separator: "\t")
        }
        for finding in assumptions { print("#", finding, separator: "\t") }
    }
}

struct Trouble: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
