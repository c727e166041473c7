import CivilTime
import Glibc

/// A rule with exceptions that was read before the clock runs; what rules_libical.c does with libical, this does with CivilTime.
struct MeasuredSeries {
    private let zone: Zone
    private let start: CivilDateTime
    private let rule: RecurrenceRule
    private let window: Span
    private let exceptions: Set<Instant>

    private init(_ line: String, _ zones: ZoneDatabase) throws {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
        guard fields.count == 6, let zone = zones.zone(named: String(fields[0])), let start = TimeProbe.civil(fields[1]),
            let from = Int64(fields[3]), let end = Int64(fields[4])
        else { throw Trouble(line: line) }
        self.zone = zone
        self.start = start
        rule = try RecurrenceRule(parsing: String(fields[2]))
        window = Span(Instant(secondsSinceEpoch: from), Instant(secondsSinceEpoch: end))
        exceptions = Set(fields[5].split(separator: " ").compactMap { TimeProbe.civil($0).map { zone.instant(of: $0) } })
    }

    private func count() throws -> Int {
        var times = rule.occurrences(startingAt: start, in: zone, from: window.start, before: window.end)
        var count = 0
        while let time = times.next() {
            if exceptions.isEmpty || !exceptions.contains(time) { count += 1 }
        }
        if let failure = times.failure { throw failure }
        return count
    }

    /// Reads the lines of standard input and prints how many occurrences each has, and the best time of so many runs in milliseconds of the
    /// processor.
    static func measure(runs: Int, _ zones: ZoneDatabase) throws {
        var all: [MeasuredSeries] = []
        while let line = readLine() { all.append(try MeasuredSeries(line, zones)) }
        var counts: [Int] = []
        var best = Double.infinity
        for _ in 0..<max(1, runs) {
            let before = processorMilliseconds()
            counts = try all.map { try $0.count() }
            best = min(best, processorMilliseconds() - before)
        }
        for count in counts { print(count) }
        print(best)
    }

    private static func processorMilliseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1_000 + Double(time.tv_nsec) / 1_000_000
    }

    private struct Trouble: Error {
        let line: String
    }
}
