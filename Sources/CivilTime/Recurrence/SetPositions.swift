/// BYSETPOS: which of an interval's occurrences remain (RFC 5545 section 3.3.10).
struct SetPositions {
    private let positions: [Int16]

    init(_ positions: [Int16]) {
        self.positions = positions
    }

    /// How many remain of so many where there is one position only; nil for several.
    func single(of count: Int) -> Int? {
        guard positions.count == 1 else { return nil }
        return 0..<count ~= place(positions[0], count) ? 1 : 0
    }

    /// What picking them once costs, in the steps of ``DayRuns``.
    var steps: Int { positions.count == 1 ? 1 : positions.count * 8 }

    /// The places, counted from 0 and in ascending order, that remain of so many.
    func indexes(count: Int) -> [Int] {
        if positions.count == 1 {
            let index = place(positions[0], count)
            return 0..<count ~= index ? [index] : []
        }
        var indexes: [Int] = []
        for index in positions.map({ place($0, count) }).sorted() where 0..<count ~= index && index != indexes.last {
            indexes.append(index)
        }
        return indexes
    }

    /// The remaining times of an interval whose days all have the same times, in seconds since 1970 on its clock.
    func select(from runs: [DayRun], times: [Int], into selected: inout [Int]) {
        let days = runs.reduce(0) { $0 + $1.mask.nonzeroBitCount }
        var (runIndex, passed) = (0, 0)
        for index in indexes(count: days * times.count) {
            let day = index / times.count
            while passed + runs[runIndex].mask.nonzeroBitCount <= day {
                passed += runs[runIndex].mask.nonzeroBitCount
                runIndex += 1
            }
            let run = runs[runIndex]
            selected.append((run.base + run.mask.place(ofBit: day - passed)) * 86_400 + times[index % times.count])
        }
    }

    private func place(_ position: Int16, _ count: Int) -> Int {
        position > 0 ? Int(position) - 1 : count + Int(position)
    }
}

extension UInt64 {
    /// Where the n-th bit that is set lies, counted from 0.
    fileprivate func place(ofBit index: Int) -> Int {
        var rest = self
        for _ in 0..<index { rest &= rest - 1 }
        return rest.trailingZeroBitCount
    }
}
