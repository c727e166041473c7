import CivilTime

/// Two sets of spans among the first 64 seconds, each byte pair a span: they do what sets of 64 seconds do.
func checkSpanSets(_ bytes: [UInt8]) {
    guard bytes.count >= 4 else { return }
    let pairs = stride(from: 0, to: bytes.count - 1, by: 2).map { (Int64(bytes[$0] & 63), Int64(bytes[$0 + 1] & 63)) }
    let spans = pairs.map { Span(second(min($0, $1)), second(max($0, $1))) }
    let half = spans.count / 2
    let (left, right) = (SpanSet(spans[..<half]), SpanSet(spans[half...]))
    let (leftMask, rightMask) = (mask(spans[..<half]), mask(spans[half...]))
    expect(left, leftMask, "a set")
    expect(left.union(right), leftMask | rightMask, "a union")
    expect(left.intersection(right), leftMask & rightMask, "an intersection")
    expect(left.subtracting(right), leftMask & ~rightMask, "a difference")
    let one = spans[0]
    expect(left.clamped(to: one), leftMask & mask([one]), "a part")
    expect(left.shifted(by: .seconds(3)).shifted(by: .seconds(-3)), leftMask, "a shifted set")
    guard left.overlaps(one) == (leftMask & mask([one]) != 0) else { broken("a set overlaps \(one) or not") }
    guard one.isEmpty || left.contains(one) == (leftMask & mask([one]) == mask([one])) else { broken("a set holds \(one) or not") }
    checkPair(one, spans[spans.count - 1])
}

private func checkPair(_ one: Span, _ other: Span) {
    let (oneMask, otherMask) = (mask([one]), mask([other]))
    guard one.overlaps(other) == (oneMask & otherMask != 0) else { broken("\(one) overlaps \(other) or not") }
    guard mask(one.intersection(other).map { [$0] } ?? []) == oneMask & otherMask else { broken("\(one) and \(other) have another part") }
    guard one.isEmpty || other.isEmpty || one.contains(other) == (oneMask & otherMask == otherMask) else {
        broken("\(one) holds \(other) or not")
    }
    let padded = one.padded(before: .seconds(1), after: .seconds(2)).shifted(by: .seconds(1))
    guard padded.duration == one.duration + .seconds(3), padded == Span(start: padded.start, duration: padded.duration) else {
        broken("\(one) is padded to \(padded)")
    }
    guard Span(validating: other.end, end: other.start) == nil || other.isEmpty, [one, other].sorted()[0] <= one else {
        broken("spans have no order")
    }
}

private func second(_ number: Int64) -> Instant { Instant(secondsSinceEpoch: number) }

private func mask(_ spans: some Sequence<Span>) -> UInt64 {
    (0..<64).reduce(0) { mask, number in spans.contains { $0.contains(second(Int64(number))) } ? mask | 1 << UInt64(number) : mask }
}

private func expect(_ set: SpanSet, _ expected: UInt64, _ what: String) {
    guard mask(set) == expected else { broken("\(what) holds other seconds") }
    guard (0..<64).allSatisfy({ set.contains(second($0)) == (expected >> UInt64($0) & 1 == 1) }) else {
        broken("\(what) is searched wrongly")
    }
    guard zip(set.spans, set.spans.dropFirst()).allSatisfy({ $0.end < $1.start }), set.isEmpty == (expected == 0) else {
        broken("\(what) is not tidy")
    }
    guard set.totalDuration == .seconds(expected.nonzeroBitCount), set.underestimatedCount == set.spans.count else {
        broken("\(what) has another length")
    }
}
