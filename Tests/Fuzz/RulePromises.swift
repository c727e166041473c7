import CivilTime
import ICalendar

/// A rule on three lines (zone, start, RRULE): its canonical text means it, its times are in order and within the window.
func checkRule(_ bytes: [UInt8]) {
    let lines = lines(bytes, 3)
    guard lines.count == 3, let start = CivilDateTime(iso8601: lines[1]) else { return }
    let rule: RecurrenceRule
    do throws(RecurrenceRule.Failure) {
        rule = try RecurrenceRule(parsing: lines[2])
    } catch {
        if error.description.isEmpty { broken("a failure says nothing") }
        return
    }
    guard (try? RecurrenceRule(parsing: rule.description)) == rule else { broken("“\(rule)” is not the rule “\(lines[2])”") }
    let zone = Stage.zones.zone(tzid: lines[0]) ?? Stage.berlin
    checkTimes(rule, start, zone)
    checkDates(rule, start.date)
}

private func checkTimes(_ rule: RecurrenceRule, _ start: CivilDateTime, _ zone: Zone) {
    let window = Stage.window
    guard let times = try? rule.occurrences(startingAt: start, in: zone, within: window, limit: 1_000) else { return }
    guard zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) else { broken("occurrences of \(rule) are not in order") }
    guard times.allSatisfy({ window.contains($0) }) else { broken("occurrences of \(rule) are outside the window") }
    // Where the walk begins must make no difference.
    guard times.count >= 2 else { return }
    let middle = times[times.count / 2]
    let later = try? rule.occurrences(startingAt: start, in: zone, within: Span(middle, window.end), limit: 1_000)
    guard later == nil || later == Array(times[(times.count / 2)...]) else { broken("occurrences of \(rule) depend on the window") }
}

private func checkDates(_ rule: RecurrenceRule, _ start: CivilDate) {
    let through = start.adding(days: 400)
    guard let dates = try? rule.dates(startingAt: start, from: start, through: through, limit: 1_000) else { return }
    guard zip(dates, dates.dropFirst()).allSatisfy({ $0 < $1 }) else { broken("dates of \(rule) are not in order") }
    guard dates.allSatisfy({ start <= $0 && $0 <= through }) else { broken("dates of \(rule) are outside the window") }
}

/// A rule on three lines (zone or nothing, start, RRULE) as the command line takes it.
func checkBareRule(_ bytes: [UInt8]) {
    let lines = lines(bytes, 3)
    guard lines.count == 3 else { return }
    do throws(BareRule.Failure) {
        let bare = try BareRule(rule: lines[2], start: lines[1], tzid: lines[0].isEmpty ? nil : lines[0], zones: Stage.zones)
        let (occurrences, _, _) = bare.occurrences(
            in: lines[2].utf8.count % 2 == 0 ? nil : Stage.window, limit: 100, context: Stage.context)
        guard occurrences.count <= 100 else { broken("more occurrences than were asked for") }
    } catch {
        if error.sentence.isEmpty { broken("a failure says nothing") }
    }
}

func lines(_ bytes: [UInt8], _ count: Int) -> [String] {
    bytes.split(separator: 10, maxSplits: count - 1, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
}
