/// The moment by which an exchange must be over, on the clock that no one sets.
struct Deadline: Sendable {
    /// The length it was made with.
    let seconds: Double
    private let moment: ContinuousClock.Instant

    /// Anything from a millisecond to a day; what lies outside is taken for the nearer end.
    init(seconds: Double) {
        self.seconds = seconds.isNaN ? 0.001 : min(max(seconds, 0.001), 86_400)
        moment = .now + .seconds(self.seconds)
    }

    var isPast: Bool { remaining <= .zero }

    /// At least 1, as libcurl takes 0 for "no limit".
    var remainingMilliseconds: Int {
        let (seconds, attoseconds) = remaining.components
        return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }

    private var remaining: Duration { ContinuousClock.now.duration(to: moment) }
}
