import CivilTime
import Host

/// Expands recurrence rules in bulk, so that other programs can compare: one a line on standard input, one answer a line.
///
/// A line has, separated by tabs: the zone, the start (20261224T090000), the rule, the first and the end instant of the window in seconds since
/// 1970, and how many instants at most. The answer is the rule in its canonical form, a tab, and the instants; or `!` and the reason.
@main
enum TimeProbe {
    static func main() {
        let zones = SystemZones.database
        while let line = readLine() {
            print(answer(to: line, zones))
        }
    }

    private static func answer(to line: String, _ zones: ZoneDatabase) -> String {
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
                text += "\(time.secondsSinceEpoch) "
                count += 1
            }
            if let failure = times.failure { throw failure }
            return text
        } catch {
            return "!\(error)"
        }
    }

    /// `20261224T090000`
    private static func civil(_ text: Substring) -> CivilDateTime? {
        let digits = text.utf8.filter { 48...57 ~= $0 }.map { Int($0) - 48 }
        guard digits.count == 14 else { return nil }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        guard let date = CivilDate(year: number(0..<4), month: number(4..<6), day: number(6..<8)),
            let time = TimeOfDay(hour: number(8..<10), minute: number(10..<12), second: number(12..<14))
        else { return nil }
        return CivilDateTime(date, time)
    }
}
