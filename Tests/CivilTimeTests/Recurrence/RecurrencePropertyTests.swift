import CivilTime
import Testing

/// Seeded random rules of all parts; a failure prints the rule.
struct RecurrencePropertyTests {
    private struct Series {
        let rule: RecurrenceRule
        let start: CivilDateTime
        let zone: Zone
        let window: Span
        let text: String
    }

    private static let zoneNames = ["UTC", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Europe/Dublin"]

    private func list(_ range: ClosedRange<Int>, signed: Bool = false, _ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 1...4, using: &random)).map { _ in
            let number = Int.random(in: range, using: &random)
            return String(signed && Bool.random(using: &random) ? -number : number)
        }.joined(separator: ",")
    }

    private func series(_ seed: UInt64) throws -> Series {
        var random = SeededGenerator(seed: seed)
        func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
        let frequency = RecurrenceRule.Frequency.allCases.randomElement(using: &random) ?? .daily
        var text = "FREQ=" + frequency.rawValue
        if chance(50) { text += ";INTERVAL=\(Int.random(in: 1...(frequency.isSubDaily ? 500 : 9), using: &random))" }
        if chance(30) { text += ";BYMONTH=" + list(1...12, &random) }
        if frequency == .yearly, chance(25) { text += ";BYWEEKNO=" + list(1...53, signed: true, &random) }
        if frequency == .yearly, chance(25) { text += ";BYYEARDAY=" + list(1...366, signed: true, &random) }
        if frequency != .weekly, chance(25) { text += ";BYMONTHDAY=" + list(1...31, signed: true, &random) }
        if chance(35) { text += ";BYDAY=" + (["MO", "TU", "WE,FR", "SU,SA,TH"].randomElement(using: &random) ?? "MO") }
        if chance(20) { text += ";BYHOUR=" + list(0...23, &random) }
        if chance(20) { text += ";BYMINUTE=" + list(0...59, &random) }
        if chance(15) { text += ";BYSECOND=" + list(0...59, &random) }
        if chance(20), text.contains("BY") { text += ";BYSETPOS=" + list(1...3, signed: true, &random) }
        if chance(25) { text += ";WKST=" + (["SU", "WE", "SA"].randomElement(using: &random) ?? "SU") }
        if chance(15) { text += ";RSCALE=GREGORIAN;SKIP=" + (["BACKWARD", "FORWARD"].randomElement(using: &random) ?? "OMIT") }
        let day = CivilDate(dayNumber: Int.random(in: 10_000...22_000, using: &random))
        let time = TimeOfDay(secondsSinceMidnight: Int.random(in: 0..<96, using: &random) * 900) ?? .midnight
        let zone = try zone(RecurrencePropertyTests.zoneNames.randomElement(using: &random) ?? "UTC")
        let start = CivilDateTime(day, time)
        let reach: Int64 = frequency.isSubDaily ? 40 * 86_400 : 4_000 * 86_400
        let begin = zone.instant(of: start) + Seconds(Int64.random(in: -86_400...reach, using: &random))
        let window = Span(start: begin, duration: Seconds(Int64.random(in: 1...reach, using: &random)))
        return Series(rule: try RecurrenceRule(parsing: text), start: start, zone: zone, window: window, text: text)
    }

    /// The first occurrences, at most as many as a test can compare.
    private func whole(_ series: Series, _ rule: RecurrenceRule) -> [Instant] {
        Array(rule.occurrences(startingAt: series.start, in: series.zone).prefix(400))
    }

    @Test func `a window has what the whole series has there`() throws {
        for seed in UInt64(0)..<2_000 {
            let series = try series(seed)
            let whole = whole(series, series.rule)
            let end = whole.count == 400 ? min(series.window.end, whole[399]) : series.window.end
            guard let window = Span(validating: series.window.start, end: end) else { continue }
            var lazy = series.rule.occurrences(startingAt: series.start, in: series.zone, from: window.start)
            var found: [Instant] = []
            while let next = lazy.next(), next < window.end { found.append(next) }
            guard lazy.failure == nil else { continue }
            #expect(found == whole.filter(window.contains), "seed \(seed): \(series.text) from \(series.start) in \(series.zone)")
            let listed = try series.rule.occurrences(startingAt: series.start, in: series.zone, within: window, limit: 400)
            #expect(listed == found, "seed \(seed): \(series.text)")
        }
    }

    @Test func `COUNT passed over by arithmetic equals COUNT walked through`() throws {
        for seed in UInt64(10_000)..<12_000 {
            let series = try series(seed)
            let count = 1 + Int(seed % 400)
            let rule = try RecurrenceRule(parsing: series.text + ";COUNT=\(count)")
            let whole = whole(series, rule)
            #expect(whole.count <= count, "seed \(seed): \(series.text)")
            var lazy = rule.occurrences(startingAt: series.start, in: series.zone, from: series.window.start)
            var found: [Instant] = []
            while let next = lazy.next() { found.append(next) }
            guard lazy.failure == nil else { continue }
            #expect(
                found == whole.filter { $0 >= series.window.start }, "seed \(seed): \(series.text) from \(series.start) in \(series.zone)")
        }
    }

    @Test func `occurrences ascend, and the start is the first`() throws {
        for seed in UInt64(20_000)..<21_000 {
            let series = try series(seed)
            let whole = whole(series, series.rule)
            #expect(whole.first == series.zone.instant(of: series.start), "seed \(seed): \(series.text)")
            #expect(zip(whole, whole.dropFirst()).allSatisfy { $0 < $1 }, "seed \(seed): \(series.text)")
        }
    }

    @Test func `dates are those of midnights in UTC`() throws {
        for seed in UInt64(30_000)..<31_000 {
            let series = try series(seed)
            let parts = series.text.split(separator: ";").filter {
                !["BYHOUR", "BYMINUTE", "BYSECOND", "BYSETPOS"].contains($0.prefix { $0 != "=" })
            }
            let rule = try RecurrenceRule(parsing: parts.joined(separator: ";"))
            guard !rule.frequency.isSubDaily else { continue }
            let dates = Array(rule.dates(startingAt: series.start.date).prefix(100))
            let times = rule.occurrences(startingAt: CivilDateTime(series.start.date, .midnight), in: .utc).prefix(100)
            #expect(dates == times.map { Zone.utc.date(at: $0) }, "seed \(seed): \(series.text)")
        }
    }

    @Test func `what is written is read again as the same rule`() throws {
        for seed in UInt64(40_000)..<41_000 {
            let series = try series(seed)
            #expect(try RecurrenceRule(parsing: series.rule.description) == series.rule, "seed \(seed): \(series.text)")
        }
    }
}
