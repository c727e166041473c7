public import CivilTime
import Synchronization

/// A world behind a lock, with a clock: what tests and the demo talk to, in one process or over HTTP.
public final class GoogleSimulator: Sendable {
    private struct State {
        var world: GoogleWorld
        var advanced = Seconds.zero
    }

    private let state: Mutex<State>
    private let clock: @Sendable () -> Instant
    private let zones: ZoneDatabase
    /// Called after each change, without the lock: there may be messages to deliver.
    private let onChange = Mutex<(@Sendable () -> Void)?>(nil)

    /// - Parameter clock: what time it is; the stand-in's own time can be put ahead of it.
    public init(_ world: GoogleWorld = GoogleWorld(), zones: ZoneDatabase, clock: @escaping @Sendable () -> Instant) {
        state = Mutex(State(world: world))
        self.zones = zones
        self.clock = clock
    }

    /// Answers a request to any of Google’s addresses, or to the control surface.
    public func answer(_ request: SimulatedRequest) -> SimulatedAnswer {
        if request.path.hasPrefix("/_simulator") { return control(request) }
        return change { world, moment in world.answer(request, moment) }
    }

    /// Changes the world at the present moment.
    @discardableResult
    public func change<Value: Sendable, Failure: Error>(
        _ body: (inout GoogleWorld, Moment) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let now = clock()
        let outcome = state.withLock { state -> Result<Value, Failure> in
            let moment = Moment(now: now + state.advanced, zones: zones)
            do throws(Failure) {
                return .success(try body(&state.world, moment))
            } catch {
                return .failure(error)
            }
        }
        onChange.withLock { $0 }?()
        return try outcome.get()
    }

    /// The world as it is, to be looked at or put back later.
    public var world: GoogleWorld {
        get { state.withLock { $0.world } }
        set { state.withLock { $0.world = newValue } }
    }

    /// The stand-in's own time.
    public var now: Instant {
        let now = clock()
        return state.withLock { now + $0.advanced }
    }

    /// Puts the stand-in's time ahead.
    public func advance(by length: Seconds) {
        state.withLock { $0.advanced += length }
        onChange.withLock { $0 }?()
    }

    /// The notifications that are due, each handed out once.
    public func takeDueMessages() -> [PushMessage] {
        let now = clock()
        return state.withLock { $0.world.takeDueMessages(now + $0.advanced) }
    }

    func whenChanged(_ body: (@Sendable () -> Void)?) { onChange.withLock { $0 = body } }
}
