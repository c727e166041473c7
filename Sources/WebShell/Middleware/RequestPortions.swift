import CivilTime
import Logging
import Synchronization

/// A node's share of the requests that all nodes count together. It takes them by the portion, an eighth of a minute's, so that a page seldom
/// asks; what is not used within five seconds is given back. So all nodes together let through what one would, five seconds late at most.
final class RequestPortions: Sendable {
    enum Verdict: Hashable, Sendable {
        case granted
        /// Nothing is left for so long.
        case refused(Seconds)
        /// Nobody can be asked just now.
        case unknown
    }

    /// How long a portion is good.
    static let lifetime = Seconds(5)
    /// How long nobody is asked after an answer that did not come.
    static let respite = Seconds(5)
    private static let second: Int64 = 1_000_000

    private struct Portion {
        var left = 0
        var takenAt = Instant(secondsSinceEpoch: 0)
        /// The shared moment when it was taken.
        var fullAt: Int64 = 0
        /// Nothing is left before.
        var refusedUntil = Instant(secondsSinceEpoch: 0)
        /// Under way; whoever comes meanwhile waits for it.
        var asking: Task<Void, Never>?

        func isGood(at now: Instant) -> Bool {
            left > 0 && takenAt - RequestPortions.lifetime < now && now < takenAt + RequestPortions.lifetime
        }
    }

    private struct State {
        var portions: [IPHousehold: Portion] = [:]
        var unknownUntil: Instant?
    }

    private enum Next {
        case settled(Verdict)
        case wait(Task<Void, Never>)
    }

    private let shared: any SharedRequests
    /// Microseconds in which one request comes back.
    private let interval: Int64
    private let size: Int
    private let capacity: Int
    private let patience: Duration
    private let state = Mutex(State())

    /// - Parameters:
    ///   - perMinute: requests that all nodes together let through, at least one; as many may come at once.
    ///   - capacity: households remembered at the same time.
    ///   - patience: how long a page waits for the shared count.
    init(_ shared: any SharedRequests, perMinute: Int, capacity: Int = 20_000, patience: Duration = .seconds(1)) {
        self.shared = shared
        self.capacity = capacity
        self.patience = patience
        interval = 60 * Self.second / Int64(perMinute)
        size = max(1, perMinute / 8)
    }

    /// Takes one request.
    func take(_ household: IPHousehold, now: Instant, _ logger: Logger) async -> Verdict {
        while true {
            switch next(household, now, logger) {
            case .settled(let verdict): return verdict
            case .wait(let asking): await asking.value
            }
        }
    }

    private func next(_ household: IPHousehold, _ now: Instant, _ logger: Logger) -> Next {
        state.withLock { state in
            if let until = state.unknownUntil, now < until { return .settled(.unknown) }
            var portion = state.portions[household] ?? Portion()
            if let asking = portion.asking { return .wait(asking) }
            if portion.isGood(at: now) {
                portion.left -= 1
                state.portions[household] = portion
                return .settled(.granted)
            }
            if now < portion.refusedUntil { return .settled(.refused(portion.refusedUntil - now)) }
            let givenBack = givenBack(portion, at: now)
            let asking = Task { await ask(household, givingBack: givenBack, now: now, logger) }
            if state.portions[household] == nil, state.portions.count >= capacity { makeRoom(&state.portions, now) }
            state.portions[household] = Portion(asking: asking)
            return .wait(asking)
        }
    }

    /// Of what was not used, the part that the minute has not given anew meanwhile.
    private func givenBack(_ portion: Portion, at now: Instant) -> Int64 {
        min(Int64(portion.left) * interval, max(0, portion.fullAt - Self.microseconds(now)))
    }

    private func ask(_ household: IPHousehold, givingBack givenBack: Int64, now: Instant, _ logger: Logger) async {
        do {
            let moment = Self.microseconds(now)
            let taken = try await FirstAnswer.within(patience) { [shared, size, interval] in
                try await shared.take(size, of: household.description, interval: interval, givingBack: givenBack, now: moment)
            }
            let missing = taken.fullAt + interval - 60 * Self.second - moment
            let wait = Seconds(max(1, (missing + Self.second - 1) / Self.second))
            state.withLock { state in
                state.portions[household] = Portion(
                    left: taken.count, takenAt: now, fullAt: taken.fullAt, refusedUntil: taken.count == 0 ? now + wait : now)
            }
        } catch {
            logger.warning(
                "The requests of all nodes cannot be counted together; this node counts its own", metadata: ["error": "\(error)"])
            state.withLock { state in
                state.portions[household] = nil
                state.unknownUntil = now + Self.respite
            }
        }
    }

    private static func microseconds(_ instant: Instant) -> Int64 { instant.secondsSinceEpoch * second }

    /// Who has nothing to use and nothing to wait for can go. When that is nobody, a tenth of those go whom nobody waits for.
    private func makeRoom(_ portions: inout [IPHousehold: Portion], _ now: Instant) {
        portions = portions.filter { $0.value.asking != nil || $0.value.isGood(at: now) || now < $0.value.refusedUntil }
        guard portions.count >= capacity else { return }
        for (household, _) in portions.filter({ $0.value.asking == nil }).prefix(max(1, capacity / 10)) { portions[household] = nil }
    }

    /// Households remembered now.
    var count: Int { state.withLock { $0.portions.count } }
}
