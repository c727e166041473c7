public import CivilTime
import Synchronization

/// A CalDAV world behind a lock, with a clock.
public final class CalDAVSimulator: Sendable {
    private let held: Mutex<CalDAVWorld>
    private let clock: @Sendable () -> Instant
    private let zones: ZoneDatabase

    /// - Parameter clock: what time it is on the server.
    public init(_ world: CalDAVWorld = CalDAVWorld(), zones: ZoneDatabase, clock: @escaping @Sendable () -> Instant) {
        held = Mutex(world)
        self.zones = zones
        self.clock = clock
    }

    /// Answers a request.
    public func answer(_ request: SimulatedRequest) -> SimulatedAnswer { change { world, moment in world.answer(request, moment) } }

    /// Changes the world at the present moment.
    @discardableResult
    public func change<Value: Sendable>(_ body: (inout CalDAVWorld, Moment) -> Value) -> Value {
        let moment = Moment(now: clock(), zones: zones)
        return held.withLock { body(&$0, moment) }
    }

    /// The world as it is, to be looked at or put back later.
    public var world: CalDAVWorld {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }
}
