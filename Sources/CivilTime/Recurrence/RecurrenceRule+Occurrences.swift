extension RecurrenceRule {
    /// The instants at which the occurrences of a series start, lazily and in order, from the given instant on, or all of them. Where the rule
    /// allows, what comes before is passed over by arithmetic, also with COUNT.
    ///
    /// A rule runs on the zone's clock: each occurrence is a time on it, and one that the clock jumps over or shows twice is read as RFC 5545
    /// section 3.3.5 has it (with the offset before a jump; the first of two). The start is the first occurrence even when the rule does not
    /// match it, and counts (section 3.3.10), but not when it lies past UNTIL.
    ///
    /// With an end, nothing is looked for at or after it. `effort` is how many hours, minutes or seconds may be looked at in vain, and how
    /// much may be counted of what comes before the first instant (COUNT), before the rule is `.tooCostly`; a million at most of the former.
    public func occurrences(
        startingAt start: CivilDateTime, in zone: Zone, from: Instant? = nil, before: Instant? = nil, effort: Int = .max
    ) -> Occurrences {
        Occurrences(self, startingAt: start, in: zone, from: from, before: before, effort: effort)
    }

    /// The instants at which occurrences start, from the start of the window to before its end, in order; their meaning is that of the lazy
    /// form. Throws `.tooMany` when there are more than `limit`, and `.tooCostly`.
    public func occurrences(
        startingAt start: CivilDateTime, in zone: Zone, within window: Span, limit: Int
    ) throws(Failure) -> [Instant] {
        guard !window.isEmpty else { return [] }
        var times = Occurrences(self, startingAt: start, in: zone, from: window.start, before: window.end)
        if let failure = times.failure { throw failure }
        var instants: [Instant] = []
        while let time = try times.nextInstant(), time < window.end.secondsSinceEpoch {
            guard instants.count < limit else { throw .tooMany }
            instants.append(Instant(secondsSinceEpoch: time))
        }
        return instants
    }
}
