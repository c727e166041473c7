import Booking
import CivilTime
import TestSupport
import Testing

/// Hours around every clock change there is, against hours found by walking through the minutes and reading the clock.
struct ClockChangeTests {
    /// A clock read minute by minute. It asks a zone for its offset at an instant and for nothing else.
    private struct Walk {
        let first: Instant
        let minutes: Int
        /// Local minutes since 1970 that the clock shows, by walked minute.
        let shown: [Int]
        /// The walked minute at which a local minute is shown for the first time, from the smallest local minute on.
        private let firstShown: [Int?]
        private let smallest: Int

        init(_ zone: Zone, around instant: Instant, days: Int) {
            let from = (instant.secondsSinceEpoch - Int64(days) * 86_400) / 60 * 60
            let shown = (0..<2 * days * 1440).map { minute in
                let second = from + Int64(minute) * 60
                return (Int(second) + zone.offset(at: Instant(secondsSinceEpoch: second))) / 60
            }
            smallest = shown.min() ?? 0
            var firstShown = [Int?](repeating: nil, count: (shown.max() ?? 0) - smallest + 1)
            for (minute, local) in shown.enumerated() where firstShown[local - smallest] == nil { firstShown[local - smallest] = minute }
            first = Instant(secondsSinceEpoch: from)
            minutes = shown.count
            self.shown = shown
            self.firstShown = firstShown
        }

        var days: ClosedRange<Int> { smallest / 1440 - 1...(smallest + firstShown.count) / 1440 }

        /// The walked minute of a local minute; one that is never shown lies as far behind the last minute before the gap as the clock leapt.
        func minute(of local: Int) -> Int? {
            guard firstShown.indices.contains(local - smallest) else { return nil }
            if let minute = firstShown[local - smallest] { return minute }
            guard let before = (smallest..<local).last(where: { firstShown[$0 - smallest] != nil }) else { return nil }
            // The last time it was shown: a fold may come just before.
            return shown.lastIndex(of: before).map { $0 + local - before }
        }
    }

    private static let years = Span(instant("2020-01-01T00:00:00Z"), instant("2036-01-01T00:00:00Z"))

    /// Zones whose clocks run alike are walked through once.
    private static let zones: [(zone: Zone, changes: [Instant])] = {
        var seen: Set<[Int64]> = []
        return TestZones.allNames.compactMap { name in
            guard let zone = TestZones.database.zone(named: name) else { return nil }
            let changes = zone.transitions(in: years)
            let clock = ([years.start] + changes).flatMap { [$0.secondsSinceEpoch, Int64(zone.offset(at: $0))] }
            return seen.insert(clock).inserted ? (zone, changes.isEmpty ? [years.start + .days(9)] : changes) : nil
        }
    }()

    @Test func `the system has the zones of the world`() {
        #expect(TestZones.allNames.count > 400)
        #expect(Self.zones.count > 60)
        #expect(Self.zones.map(\.changes.count).reduce(0, +) > 1_000)
    }

    @Test func `no slot is outside its hours, none twice and none lost, in every zone around every clock change`() {
        var looked = 0
        for (index, entry) in Self.zones.enumerated() {
            for change in entry.changes {
                var random = SeededGenerator(seed: UInt64(index) << 40 ^ UInt64(bitPattern: change.secondsSinceEpoch))
                let walk = Walk(entry.zone, around: change, days: 3)
                for hours in [nightly, drawHours(&random), hoursNear(change, entry.zone, &random)] {
                    let step = random.pick([5, 15, 25, 30])
                    let duration = random.pick([5, 30, 60, 95])
                    let window = Span(change - .hours(36), change + .hours(36))
                    let found = search(hours, entry.zone, step, duration, window)
                    let expected = naive(hours, walk, step, duration, window)
                    looked += 1
                    guard found == expected, !expected.isEmpty || hours != nightly else {
                        Issue.record(
                            "\(entry.zone) around \(change), \(hours), step \(step), duration \(duration): found \(found), expected \(expected)"
                        )
                        return
                    }
                }
            }
        }
        #expect(looked > 3_000)
    }

    private let nightly = WeeklyHours.every(Weekday.allCases, range(0, 240))

    /// Ranges that open and close within two hours of the clock change itself.
    private func hoursNear(_ change: Instant, _ zone: Zone, _ random: inout SeededGenerator) -> WeeklyHours {
        let local = zone.civil(at: change).time.secondsSinceMidnight / 300
        var hours = WeeklyHours()
        for day in Weekday.allCases {
            hours[day] = (0..<2).map { _ in
                let start = (local + random.int(-24...12) + 288) % 288
                return range(start * 5, (start + random.int(1...30)) * 5)
            }
        }
        return hours
    }

    private func search(_ hours: WeeklyHours, _ zone: Zone, _ step: Int, _ duration: Int, _ window: Span) -> [Instant] {
        let opening = OpeningTimes(hours: hours, overrides: [], zone: zone, window: window)
        let rules = SlotRules(duration: .minutes(duration), step: .minutes(step), earliest: window.start, latest: window.end)
        return SlotSearch(opening: opening, taken: [], rules: rules).starts(in: window)
    }

    private func naive(_ hours: WeeklyHours, _ walk: Walk, _ step: Int, _ duration: Int, _ window: Span) -> [Instant] {
        var ranges: [Range<Int>] = []
        for day in walk.days {
            // 1970-01-01 was a Thursday.
            let weekday = Weekday(rawValue: (day + 3) % 7 + 1)!
            for written in hours[weekday] {
                guard let opens = walk.minute(of: day * 1440 + written.start), let closes = walk.minute(of: day * 1440 + written.end),
                    opens < closes, closes <= walk.minutes
                else { continue }
                ranges.append(opens..<closes)
            }
        }
        let model = NaiveSlots(ranges: ranges, taken: [], length: walk.minutes, margin: 0)
        let from = Int((window.start - walk.first).count + 59) / 60
        let until = Int((window.end - walk.first).count + 59) / 60
        return (from..<until).filter { model.isOnGrid($0, step: step) && model.isOpen($0..<($0 + duration)) }.map {
            walk.first + .minutes($0)
        }
    }
}
