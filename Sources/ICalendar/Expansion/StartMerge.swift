import CivilTime

/// The original starts of a series in order, each once: what rules and dates give without what exceptions take (RFC 5545 section 3.8.5).
struct StartMerge {
    struct Start {
        let key: OccurrenceKey
        /// Whether only a rule that is not understood gives it.
        let isGuess: Bool
    }

    var sources: [StartSource] = []
    /// EXRULE.
    var exceptions: [StartSource] = []
    /// EXDATE.
    var excluded: Set<OccurrenceKey> = []
    /// EXDATE by whole dates, in a timed series.
    var excludedDays: Set<CivilDate> = []
    /// DTSTART, which belongs to the expansion of every exception rule, though only EXDATE takes it away.
    let first: OccurrenceKey

    init(first: OccurrenceKey) {
        self.first = first
    }

    /// The next start, exceptions by date included. Where the effort is spent, rules are given up.
    mutating func next(spending effort: inout Effort) -> Start? {
        while true {
            if effort.isSpent { for index in sources.indices { sources[index].giveUp() } }
            guard let key = earliestHead() else { return nil }
            var isGuess = true
            for index in sources.indices where sources[index].head == key {
                if !sources[index].isGuess { isGuess = false }
                sources[index].advance(spending: &effort)
            }
            if !isExcepted(key, spending: &effort) { return Start(key: key, isGuess: isGuess && key != first) }
            if !excluded.contains(key) { effort.spend(Effort.start) }
        }
    }

    private func earliestHead() -> OccurrenceKey? {
        var earliest: OccurrenceKey?
        for index in sources.indices {
            guard let head = sources[index].head else { continue }
            if let found = earliest, found <= head { continue }
            earliest = head
        }
        return earliest
    }

    /// Lets the rules go on at the instant; listed starts before it still come.
    mutating func seek(to instant: Instant, spending effort: inout Effort) {
        for index in sources.indices { sources[index].seek(to: instant, spending: &effort) }
        for index in exceptions.indices { exceptions[index].seek(to: instant, spending: &effort) }
    }

    /// Ends the rules; listed starts still come.
    mutating func endRules() {
        for index in sources.indices { sources[index].end() }
    }

    /// Whether no exception rule has a further time: then none is looked at.
    private var areExceptionsOver = false

    private mutating func isExcepted(_ key: OccurrenceKey, spending effort: inout Effort) -> Bool {
        var isExcepted = !excluded.isEmpty && excluded.contains(key)
        guard !areExceptionsOver else { return isExcepted }
        areExceptionsOver = true
        for index in exceptions.indices {
            exceptions[index].catchUp(with: key, spending: &effort)
            guard let head = exceptions[index].head else { continue }
            areExceptionsOver = false
            if head == key, key != first { isExcepted = true }
        }
        return isExcepted
    }
}
