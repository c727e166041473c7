import CivilTime
import FoundationEssentials
import Glibc
import Host
import ICalendar

/// What `make bench` asks for: processor time, as the machine may be busy with something else, and the best of several runs.
extension CalendarProbe {
    static func measureReading(_ arguments: [String]) throws {
        guard let data = FileManager.default.contents(atPath: arguments[0]), let runs = Int(arguments[1]) else {
            throw Trouble("not a file and a number: \(arguments)")
        }
        let bytes = Array(data)
        var document: CalendarDocument?
        var contents: CalendarContents?
        let reading = try best(of: runs) { document = try CalendarDocument.parse(bytes) }
        let understanding = try best(of: runs) {
            var reader = ContentsReader(zones: SystemZones.database)
            _ = try reader.push(bytes)
            contents = try reader.finish().contents
        }
        let events = document?.components.first?.components.count { $0.name == "VEVENT" } ?? 0
        guard let contents, contents.setAside.isEmpty, contents.series.count == events else {
            throw Trouble("not all of the \(events) events are understood")
        }
        print(events, reading, understanding, separator: "\t")
    }

    static func measureExpansion(_ arguments: [String]) throws {
        guard let runs = arguments.last.flatMap(Int.init) else { throw Trouble("not a number of runs: \(arguments)") }
        let calendar = try Question(arguments.dropLast())
        var counts: [String: Int] = [:]
        _ = calendar.contents.forEachOccurrence(in: calendar.window, context: calendar.context) { counts[$0.uid, default: 0] += 1 }
        var all = 0
        let time = best(of: runs) {
            all = 0
            _ = calendar.contents.forEachOccurrence(in: calendar.window, context: calendar.context) { _ in all += 1 }
        }
        guard all == counts.values.reduce(0, +) else { throw Trouble("\(all) occurrences at one time, others at another") }
        for one in calendar.contents.series { print(one.uid, counts[one.uid] ?? 0, separator: "\t") }
        print(time)
    }

    static func answerCount(to line: String) throws -> String {
        let calendar = try Question(line.split(separator: "\t").map(String.init))
        var count = 0
        _ = calendar.contents.forEachOccurrence(in: calendar.window, context: calendar.context) { _ in count += 1 }
        return "\(count)"
    }

    /// Milliseconds of the processor.
    private static func best<Failure: Error>(of runs: Int, _ work: () throws(Failure) -> Void) throws(Failure) -> Double {
        var best = Double.infinity
        for _ in 0..<max(1, runs) {
            let before = processorMilliseconds()
            try work()
            best = min(best, processorMilliseconds() - before)
        }
        return best
    }

    private static func processorMilliseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1_000 + Double(time.tv_nsec) / 1_000_000
    }
}
