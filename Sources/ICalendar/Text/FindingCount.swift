/// Counts findings, so that a text of nothing but mistakes is not answered with many times its length.
struct FindingCount: Sendable {
    private var count = 0
    private var untold = 0

    /// However short the text is, so many are told.
    private static let least = 1_000
    /// No mistake that real producers make stands in so few bytes, again and again.
    private static let bytesOfOne = 32

    /// Whether one more is told of a text that is so long as far as it was read.
    mutating func allows(bytes: Int) -> Bool {
        guard count < Self.least + bytes / Self.bytesOfOne else {
            untold += 1
            return false
        }
        count += 1
        return true
    }

    /// What is said in place of those that are not told.
    var finding: Finding? {
        guard untold > 0 else { return nil }
        return Finding(line: 0, message: "There is more wrong than is told line by line: \(untold) further findings", rule: nil)
    }
}
