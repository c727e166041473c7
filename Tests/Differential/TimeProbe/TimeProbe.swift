import CivilTime
import Glibc
import Host

/// Expands recurrence rules in bulk, so that other programs can compare: one a line on standard input, one answer a line.
///
///     TimeProbe                       the rule in its canonical form, a tab, and the instants; or `!` and the reason
///     TimeProbe count                 the number of instants, none of which is kept
///     TimeProbe measure RUNS          the number of instants; after all lines the best processor time of so many runs, see ``MeasuredSeries``
///
/// A line has, separated by tabs: the zone, the start (20261224T090000), the rule, the first and the end instant of the window in seconds since
/// 1970, and how many instants at most; to be measured, in place of the last one, the excepted starts with blanks between them.
@main
enum TimeProbe {
    static func main() throws {
        let zones = SystemZones.database
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.first == "measure" {
            try MeasuredSeries.measure(runs: arguments.last.flatMap { Int($0) } ?? 1, zones)
            return
        }
        let isCounting = arguments.first == "count"
        while let line = readLine() {
            print(answer(to: line, zones, isCounting: isCounting))
            // Whoever asks looks at the memory between two questions.
            if isCounting { fflush(nil) }
        }
    }

    private static func answer(to line: String, _ zones: ZoneDatabase, isCounting: Bool) -> String {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
        guard fields.count == 6, let zone = zones.zone(named: String(fields[0])), let start = civil(fields[1]),
            let from = Int64(fields[3]), let end = Int64(fields[4]), let limit = Int(fields[5])
        else { return "!The line is not one of a zone, a start, a rule, two instants and a limit." }
        do throws(RecurrenceRule.Failure) {
            let rule = try RecurrenceRule(parsing: String(fields[2]))
            var times = rule.occurrences(startingAt: start, in: zone, from: Instant(secondsSinceEpoch: from))
            var text = rule.description + "\t"
            var count = 0
            while count < limit, let time = times.next(), time.secondsSinceEpoch < end {
                if !isCounting { text += "\(time.secondsSinceEpoch) " }
                count += 1
            }
            if let failure = times.failure { throw failure }
            return isCounting ? "\(count)" : text
        } catch {
            return "!\(error)"
        }
    }

    /// `20261224T090000`
    static func civil(_ text: Substring) -> CivilDateTime? {
        let digits = text.utf8.filter { 48...57 ~= $0 }.map { Int($0) - 48 }
        guard digits.count == 14 else { return nil }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        guard let date = CivilDate(year: number(0..<4), month: number(4..<6), day: number(6..<8)),
            let time = TimeOfDay(hour: number(8..<10), minute: number(10..<12), second: number(12..<14))
        else { return nil }
        return CivilDateTime(date, time)
    }
}
