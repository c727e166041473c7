// TestSupport: what every test stands on — a clock that moves when it is told, ids in a row, seeded chance, and the cast. Only tests and
// the demo import it. The cast: Ana owns the business, Ben works there, Cleo books, Dario must see nothing of it.

public import CivilTime
import Synchronization

/// A clock that stands still until a test moves it.
public final class ManualClock: Sendable {
    private let time: Mutex<Instant>

    public init(_ now: Instant = Cast.morning) { time = Mutex(now) }

    public var now: Instant { time.withLock { $0 } }

    /// The clock in the shape in which rooms are handed one.
    public var reading: @Sendable () -> Instant { { self.now } }

    public func advance(by length: Seconds) { time.withLock { $0 += length } }

    public func set(to now: Instant) { time.withLock { $0 = now } }
}
