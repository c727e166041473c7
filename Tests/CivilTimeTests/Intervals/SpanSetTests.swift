import CivilTime
import Testing

/// Every operation is compared with the same one on a set of single seconds.
struct SpanSetTests {
    private func span(_ start: Int, _ end: Int) -> Span {
        Span(Instant(secondsSinceEpoch: Int64(start)), Instant(secondsSinceEpoch: Int64(end)))
    }

    private func randomSpans(_ random: inout SeededGenerator) -> [Span] {
        (0..<Int.random(in: 0...8, using: &random)).map { _ in
            let start = Int.random(in: 0..<60, using: &random)
            return span(start, start + Int.random(in: 0...12, using: &random))
        }
    }

    private func seconds(_ spans: some Sequence<Span>) -> Set<Int64> {
        Set(spans.flatMap { $0.start.secondsSinceEpoch..<$0.end.secondsSinceEpoch })
    }

    private func isCanonical(_ set: SpanSet) -> Bool {
        set.allSatisfy { !$0.isEmpty } && zip(set.spans, set.spans.dropFirst()).allSatisfy { $0.end < $1.start }
    }

    @Test func `set operations agree with sets of single seconds`() {
        for seed in UInt64(0)..<20_000 {
            var random = SeededGenerator(seed: seed)
            let (some, others) = (randomSpans(&random), randomSpans(&random))
            let (left, right, a, b) = (SpanSet(some), SpanSet(others), seconds(some), seconds(others))
            let results: [(String, SpanSet, Set<Int64>)] = [
                ("init", left, a), ("union", left.union(right), a.union(b)), ("intersection", left.intersection(right), a.intersection(b)),
                ("subtracting", left.subtracting(right), a.subtracting(b)),
                ("shifted", left.shifted(by: Seconds(-9)), Set(a.map { $0 - 9 })),
            ]
            for (name, result, expected) in results where seconds(result) != expected || !isCanonical(result) {
                Issue.record("seed \(seed): \(name) of \(some) and \(others)")
            }
        }
    }

    @Test func `questions about one span agree with sets of single seconds`() {
        for seed in UInt64(0)..<20_000 {
            var random = SeededGenerator(seed: seed)
            let spans = randomSpans(&random)
            let start = Int.random(in: 0..<60, using: &random)
            let window = span(start, start + Int.random(in: 1...15, using: &random))
            let (set, all, asked) = (SpanSet(spans), seconds(spans), seconds([window]))
            let agrees =
                seconds(set.clamped(to: window)) == all.intersection(asked) && set.contains(window) == asked.isSubset(of: all)
                && set.overlaps(window) == !asked.isDisjoint(with: all) && set.contains(window.start) == all.contains(Int64(start))
                && set.totalDuration.count == all.count && isCanonical(set.clamped(to: window))
            if !agrees { Issue.record("seed \(seed): \(window) and \(spans)") }
        }
    }

    @Test func `spans that touch become one`() {
        #expect(SpanSet([span(10, 20), span(0, 10), span(30, 30)]).spans == [span(0, 20)])
    }

    @Test func `equal sets are equal however they were made`() {
        #expect(SpanSet([span(0, 5), span(5, 9)]) == SpanSet([span(3, 9), span(0, 4)]))
        #expect(SpanSet([span(4, 4)]).isEmpty)
    }
}
