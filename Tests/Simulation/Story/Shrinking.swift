/// A history that fails, made short.
struct FailingStory: Sendable, CustomStringConvertible {
    let seed: UInt64
    let faults: [String]
    let acts: [Act]
    let told: [String]

    /// Leaves out acts, and parts of acts, while the history still fails in the same way.
    static func shrunk(_ history: History, without removed: Safeguard?, tries: Int = 400) async throws -> FailingStory {
        var best = history
        var (faults, told) = try await outcome(of: history, removed)
        var left = tries
        var size = max(1, best.acts.count / 2)
        while size >= 1, left > 0 {
            var (start, hasShrunk) = (0, false)
            while start < best.acts.count, left > 0 {
                var shorter = best
                shorter.acts.removeSubrange(start..<min(start + size, best.acts.count))
                left -= 1
                if let found = try await failure(of: shorter, removed) {
                    (best, hasShrunk) = (shorter, true)
                    (faults, told) = found
                } else {
                    start += size
                }
            }
            if !hasShrunk || size > 1 { size = size == 1 ? 0 : size / 2 }
        }
        for index in best.acts.indices where left > 0 {
            for simpler in simplerForms(of: best.acts[index]) {
                var shorter = best
                shorter.acts[index] = simpler
                left -= 1
                guard let found = try await failure(of: shorter, removed) else { continue }
                best = shorter
                (faults, told) = found
                break
            }
        }
        return FailingStory(seed: history.seed, faults: faults, acts: best.acts, told: told)
    }

    private static func simplerForms(of act: Act) -> [Act] {
        var (bare, alive, alone) = (act, act, act)
        (bare.killedAfter, bare.killedAfterWrites, bare.meanwhile) = (nil, nil, [])
        (alive.killedAfter, alive.killedAfterWrites) = (nil, nil)
        alone.meanwhile = []
        let fewer = act.meanwhile.indices.map { index in
            var fewer = act
            fewer.meanwhile.remove(at: index)
            return fewer
        }
        return ([bare, alive, alone] + fewer).filter { $0 != act }
    }

    private static func outcome(of history: History, _ removed: Safeguard?) async throws -> ([String], [String]) {
        let simulation = try Simulation(history, without: removed)
        let faults = await simulation.play()
        return (faults, await simulation.told)
    }

    private static func failure(of history: History, _ removed: Safeguard?) async throws -> ([String], [String])? {
        let (faults, told) = try await outcome(of: history, removed)
        return faults.isEmpty ? nil : (faults, told)
    }

    var description: String {
        (["seed \(seed) fails: \(faults.joined(separator: "; "))", "The short story:"] + told.map { "    " + $0 }).joined(separator: "\n")
    }
}
