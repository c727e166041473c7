import Booking
import CivilTime

/// The slot search as one would do it with a ruler: every minute of a stretch is looked at on its own.
struct NaiveSlots {
    /// For each tick, the start of the range whose grid counts there; `nil` when closed.
    private var owner: [Int?]
    private var taken: [Bool]
    /// Ticks before the stretch, so that buffers may reach out of it.
    private let margin: Int

    init(ranges: [Range<Int>], taken spans: [Range<Int>], length: Int, margin: Int) {
        self.margin = margin
        owner = Array(repeating: nil, count: length + 2 * margin)
        taken = Array(repeating: false, count: length + 2 * margin)
        for range in ranges {
            for tick in range { owner[tick + margin] = max(owner[tick + margin] ?? range.lowerBound, range.lowerBound) }
        }
        for span in spans { for tick in span { taken[tick + margin] = true } }
    }

    func isOnGrid(_ tick: Int, step: Int) -> Bool {
        guard let origin = owner[tick + margin] else { return false }
        return (tick - origin) % step == 0
    }

    func isOpen(_ range: Range<Int>) -> Bool { owner[(range.lowerBound + margin)..<(range.upperBound + margin)].allSatisfy { $0 != nil } }

    func isFree(_ range: Range<Int>) -> Bool { !taken[(range.lowerBound + margin)..<(range.upperBound + margin)].contains(true) }
}
