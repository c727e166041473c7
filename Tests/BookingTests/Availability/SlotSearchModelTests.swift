import Booking
import CivilTime
import TestSupport
import Testing

struct SlotSearchModelTests {
    /// One drawn search, in ticks; a tick is a second or a minute.
    private struct Case {
        static let length = 420
        static let margin = 240
        var tick: Seconds
        var ranges: [Range<Int>]
        var taken: [Range<Int>]
        var duration, before, after, step, earliest, latest: Int
        var window: Range<Int>

        init(seed: UInt64) {
            var random = SeededGenerator(seed: seed)
            func range(_ random: inout SeededGenerator, longest: Int) -> Range<Int> {
                let start = random.int(0...Case.length - 1)
                return start..<min(Case.length, start + random.int(0...longest))
            }
            tick = random.oneIn(2) ? .minutes(1) : .seconds(1)
            ranges = (0..<random.int(0...4)).map { _ in range(&random, longest: 300) }
            // Now and then ranges that touch exactly.
            if let last = ranges.last, random.oneIn(2) {
                ranges.append(last.upperBound..<min(Case.length, last.upperBound + random.int(0...90)))
            }
            let longest = random.pick([8, 40, 200])
            taken = (0..<random.int(0...10)).map { _ in range(&random, longest: longest) }
            // And a long block that begins just before a short one.
            if let first = taken.first, random.oneIn(3) {
                taken.append(max(0, first.lowerBound - 1)..<min(Case.length, first.upperBound + 60))
            }
            duration = random.int(1...90)
            (before, after) = (random.oneIn(2) ? 0 : random.int(0...40), random.oneIn(2) ? 0 : random.int(0...40))
            step = random.int(1...70)
            earliest = random.oneIn(2) ? -1000 : random.int(0...Case.length)
            latest = random.oneIn(2) ? 1000 : random.int(0...Case.length)
            let (one, other) = (random.int(0...Case.length), random.int(0...Case.length))
            window = random.oneIn(3) ? 0..<Case.length : min(one, other)..<max(one, other)
        }

        func instant(_ tick: Int) -> Instant { Cast.morning + self.tick * tick }
        func span(_ range: Range<Int>) -> Span { Span(instant(range.lowerBound), instant(range.upperBound)) }

        var search: SlotSearch {
            SlotSearch(
                opening: OpeningTimes(ranges: ranges.map(span)), taken: taken.map { TakenTime(span: span($0), cause: .busy) },
                rules: SlotRules(
                    duration: tick * duration, preBuffer: tick * before, postBuffer: tick * after, step: tick * step,
                    earliest: instant(earliest),
                    latest: instant(latest)))
        }

        /// The grid and the free starts, found tick by tick.
        var naive: (grid: [Int], free: [Int]) {
            let model = NaiveSlots(ranges: ranges, taken: taken, length: Case.length, margin: Case.margin)
            let grid = window.filter { model.isOnGrid($0, step: step) }
            let free = grid.filter { start in
                start >= earliest && start <= latest && model.isOpen(start..<(start + duration))
                    && model.isFree((start - before)..<(start + duration + after))
            }
            return (grid, free)
        }
    }

    @Test func `24,000 drawn searches find what looking at every minute finds`() {
        for seed in 1...24_000 as ClosedRange<UInt64> {
            let drawn = Case(seed: seed)
            let found = drawn.search.starts(in: drawn.span(drawn.window))
            let expected = drawn.naive.free.map(drawn.instant)
            guard found == expected else {
                Issue.record("seed \(seed): found \(found), expected \(expected) in \(drawn)")
                return
            }
        }
    }

    @Test func `explanations cover the whole grid, agree with the starts, and blame something that is in the way`() {
        for seed in 1...6_000 as ClosedRange<UInt64> {
            let drawn = Case(seed: seed)
            let explanations = drawn.search.explanations(in: drawn.span(drawn.window))
            guard explanations.map(\.start) == drawn.naive.grid.map(drawn.instant),
                explanations.filter({ $0.closure == nil }).map(\.start) == drawn.search.starts(in: drawn.span(drawn.window)),
                explanations.allSatisfy({ isTrue($0, drawn) })
            else {
                Issue.record("seed \(seed): \(explanations) in \(drawn)")
                return
            }
        }
    }

    private func isTrue(_ explanation: SlotExplanation, _ drawn: Case) -> Bool {
        let slot = Span(start: explanation.start, duration: drawn.tick * drawn.duration)
        switch explanation.closure {
        case nil: return true
        case .tooSoon(let earliest): return slot.start < earliest
        case .tooFar(let latest): return slot.start > latest
        case .pastClosing: return !SpanSet(drawn.ranges.map(drawn.span)).contains(slot)
        case .taken(let time):
            let needed = slot.padded(before: drawn.tick * drawn.before, after: drawn.tick * drawn.after)
            let first = drawn.taken.map(drawn.span).filter { $0.overlaps(needed) }.map(\.start).min()
            return time.span.overlaps(needed) && time.span.start == first
        // There are no groups here.
        case .full: return false
        }
    }

    @Test func `the starts of a small window are those of a big one within it`() {
        for seed in 1...6_000 as ClosedRange<UInt64> {
            let drawn = Case(seed: seed)
            let small = drawn.span(drawn.window)
            let big = drawn.search.starts(in: drawn.span(0..<Case.length)).filter(small.contains)
            guard drawn.search.starts(in: small) == big else {
                Issue.record("seed \(seed): \(drawn)")
                return
            }
        }
    }
}
