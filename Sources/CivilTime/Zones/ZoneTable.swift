/// The clock changes of a zone: a sorted table, and a rule for the years past it.
struct ZoneTable: Sendable {
    /// A stretch of time without a clock change: `start` belongs to it, `end` does not; the ends of `Int64` mean for ever.
    struct Segment {
        var start: Int64
        var end: Int64
        var type: LocalTimeType
    }

    private let instants: [Int64]
    private let typeIndexes: [UInt8]
    private let types: [LocalTimeType]
    private let before: LocalTimeType
    private let footer: PosixZoneRule?

    init(instants: [Int64], typeIndexes: [UInt8], types: [LocalTimeType], footer: PosixZoneRule?) {
        self.instants = instants
        self.typeIndexes = typeIndexes
        self.types = types
        self.footer = footer
        before = types.first { !$0.isDaylightSaving } ?? types[0]
    }

    init(fixed type: LocalTimeType) {
        self.init(instants: [], typeIndexes: [], types: [type], footer: nil)
    }

    func type(at instant: Int64) -> LocalTimeType {
        let next = firstIndex(after: instant)
        if next == instants.count, let footer { return footer.type(at: instant) }
        return next == 0 ? before : types[Int(typeIndexes[next - 1])]
    }

    func offset(at instant: Int64) -> Int64 {
        let next = firstIndex(after: instant)
        if next == instants.count, let footer {
            return footer.isDaylightSaving(at: instant) ? footer.daylightOffset : footer.standardOffset
        }
        return next == 0 ? before.offset : types[Int(typeIndexes[next - 1])].offset
    }

    /// The stretch without a change around the instant; `end` does not belong to it.
    func offsetRun(containing instant: Int64) -> (start: Int64, end: Int64, offset: Int64) {
        let next = firstIndex(after: instant)
        let start = next == 0 ? .min : instants[next - 1]
        if next == instants.count, let footer {
            let run = footer.offsetRun(containing: instant)
            return (max(run.start, start), run.end, run.offset)
        }
        let type = next == 0 ? before : types[Int(typeIndexes[next - 1])]
        return (start, next == instants.count ? .max : instants[next], type.offset)
    }

    func segment(containing instant: Int64) -> Segment {
        let next = firstIndex(after: instant)
        let start = next == 0 ? .min : instants[next - 1]
        guard next == instants.count else {
            return Segment(start: start, end: instants[next], type: next == 0 ? before : types[Int(typeIndexes[next - 1])])
        }
        guard let footer else { return Segment(start: start, end: .max, type: next == 0 ? before : types[Int(typeIndexes[next - 1])]) }
        var segment = footer.segment(containing: instant)
        segment.start = max(segment.start, start)
        return segment
    }

    /// True when the rule and not the table speaks.
    func isPastTable(_ instant: Int64) -> Bool {
        instants.last.map { instant >= $0 } ?? true
    }

    /// Binary search; the count when no transition is later.
    private func firstIndex(after instant: Int64) -> Int {
        var (low, high) = (0, instants.count)
        while low < high {
            let middle = (low + high) / 2
            if instants[middle] > instant { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
