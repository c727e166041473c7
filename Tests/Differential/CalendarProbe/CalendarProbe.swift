import CivilTime
import FoundationEssentials
import Host
import ICalendar

/// Reads, writes and expands calendars for the differential tests, one request a line where there are many.
///
///     CalendarProbe read              base64 of a calendar a line; answers its tree, its text written again, and whether that reads equal
///     CalendarProbe write             a tree a line; answers the base64 of its text
///     CalendarProbe expand FILE FROM TO ZONE
///                                     a line for each occurrence: UID, start, end, recurrence id, whether it is busy
///     CalendarProbe parse FILE RUNS   the best time of so many runs, in milliseconds
@main
enum CalendarProbe {
    static func main() throws {
        var arguments = CommandLine.arguments.dropFirst()
        switch arguments.popFirst() {
        case "read": try forEachLine(answerReading)
        case "write": try forEachLine(answerWriting)
        case "expand" where arguments.count == 4: try expand(Array(arguments))
        case "parse" where arguments.count == 2: try measure(Array(arguments))
        default: throw Trouble("usage: CalendarProbe read | write | expand FILE FROM TO ZONE | parse FILE RUNS")
        }
    }

    private static func forEachLine(_ answer: (String) throws -> String) throws {
        while let line = readLine() { print(try answer(line)) }
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
        guard let data = FileManager.default.contents(atPath: arguments[0]) else { throw Trouble("no file \(arguments[0])") }
        guard let from = Instant(rfc3339: arguments[1]), let to = Instant(rfc3339: arguments[2]),
            let zone = SystemZones.database.zone(named: arguments[3])
        else { throw Trouble("not two instants and a zone: \(arguments.dropFirst())") }
        var reader = ContentsReader()
        _ = try reader.push(Array(data))
        let contents = try reader.finish().contents
        let context = ExpansionContext(zones: SystemZones.database, floatingZone: zone, maximumOccurrences: .max)
        let (assumptions, _) = contents.forEachOccurrence(in: Span(from, to), context: context) { occurrence in
            let span = occurrence.span
            print(
                occurrence.uid, span.start.secondsSinceEpoch, span.end.secondsSinceEpoch, occurrence.recurrenceID ?? "",
                occurrence.meaning.isBusy, separator: "\t")
        }
        for finding in assumptions { print("#", finding, separator: "\t") }
    }

    private static func measure(_ arguments: [String]) throws {
        guard let data = FileManager.default.contents(atPath: arguments[0]), let runs = Int(arguments[1]) else {
            throw Trouble("not a file and a number: \(arguments)")
        }
        let bytes = Array(data)
        var best = Duration.seconds(3_600)
        var count = 0
        for _ in 0..<max(1, runs) {
            var document: CalendarDocument?
            best = min(best, try ContinuousClock().measure { document = try CalendarDocument.parse(bytes) })
            count = document?.components.first?.components.count { $0.name == "VEVENT" } ?? 0
        }
        print("\(count)\t\(Double(best.components.attoseconds) / 1e15 + Double(best.components.seconds) * 1_000)")
    }
}

struct Trouble: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
